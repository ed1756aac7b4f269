using System;
using System.Runtime.InteropServices;

namespace RnnGen.Mpi.Native;

/// <summary>Which processors a process may run on: launchers bind ranks to some of them.</summary>
internal static unsafe partial class ProcessorSet
{
    /// <summary>Of glibc's cpu_set_t: 1024 processors.</summary>
    private const int Bytes = 128;

    /// <summary>The set of this process, a bit for each processor; all of them where the system does not say.</summary>
    public static byte[] OfThisProcess()
    {
        byte[] set = new byte[Bytes];
        fixed (byte* start = set)
        {
            if (!OperatingSystem.IsLinux() || GetAffinity(0, Bytes, start) < 0)
            {
                set.AsSpan().Fill(byte.MaxValue);
            }
        }

        return set;
    }

    /// <summary>How many of some sets have a processor of one of them.</summary>
    /// <param name="own">That one.</param>
    /// <param name="all">The sets, one behind the other.</param>
    public static int CountShared(ReadOnlySpan<byte> own, ReadOnlySpan<byte> all)
    {
        int count = 0;
        for (; !all.IsEmpty; all = all[own.Length..])
        {
            bool isShared = false;
            for (int i = 0; i < own.Length; i++)
            {
                isShared |= (own[i] & all[i]) != 0;
            }

            count += isShared ? 1 : 0;
        }

        return count;
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int process, nuint bytes, byte* set);
}
