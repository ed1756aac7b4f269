using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace RnnGen.Bench.Clusters;

/// <summary>
/// How long a training step takes on several machines, each with its rows of the batch. A step ends when the slowest machine has computed
/// and the gradients of all have travelled; they travel one message after the other, each from when it is ready, beside the computing.
/// </summary>
internal sealed record ClusterModel
{
    /// <summary>Measured times of a step of one machine alone, in seconds: what the slowest of several is drawn from.</summary>
    public required IReadOnlyList<double> Steps { get; init; }

    /// <summary>Messages of a step, in the order in which they are ready.</summary>
    public required IReadOnlyList<GradientMessage> Messages { get; init; }

    /// <summary>Sums of a few numbers that a step waits for, with nothing to compute meanwhile.</summary>
    public required int SmallSums { get; init; }

    /// <summary>
    /// When a step needs what the targets of all machines count, a few numbers that are summed from its beginning on: as a share of the
    /// step.
    /// </summary>
    public required double CountsNeeded { get; init; }

    /// <summary>Bytes of a step's gradients.</summary>
    public long Bytes => Messages.Sum(message => message.Bytes);

    /// <summary>The mean time of a step on one machine.</summary>
    public double Alone => Steps.Average();

    /// <summary>
    /// Seconds of a sum over machines by Rabenseifner's algorithm: log₂n exchanges of halves, quarters and so on, until each machine has
    /// its part of the sum, and as many back. Machines beyond a power of two hand all of theirs to others first, and get the sum last.
    /// </summary>
    public static double SumSeconds(long bytes, int machines, NetworkLink link) =>
        LatencySeconds(machines, link) + TransferSeconds(bytes, machines, link);

    /// <summary>
    /// The mean time of the slowest of several machines, each of whose times is one of those that were measured, independently: the i-th
    /// smallest of m is the largest of n draws with probability (i/m)ⁿ - ((i-1)/m)ⁿ.
    /// </summary>
    public double Slowest(int machines)
    {
        double[] sorted = [.. Steps.Order()];
        double sum = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double upTo = Math.Pow((i + 1.0) / sorted.Length, machines), before = Math.Pow((double)i / sorted.Length, machines);
            sum += sorted[i] * (upTo - before);
        }

        return sum;
    }

    /// <summary>The mean time of a step.</summary>
    public double StepSeconds(int machines, NetworkLink link)
    {
        double computed = Slowest(machines);
        if (machines == 1)
        {
            return computed;
        }

        double latency = LatencySeconds(machines, link), carried = 0;
        foreach (GradientMessage message in Messages)
        {
            carried = Math.Max(carried, message.Ready * computed) + TransferSeconds(message.Bytes, machines, link);
        }

        // The last message's exchanges wait for each other; those of the messages before it have done so beside the transfers.
        double counts = Math.Max(0, latency - (CountsNeeded * computed));
        return counts + Math.Max(computed, carried + latency) + (SmallSums * latency);
    }

    /// <summary>What each machine does in a step's time, as a share of what it would do alone.</summary>
    public double Efficiency(int machines, NetworkLink link) => Alone / StepSeconds(machines, link);

    /// <summary>How many times as fast a batch is learned from that one machine had alone, shared out among several.</summary>
    /// <remarks>Computing is taken to shrink with the rows; it does so less when few are left.</remarks>
    public double Speedup(int machines, NetworkLink link) =>
        Alone / (this with { Steps = [.. Steps.Select(step => step / machines)] }).StepSeconds(machines, link);

    /// <summary>
    /// The largest power of two of machines of which each still does a share of what it would do alone; 1 where none does.
    /// </summary>
    public int LargestWith(double efficiency, NetworkLink link, int most = 1 << 14)
    {
        int machines = 1;
        while (2 * machines <= most && Efficiency(2 * machines, link) >= efficiency)
        {
            machines *= 2;
        }

        return machines;
    }

    /// <summary>The power of two of machines that learn fastest from a batch which one would have alone.</summary>
    public int FastestOfOneBatch(NetworkLink link, int most = 1 << 14)
    {
        int machines = 1;
        while (2 * machines <= most && Speedup(2 * machines, link) > Speedup(machines, link))
        {
            machines *= 2;
        }

        return machines;
    }

    private static double LatencySeconds(int machines, NetworkLink link) =>
        (2 * BitOperations.Log2((uint)machines) + (BitOperations.IsPow2(machines) ? 0 : 2)) * link.Latency;

    private static double TransferSeconds(long bytes, int machines, NetworkLink link)
    {
        int power = 1 << BitOperations.Log2((uint)machines);
        double times = (2.0 * (power - 1) / power) + (power == machines ? 0 : 2);
        return times * bytes / link.BytesPerSecond;
    }
}
