using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Tool.Output;

/// <summary>
/// Files that are written all or none: first into a folder beside their places, then moved there together. What could not be moved takes
/// back those that were.
/// </summary>
internal sealed class StagedFiles : IDisposable
{
    private readonly string _folder, _stage;
    private readonly bool _createdFolder;
    private readonly List<string> _names = [];
    private bool _published;

    /// <summary>Prepares a folder.</summary>
    /// <param name="folder">Where the files shall be; created if it is not there.</param>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public StagedFiles(string folder)
    {
        _folder = folder;
        _createdFolder = !Directory.Exists(folder);
        _stage = Path.Combine(folder, $".rnngen-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_stage);
    }

    /// <summary>Where to write a file to.</summary>
    /// <param name="name">Its name.</param>
    public string Add(string name)
    {
        _names.Add(name);
        return Path.Combine(_stage, name);
    }

    /// <summary>Moves all files to their places.</summary>
    /// <param name="replace">Whether files that are there may be replaced.</param>
    /// <exception cref="IOException">One is there and may not be replaced, or cannot be; all is as it was.</exception>
    public void Publish(bool replace)
    {
        Stack<Action> undo = [];
        try
        {
            foreach (string name in _names)
            {
                string target = Path.Combine(_folder, name), staged = Path.Combine(_stage, name), old = staged + ".old";
                if (replace && File.Exists(target))
                {
                    File.Move(target, old);
                    undo.Push(() => File.Move(old, target));
                }

                File.Move(staged, target);
                undo.Push(() => File.Delete(target));
            }

            _published = true;
        }
        finally
        {
            while (!_published && undo.TryPop(out Action? back))
            {
                back();
            }
        }
    }

    /// <summary>Removes what is not needed any more; of a folder that was created for nothing the folder too.</summary>
    public void Dispose()
    {
        Directory.Delete(_stage, recursive: true);
        if (_createdFolder && !_published)
        {
            Directory.Delete(_folder);
        }
    }
}
