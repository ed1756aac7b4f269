using System;
using System.Diagnostics;
using System.Runtime;

namespace RnnGen.Bench.Measurement;

/// <summary>Runs a contender until the JIT has compiled its code for the last time.</summary>
internal static class WarmUp
{
    /// <summary>After 30 calls the JIT queues a method to be compiled again; 100 ms without another such call later it does so.</summary>
    private const int LeastCalls = 40;

    private const int QuietMilliseconds = 250;

    /// <summary>Warms up, and says how many calls make a sample and how long one takes.</summary>
    /// <param name="contender">The contender.</param>
    /// <param name="settings">How long to warm up at most, and how long a sample shall be.</param>
    public static (int Count, double Milliseconds) Settle(Contender contender, RaceSettings settings)
    {
        contender.Prepare?.Invoke();
        long begin = Stopwatch.GetTimestamp(), quiet = begin;
        long methods = JitInfo.GetCompiledMethodCount();
        long calls = 0;
        int count = 1;
        double fastest = double.PositiveInfinity;
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < settings.MostWarmUpMilliseconds
            && (calls < LeastCalls || Stopwatch.GetElapsedTime(quiet).TotalMilliseconds < QuietMilliseconds))
        {
            long start = Stopwatch.GetTimestamp();
            contender.Run(count);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / count;
            calls += count;
            fastest = Math.Min(fastest, milliseconds);
            count = (int)Math.Clamp(settings.SampleMilliseconds / fastest, 1, 10_000_000);
            if (JitInfo.GetCompiledMethodCount() != methods)
            {
                methods = JitInfo.GetCompiledMethodCount();
                quiet = Stopwatch.GetTimestamp();
            }
        }

        return ((int)Math.Ceiling(settings.SampleMilliseconds / fastest), fastest);
    }
}
