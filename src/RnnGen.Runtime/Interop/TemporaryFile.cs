using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace RnnGen.Interop;

/// <summary>
/// Files that are written aside. A process holds its own locked until they have their final name, and the lock ends with the process: what
/// can be locked no longer belongs to anybody. Process ids would tell less, since containers that share a folder have the same ones.
/// </summary>
internal static class TemporaryFile
{
    private const string Prefix = ".rnngen-", Suffix = ".tmp";
    private const int BufferBytes = 1 << 16, Attempts = 3;

    /// <summary>Creates a temporary of a target in its folder, after those that killed processes have left of it are removed.</summary>
    /// <exception cref="IOException">The folder does not exist or is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FileStream Create(string target)
    {
        // A rename is atomic only within one file system, hence the target's own folder. The name holds a digest of the target's, which may
        // already be as long as the file system permits.
        string folder = Path.GetDirectoryName(target)!, prefix = $"{Prefix}{Digest(Path.GetFileName(target))}-";
        FileStream own = CreateLocked(folder, prefix);
        RemoveUnlocked(folder, $"{prefix}*{Suffix}", own.Name);
        return own;
    }

    /// <summary>Removes what killed processes have left in a folder, whatever its target was.</summary>
    public static void RemoveLeftovers(string folder)
    {
        FileStream probe = CreateLocked(folder, Prefix);
        RemoveUnlocked(folder, $"{Prefix}*{Suffix}", probe.Name);
        probe.Dispose();
        File.Delete(probe.Name);
    }

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));

    private static FileStream CreateLocked(string folder, string prefix)
    {
        // A lock that others can share, on Unix: once the file has its name, its readers must not be locked out.
        FileShare share = OperatingSystem.IsWindows() ? FileShare.None : FileShare.Read;
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(folder, $"{prefix}{Guid.NewGuid():N}{Suffix}");
            FileStream? created = null;
            try
            {
                created = new FileStream(path, FileMode.CreateNew, FileAccess.Write, share, BufferBytes);
            }
            catch (IOException failure) when (failure is not DirectoryNotFoundException && attempt < Attempts)
            {
                // Another process may have locked it first, taking it for a leftover.
            }

            // Or removed it between its creation and the lock.
            if (created is not null && File.Exists(path))
            {
                return created;
            }

            created?.Dispose();
        }
    }

    private static void RemoveUnlocked(string folder, string pattern, string own)
    {
        // Where the file system, or a setting of the runtime, offers no locks, there is no telling who is alive.
        if (TryLock(own, FileOptions.None))
        {
            return;
        }

        // Files whose names begin with a point are hidden, which an enumeration skips unless told otherwise.
        foreach (string file in Directory.EnumerateFiles(folder, pattern, new EnumerationOptions { AttributesToSkip = 0 }))
        {
            if (file != own)
            {
                TryLock(file, FileOptions.DeleteOnClose);
            }
        }
    }

    /// <summary>What cannot be removed now is not a reason to fail the write: the next time tries again.</summary>
    private static bool TryLock(string file, FileOptions options)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, options).Dispose();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
