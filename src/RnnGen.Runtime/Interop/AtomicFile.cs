using System;
using System.IO;

namespace RnnGen.Interop;

/// <summary>Replaces files as a whole: a reader finds the old file or the new one, never a part of one.</summary>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// Writes a file under a temporary name in the target's folder, flushes it to disk and renames it over the target. When
    /// anything fails, an exception of <paramref name="write"/> included, the target stays as it was and the temporary is removed.
    /// </summary>
    /// <remarks>The target becomes a new file with default permissions; a symbolic link there is replaced, not followed.</remarks>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="write">Writes the contents. It must leave the stream open.</param>
    /// <exception cref="IOException">The target is a folder or cannot be replaced, its folder does not exist, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the target must not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);

        // The rename would fail as well, but only after all the writing and with a message that names the temporary.
        if (Directory.Exists(target))
        {
            throw new IOException($"{path} is a folder; a file was to be written there.");
        }

        // A rename is atomic only within one file system, hence the target's own folder. The name does not contain the target's,
        // which may already be as long as the file system permits.
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".rnngen-{Guid.NewGuid():N}.tmp");
        using FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
        try
        {
            write(stream);

            // Without this a power failure after the rename could leave an empty file under the target's name.
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(stream, temporary);
            throw;
        }
    }

    private static void Discard(FileStream stream, string temporary)
    {
        // Closing flushes and so can fail too, on a full disk for one. The first failure is the one to report.
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
        }

        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}
