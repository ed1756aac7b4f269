using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnGen.Mpi.Native;

/// <summary>Finds the MPI library of the machine.</summary>
internal static unsafe partial class MpiLibrary
{
    /// <summary>Names the file to load, where it is not one that the loader finds.</summary>
    public const string Variable = "RNNGEN_MPI_LIBRARY";

    /// <summary>MPI_MAX_LIBRARY_VERSION_STRING of MPICH, the larger one.</summary>
    private const int LongestVersion = 8192;

    private static readonly string[] OpenMpiNames = OperatingSystem.IsMacOS() ? ["libmpi.40.dylib"] : ["libmpi.so.40"];

    /// <summary>Debian calls it libmpich, so that both can be installed.</summary>
    private static readonly string[] MpichNames =
        OperatingSystem.IsMacOS() ? ["libmpi.12.dylib", "libmpich.12.dylib"] : ["libmpich.so.12", "libmpi.so.12"];

    /// <summary>Files to try, the first that is there counts.</summary>
    public static IReadOnlyList<string> Candidates(MpiKind? kind, string? named) => (named, kind) switch
    {
        ({ Length: > 0 }, _) => [named],
        (_, MpiKind.OpenMpi) => OpenMpiNames,
        (_, MpiKind.Mpich) => MpichNames,
        _ => [.. OpenMpiNames, .. MpichNames],
    };

    /// <summary>Loads the first library that is there and binds its calls.</summary>
    /// <param name="launch">What started the process, if anything did.</param>
    /// <param name="named">What <see cref="Variable"/> says.</param>
    /// <exception cref="MpiException">None is there, or it is none that is known, or it is not the launcher's.</exception>
    public static MpiBinding Load(MpiLaunch? launch, string? named) => Load(launch, named, Candidates(launch?.Kind, named));

    /// <summary>Loads the first of some files that is there and binds its calls.</summary>
    /// <exception cref="MpiException">None is there, or it is none that is known, or it is not the launcher's.</exception>
    public static MpiBinding Load(MpiLaunch? launch, string? named, IReadOnlyList<string> candidates)
    {
        Configure();
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
            {
                return Bind(library, candidate, launch?.Kind);
            }
        }

        string tried = string.Join(", ", candidates);
        throw new MpiException(
            named is { Length: > 0 }
                ? $"{Variable} names {named}, which cannot be loaded."
                : $"No MPI library was found ({tried}). Install {Packages(launch?.Kind)}, load its module, "
                    + $"or let {Variable} name the file.");
    }

    /// <summary>Which family a library says it is of; null where it is another one.</summary>
    public static MpiKind? KindOf(string version) =>
        version.Contains("Open MPI", StringComparison.Ordinal) ? MpiKind.OpenMpi
        : version.Contains("MPICH", StringComparison.Ordinal) || version.Contains("Intel(R) MPI", StringComparison.Ordinal)
            || version.Contains("MVAPICH", StringComparison.Ordinal) ? MpiKind.Mpich
        : null;

    private static string Packages(MpiKind? kind) => kind switch
    {
        MpiKind.OpenMpi => "Open MPI, to which the launcher belongs (Debian and Ubuntu: openmpi-bin; Fedora: openmpi)",
        MpiKind.Mpich => "MPICH, to which the launcher belongs (Debian and Ubuntu: mpich; Fedora: mpich)",
        _ => "Open MPI or MPICH (Debian and Ubuntu: openmpi-bin or mpich; Fedora: openmpi or mpich; "
            + "macOS with Homebrew: open-mpi or mpich)",
    };

    private static MpiBinding Bind(nint library, string name, MpiKind? launcher)
    {
        string version = Version(library, name);
        MpiKind kind = KindOf(version)
            ?? throw new MpiException($"{name} is neither Open MPI nor MPICH nor built on MPICH; it says it is: {version}");
        if (launcher is MpiKind started && started != kind)
        {
            throw new MpiException(
                $"The process was started by the launcher of {Name(started)}, but {name} is {Name(kind)} ({version}). "
                + "Use one and the same.");
        }

        return kind == MpiKind.OpenMpi ? OpenMpiHandles.Bind(library, version) : MpichHandles.Bind(library, version);

        static string Name(MpiKind kind) => kind == MpiKind.OpenMpi ? "Open MPI" : "MPICH";
    }

    /// <summary>The only call that may come before the start.</summary>
    private static string Version(nint library, string name)
    {
        if (!NativeLibrary.TryGetExport(library, "MPI_Get_library_version", out nint export))
        {
            throw new MpiException($"{name} is no library of MPI 3 or later: it has no MPI_Get_library_version.");
        }

        byte[] text = new byte[LongestVersion];
        int length;
        fixed (byte* start = text)
        {
            ((delegate* unmanaged<byte*, int*, int>)export)(start, &length);
        }

        // MPICH goes on for pages: the first line says what it is.
        string all = Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, text.Length)).TrimEnd('\0');
        return string.Join(' ', all.Split('\n')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// What the libraries read from the environment when they are loaded and started; whoever sets it otherwise is obeyed.
    /// </summary>
    private static void Configure()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // UCX, on which MPICH and others are built, takes over the signals of an access violation and ends the process; .NET makes a
        // NullReferenceException of them.
        SetVariable("UCX_ERROR_SIGNALS", "", overwrite: 0);

        // Open MPI sums in place by a tree to rank 0 and back, whatever the size: twice the bytes, once more for each doubling of the
        // ranks. Rabenseifner's algorithm gives each rank a part to sum up.
        SetVariable("OMPI_MCA_coll_libnbc_iallreduce_algorithm", "3", overwrite: 0);
    }

    /// <summary>For native code, which does not see what .NET sets.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
