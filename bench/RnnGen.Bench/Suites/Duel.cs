using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Peers;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>One case: this project's code against the peers.</summary>
/// <param name="suite">The suite.</param>
/// <param name="name">The case.</param>
/// <param name="threads">Threads of this project's code.</param>
/// <param name="ours">This project's code.</param>
/// <param name="flop">Operations of a call.</param>
internal sealed class Duel(string suite, string name, int threads, Action<int> ours, double flop)
{
    private readonly List<(Peer Peer, IPeerRun Run)> _opponents = [];

    /// <summary>Adds a checked run of a peer; where a peer has several, its best counts.</summary>
    /// <param name="peer">Whose it is.</param>
    /// <param name="run">The run; disposed after the duel.</param>
    public void Add(Peer peer, IPeerRun run) => _opponents.Add((peer, run));

    /// <summary>Measures and reports.</summary>
    /// <param name="context">Settings and results.</param>
    public void Run(SuiteContext context)
    {
        Contender[] contenders =
        [
            new("ours", ours), .. _opponents.Select(opponent => new Contender(opponent.Peer.Name, opponent.Run.Run, opponent.Run.Prepare)),
        ];
        RaceResult result = Race.Run(contenders, [threads], context.Settings);
        double milliseconds = result.Milliseconds[0], gigaflops = flop / milliseconds / 1e6;
        BenchRow row = new()
        {
            Suite = suite,
            Case = name,
            Threads = threads,
            OursMs = milliseconds,
            Gigaflops = gigaflops,
            PeakFraction = gigaflops / result.PeakGigaflops[0],
            AllocatedBytes = Allocations.PerCall(ours, milliseconds),
        };
        context.Observe(result.Waiting);
        IEnumerable<(Contender First, double Second)> peers = contenders.Zip(result.Milliseconds).Skip(1);
        foreach (IGrouping<string, double> peer in peers.GroupBy(pair => pair.First.Name, pair => pair.Second))
        {
            context.Add(row with { Peer = peer.Key, PeerMs = peer.Min() });
        }

        if (_opponents.Count == 0)
        {
            context.Add(row);
        }

        _opponents.ForEach(opponent => opponent.Run.Dispose());
    }
}
