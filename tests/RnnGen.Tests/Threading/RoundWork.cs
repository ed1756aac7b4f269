using System;
using System.Linq;
using System.Numerics;
using System.Threading;
using RnnGen.Generated;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Threading;

/// <summary>
/// Rounds that each read all that the round before has written, as the steps of a layer do: a share that is done twice, left out, or
/// begun before the last round is over, changes the result.
/// </summary>
internal sealed class RoundWork(int rounds, int units, int tile) : ITeamWork
{
    private readonly uint[][] _values = [Numbers(units), new uint[units]];
    private int _members;

    /// <summary>Runs before a member's first round.</summary>
    public Action<Member>? Begin { get; init; }

    /// <summary>Runs in each share, before its work.</summary>
    public Action<Member>? InShare { get; init; }

    /// <summary>Runs between rounds.</summary>
    public Action<Member>? BetweenRounds { get; init; }

    /// <summary>Threads that came.</summary>
    public int Members => Volatile.Read(ref _members);

    public void Run(ref TeamMember member)
    {
        Member self = new(Interlocked.Increment(ref _members));
        Begin?.Invoke(self);
        for (int round = 0; round < rounds; round++)
        {
            self.Round = round;
            uint[] before = _values[round & 1], after = _values[(round + 1) & 1];
            while (member.Take(units, tile, out nint first, out nint end))
            {
                InShare?.Invoke(self);
                self.Takes++;
                for (int unit = (int)first; unit < Math.Min(units, (int)end); unit++)
                {
                    after[unit] = Next(before, after[unit], unit);
                }
            }

            BetweenRounds?.Invoke(self);
        }
    }

    /// <summary>Holds the result against that of one thread.</summary>
    public void IsRight()
    {
        uint[][] expected = [Numbers(units), new uint[units]];
        for (int round = 0; round < rounds; round++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                uint[] after = expected[(round + 1) & 1];
                after[unit] = Next(expected[round & 1], after[unit], unit);
            }
        }

        Assert.Equal(expected[rounds & 1], _values[rounds & 1]);
    }

    private static uint[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => (uint)number * 2654435761)];

    // Of everything before, and of what stands there: doing it twice is seen.
    private static uint Next(uint[] before, uint own, int unit)
    {
        uint sum = own + (uint)unit;
        foreach (uint value in before)
        {
            sum = BitOperations.RotateLeft(sum, 5) ^ value;
        }

        return sum;
    }

    /// <summary>One of the threads.</summary>
    /// <param name="order">1 for the first that came.</param>
    internal sealed class Member(int order)
    {
        private readonly Thread _thread = Thread.CurrentThread;

        public int Order => order;

        public int Round { get; set; }

        public int Takes { get; set; }

        public bool IsWorker => _thread.Name?.StartsWith("RnnGen worker", StringComparison.Ordinal) == true;
    }
}
