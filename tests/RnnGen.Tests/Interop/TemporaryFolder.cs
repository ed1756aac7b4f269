using System;
using System.IO;

namespace RnnGen.Tests.Interop;

/// <summary>A folder of a test's own, deleted with all its contents.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnngen-tests-");

    /// <summary>Names of everything in the folder, sorted.</summary>
    public string[] Contents
    {
        get
        {
            string[] names = Array.ConvertAll(Directory.GetFileSystemEntries(_folder.FullName), path => Path.GetFileName(path));
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Add(string name, ReadOnlySpan<byte> contents)
    {
        // Some file systems write a replaced file through to the disk; thousands of damaged files in a row would wait for it.
        File.Delete(this[name]);
        File.WriteAllBytes(this[name], contents);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
