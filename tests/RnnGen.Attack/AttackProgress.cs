using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace RnnGen.Attack;

/// <summary>
/// Which round an attack is in: a file in memory, so that it can be read beside a process that hangs and after one that was killed.
/// </summary>
internal sealed class AttackProgress : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private readonly string _input;

    public AttackProgress(string path)
    {
        _input = $"{path}-input";
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    /// <summary>The round that has begun.</summary>
    public long Round => _view.ReadInt64(0);

    /// <summary>What it began with, where that was told.</summary>
    public string Input => File.Exists(_input) ? File.ReadAllText(_input) : "";

    /// <summary>Tells that a round begins.</summary>
    /// <param name="round">The round.</param>
    /// <param name="input">What it begins with; <see langword="null"/> where the round says enough.</param>
    public void Begin(long round, string? input)
    {
        if (input is not null)
        {
            // Half of a surrogate pair is replaced, not refused.
            File.WriteAllText(_input, input, Encoding.UTF8);
        }

        _view.Write(0, round);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
