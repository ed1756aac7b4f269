using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Attack.Readers;

/// <summary>Damaged files for every reader, in turn.</summary>
internal sealed class ReaderAttack : IAttack
{
    private readonly ReaderTarget[] _targets;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnngen-attack-");
    private readonly HashSet<string> _checked = [];

    /// <param name="name">The only reader, or <see langword="null"/> for all.</param>
    public ReaderAttack(string? name)
    {
        ReaderTarget[] all =
        [
            new SafetensorsTarget(), new ParametersTarget(), new CheckpointTarget(), new ForgedCheckpointTarget(), new IdxTarget(),
            new MnistTarget(),
            new SequenceTextTarget(), new CharactersTarget(), new ParquetTarget(), new DatabaseTarget(), new CellsTarget(),
            .. CsvTarget.All(), .. IdxNumbersTarget.All(), .. InterchangeTarget.All(), new OnnxTarget(),
        ];
        _targets = [.. all.Where(target => name is null || target.Name == name)];
        if (_targets.Length == 0)
        {
            throw new ArgumentException(
                $"There is no reader '{name}'; there are {string.Join(", ", all.Select(target => target.Name))}.", nameof(name));
        }
    }

    public void Run(AttackRandom random, long round)
    {
        ReaderTarget target = _targets[(int)(round % _targets.Length)];
        string path = Path.Combine(_folder.FullName, target.Name + target.Extension);
        if (_checked.Add(target.Name))
        {
            target.ReadWhole(path);
        }

        byte[] file = target.Damaged(random);
        File.Delete(path);
        File.WriteAllBytes(path, file);
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            target.Read(path);
        }
        catch (Exception failure) when (target.Allows(failure, path))
        {
        }
        catch (Exception failure)
        {
            throw new AttackException($"{target.Name} threw {failure.GetType().Name} at {Convert.ToBase64String(file)}", failure);
        }

        long allocated = GC.GetTotalAllocatedBytes() - before;
        if (allocated > target.MostBytes)
        {
            throw new AttackException(
                $"{target.Name} allocated more than {target.MostBytes} bytes\n{allocated} at {Convert.ToBase64String(file)}");
        }
    }

    public void Dispose()
    {
        foreach (ReaderTarget target in _targets)
        {
            target.Dispose();
        }

        _folder.Delete(recursive: true);
    }
}
