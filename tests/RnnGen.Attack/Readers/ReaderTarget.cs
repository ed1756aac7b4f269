using System;
using System.IO;
using System.Text;

namespace RnnGen.Attack.Readers;

/// <summary>A reader, the files that it reads, and what it may throw at damaged ones.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="extension">How the names of its files end.</param>
internal abstract class ReaderTarget(string name, string extension) : IDisposable
{
    private byte[][]? _files;

    public string Name { get; } = name;

    public string Extension { get; } = extension;

    /// <summary>Whether the files are text, whose words may be exchanged.</summary>
    public virtual bool IsText => false;

    /// <summary>More than reading any of the small files takes, whatever it claims to hold.</summary>
    public virtual long MostBytes => 256L << 20;

    /// <summary>Whether this is one of the documented exceptions, and says of which file.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="path">The file.</param>
    public virtual bool Allows(Exception failure, string path) =>
        failure is InvalidDataException && failure.Message.Contains(path, StringComparison.Ordinal);

    /// <summary>A damaged file.</summary>
    public virtual byte[] Damaged(AttackRandom random)
    {
        _files ??= Files();
        byte[] file = random.Of(_files), other = random.Of(_files);
        return IsText && !random.OneIn(4)
            ? Encoding.UTF8.GetBytes(TextMutations.Damage(Encoding.UTF8.GetString(file), random))
            : ByteMutations.Damage(file, other, random);
    }

    /// <summary>Checks that whole files are read: a target whose files were refused as they are would find nothing.</summary>
    public virtual void ReadWhole(string path)
    {
        _files ??= Files();
        foreach (byte[] file in _files)
        {
            File.WriteAllBytes(path, file);
            Read(path);
        }
    }

    /// <summary>Reads a file, and all that it says.</summary>
    public abstract void Read(string path);

    public virtual void Dispose()
    {
    }

    /// <summary>Whole files.</summary>
    protected abstract byte[][] Files();

    /// <summary>The bytes of a file that something writes to a path.</summary>
    protected static byte[] Written(Action<string> write)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rnngen-attack-");
        try
        {
            string path = Path.Combine(folder.FullName, "file");
            write(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
