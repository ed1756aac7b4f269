using System;
using System.IO;
using System.IO.MemoryMappedFiles;

namespace RnnGen.Attack;

/// <summary>Which round an attack is in: a file in memory, so that it can be read beside a process that hangs and after one that was killed.</summary>
internal sealed class AttackProgress : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public AttackProgress(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    /// <summary>The round that has begun.</summary>
    public long Round
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
