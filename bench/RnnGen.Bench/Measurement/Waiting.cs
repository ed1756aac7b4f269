using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RnnGen.Bench.Measurement;

/// <summary>How long threads of this process were ready to run while others had the processors. Linux says; elsewhere it is 0.</summary>
internal static class Waiting
{
    private const string Tasks = "/proc/self/task";

    /// <summary>Milliseconds that all threads together have waited since they began.</summary>
    public static double Milliseconds()
    {
        if (!Directory.Exists(Tasks))
        {
            return 0;
        }

        double nanoseconds = 0;
        foreach (string task in Directory.EnumerateDirectories(Tasks))
        {
            try
            {
                // Time on a processor, time spent waiting for one, number of time slices.
                string[] fields = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ');
                nanoseconds += double.Parse(fields[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // The thread has ended, or the kernel does not count.
            }
        }

        return nanoseconds / 1e6;
    }

    /// <summary>Runs something and says how long it took and which share of that time threads waited.</summary>
    /// <param name="work">What to run.</param>
    public static (double Milliseconds, double Share) Time(Action work)
    {
        double before = Milliseconds();
        long start = Stopwatch.GetTimestamp();
        work();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (milliseconds, Math.Clamp((Milliseconds() - before) / milliseconds, 0, 1));
    }
}
