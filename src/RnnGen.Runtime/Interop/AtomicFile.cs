using System;
using System.IO;

namespace RnnGen.Interop;

/// <summary>Replaces files as a whole: a reader finds the old file or the new one, never a part of one.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes a file under a temporary name in the target's folder, flushes it to disk, renames it over the target and flushes the folder,
    /// so that the new file is there even after a power failure. When anything fails before that, an exception of <paramref name="write"/>
    /// included, the target stays as it was and the temporary is removed.
    /// </summary>
    /// <remarks>
    /// The target becomes a new file with default permissions. A symbolic link stays one: what it leads to is replaced. What is not a file,
    /// such as <c>/dev/stdout</c> or a named pipe, is written to directly, and only as far as <paramref name="write"/> comes. What
    /// processes that were killed have left of this target is removed; temporaries of living processes are locked.
    /// </remarks>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="write">Writes the contents, from the first byte to the last. It must leave the stream open.</param>
    /// <exception cref="IOException">
    /// The target is a folder or cannot be replaced, its folder does not exist, or the disk is full or broken.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the target may not be written.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, UnixFile.FlushFolder);

    /// <summary>
    /// The same without waiting for the disk, for what can be made again: a reader still finds the old file or the new one, and so does who
    /// comes after a killed process, but a power failure may leave a part.
    /// </summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteCache(string path, Action<Stream> write) => Write(path, write, flushFolder: null);

    /// <param name="path">The target.</param>
    /// <param name="write">Writes the contents.</param>
    /// <param name="flushFolder">
    /// Writes the entries of a folder to disk; <see langword="null"/> leaves the contents unflushed as well.
    /// </param>
    internal static void Write(string path, Action<Stream> write, Action<string>? flushFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);

        // The rename would fail as well, but only after all the writing and with a message that names the temporary.
        if (Directory.Exists(target))
        {
            throw new IOException($"{path} is a folder; a file was to be written there.");
        }

        // A rename would put a file in place of the device, for a user who may.
        if (UnixFile.IsSpecial(target))
        {
            using FileStream device = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(device);
            return;
        }

        // The link may lead nowhere yet.
        target = new FileInfo(target).LinkTarget is null ? target : File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        using FileStream stream = TemporaryFile.Create(target);
        string temporary = stream.Name;
        try
        {
            write(stream);

            // Without this a power failure after the rename could leave an empty file under the target's name.
            stream.Flush(flushToDisk: flushFolder is not null);

            // Closed, it would no longer be locked, and another writer of the same target would take it for a leftover. Windows does not
            // rename an open file.
            if (OperatingSystem.IsWindows())
            {
                stream.Dispose();
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(stream, temporary);
            throw;
        }

        // Whoever deletes an older file after this must find the new one whatever happens.
        flushFolder?.Invoke(Path.GetDirectoryName(target)!);
    }

    private static void Discard(FileStream stream, string temporary)
    {
        // Closing flushes and so can fail too, on a full disk, for example. The first failure is the one to report.
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
