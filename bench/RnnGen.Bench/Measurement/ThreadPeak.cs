using System.Linq;
using RnnGen.Sample.Measurement;
using RnnGen.Threading;

namespace RnnGen.Bench.Measurement;

/// <summary>What some threads of this machine can compute at best, all at the same time.</summary>
internal static class ThreadPeak
{
    /// <summary>GFLOP/s of bare multiply-adds; on two threads of one core it is that of one.</summary>
    /// <param name="threads">How many threads.</param>
    public static double Measure(int threads)
    {
        Loops loops = new(threads);
        WorkerTeam.Run(loops, 0, threads);
        return loops.Gigaflops;
    }

    private sealed class Loops(int threads) : IPartitionedWork
    {
        private readonly double[] _gigaflops = new double[threads];

        public double Gigaflops => _gigaflops.Sum();

        public void Run(int phase, int part, int parts) => _gigaflops[part] = FmaPeak.Measure();
    }
}
