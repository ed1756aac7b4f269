using System;
using System.IO;
using System.Runtime.InteropServices;

namespace RnnGen.Interop;

/// <summary>What .NET has no call for: whether a path is a device, and a flush of a folder. On Windows neither is needed.</summary>
internal static partial class UnixFile
{
    private const int ReadOnly = 0;
    private const int InputOutputError = 5, NoSpace = 28;
    private const int TypeMask = 0xF000, Regular = 0x8000, Folder = 0x4000;

    // The kernel's own record, the same on every architecture; macOS has the mode in one place on both of its architectures.
    private const int LinuxCurrentFolder = -100, LinuxTypeOnly = 1, LinuxModeOffset = 28, MacModeOffset = 4, RecordBytes = 512;

    /// <summary>
    /// Whether there is something that is neither a file nor a folder, behind all symbolic links: a device, a pipe, a socket.
    /// </summary>
    public static bool IsSpecial(string path)
    {
        Span<byte> record = stackalloc byte[RecordBytes];
        record.Clear();
        try
        {
            int failed = OperatingSystem.IsLinux() ? LinuxStatus(LinuxCurrentFolder, path, 0, LinuxTypeOnly, ref record[0])
                : !OperatingSystem.IsMacOS() ? -1
                : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? MacStatus(path, ref record[0])
                : MacIntelStatus(path, ref record[0]);
            if (failed != 0)
            {
                return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
            return false;
        }

        int type = MemoryMarshal.Read<ushort>(record[(OperatingSystem.IsLinux() ? LinuxModeOffset : MacModeOffset)..]) & TypeMask;
        return type is not (Regular or Folder);
    }

    /// <summary>Writes the entries of a folder to disk, new names among them. A file system that cannot do so is not an error.</summary>
    /// <exception cref="IOException">The disk is broken or full.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            return;
        }

        int error = Flush(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (error is InputOutputError or NoSpace)
        {
            throw new IOException(
                $"{folder} could not be written to disk: {Marshal.GetPInvokeErrorMessage(error)}. "
                + "A power failure may lose what was written there last.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinuxStatus(int folder, string path, int flags, uint mask, ref byte record);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacStatus(string path, ref byte record);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacIntelStatus(string path, ref byte record);
}
