using RnnGen.Numerics;
using RnnGen.Threading;

namespace RnnGen.Sample.Commands;

/// <summary>What every command says of itself.</summary>
internal static class RunText
{
    /// <summary>What results follow from, and what only their time depends on.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">Threads to use; 0 for as many as the machine has.</param>
    public static string Of(ulong seed, int threads = 0) =>
        $"seed {seed}; threads: {(threads > 0 ? threads : WorkerTeam.DefaultThreads)}, vectors: {SimdSupport.VectorBits} bits";
}
