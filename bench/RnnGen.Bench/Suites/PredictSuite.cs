using System.Collections.Generic;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;

namespace RnnGen.Bench.Suites;

/// <summary>Predictions of whole sequences.</summary>
internal sealed class PredictSuite : ISuite
{
    /// <summary>The name on the command line.</summary>
    public const string SuiteName = "predict";

    private static readonly int[] FewBatches = [32, 1];

    /// <summary>Rows of the cases.</summary>
    public static IReadOnlyList<int> Batches { get; } = [128, 32, 1];

    /// <inheritdoc/>
    public string Name => SuiteName;

    /// <summary>A single row may be too little to share among threads: there the peers may choose between one and two.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="threads">Threads for many rows.</param>
    public static IReadOnlyList<int> PeerThreads(int batch, int threads) => batch == 1 ? [1, 2] : [threads];

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (NetworkCase network in context.Quick ? NetworkCase.Few : NetworkCase.All)
        {
            foreach (int batch in context.Quick ? FewBatches : Batches)
            {
                if (!context.Wants(network.Name(batch)))
                {
                    continue;
                }

                if (batch == 1 && context.Threads > 1)
                {
                    Run(context, network, batch, threads: 1);
                }

                Run(context, network, batch, context.Threads);
            }
        }
    }

    private void Run(SuiteContext context, NetworkCase network, int batch, int threads)
    {
        IRnnModel model = network.Create();
        TestWeights.FillBiases(model);
        float[] outputs = new float[batch * model.Description.OutputSize];
        OurWork ours = OurWork.Prediction(model, batch, network.Steps, threads, outputs);
        Workload work = ours.Work;
        string name = network.Name(batch);
        Duel duel = new(Name, name, threads, ours.Run, ours.Flop);
        foreach (Peer peer in context.Peers)
        {
            foreach (int peerThreads in PeerThreads(batch, threads))
            {
                IPeerPrediction run = peer.Prediction(work, peerThreads);
                Agreement.Check(peer, model, run, () =>
                {
                    ours.Run(1);
                    Agreement.Outputs($"{peer.Name}, {name}", outputs, run.Outputs());
                });
                duel.Add(peer, run);
            }
        }

        duel.Run(context);
    }
}
