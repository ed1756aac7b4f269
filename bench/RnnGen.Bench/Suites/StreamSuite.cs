using System.Collections.Generic;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;

namespace RnnGen.Bench.Suites;

/// <summary>One step of one sequence at a time.</summary>
internal sealed class StreamSuite : ISuite
{
    /// <summary>The name on the command line.</summary>
    public const string SuiteName = "stream";

    /// <summary>Frames before the inputs begin again; a power of two.</summary>
    public const int Frames = 256;

    /// <inheritdoc/>
    public string Name => SuiteName;

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (StreamCase one in context.Quick ? StreamCase.Few : StreamCase.All)
        {
            if (context.Wants(one.Name))
            {
                Measure(context, one);
            }
        }
    }

    private void Measure(SuiteContext context, StreamCase one)
    {
        (string name, IStreamRun ours) = (one.Name, one.Create());
        IRnnModel model = ours.Model;
        TestWeights.FillBiases(model);
        double flop = 2.0 * (model.Description.MultiplyAddsPerStep + model.Description.MultiplyAddsPerSequence);
        Duel duel = new(Name, name, threads: 1, ours.Run, flop);
        foreach (Peer peer in one.HasPeers ? context.Peers : [])
        {
            foreach (int threads in PredictSuite.PeerThreads(batch: 1, context.Threads))
            {
                IPeerStream run = peer.Stream(ours.Work, threads);
                Agreement.Check(peer, model, run, () =>
                {
                    List<float> outputs = [];
                    ours.Restart();
                    for (int frame = 0; frame < Frames; frame++)
                    {
                        ours.Run(1);
                        outputs.AddRange(ours.Output);
                    }

                    Agreement.Outputs($"{peer.Name}, {name}", [.. outputs], run.Outputs());
                });
                duel.Add(peer, run);
            }
        }

        duel.Run(context);
    }
}
