using System;
using System.IO;
using System.Linq;
using RnnGen.Training;

namespace RnnGen.Attack.Readers;

/// <summary>
/// Checkpoints whose contents were changed and whose digest was made anew: what they say must be doubted where it is used.
/// </summary>
internal sealed class ForgedCheckpointTarget() : CheckpointTarget("forged")
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnngen-attack-");
    private CheckpointContents[]? _whole;

    /// <remarks>A training may find out itself that its numbers have been ruined.</remarks>
    public override bool Allows(Exception failure, string path) => failure is NonFiniteTrainingException ||
        (failure is InvalidDataException or CheckpointMismatchException
            && failure.Message.Contains(_folder.FullName, StringComparison.Ordinal));

    public override byte[] Damaged(AttackRandom random)
    {
        _whole ??= [.. Files().Select(CheckpointContents.Of)];
        CheckpointContents contents = random.Of(_whole).Copy();
        for (int changes = random.OneIn(2) ? 1 : random.Between(2, 5); changes > 0; changes--)
        {
            contents.Change(random);
        }

        return contents.ToFile();
    }

    public override void Read(string path)
    {
        string checkpoint = new CheckpointFolder(_folder.FullName).FileOf(3);
        foreach (FileInfo old in _folder.EnumerateFiles())
        {
            old.Delete();
        }

        File.Copy(path, checkpoint);
        AttackedModel model = new(seed: 2);
        float[] before = model.Parameters.Values.ToArray();
        try
        {
            Train(model, _folder.FullName);
        }
        catch (CheckpointMismatchException) when (!model.Parameters.Values.SequenceEqual(before))
        {
            throw new AttackException("What was refused changed the model.");
        }
    }

    public override void Dispose() => _folder.Delete(recursive: true);
}
