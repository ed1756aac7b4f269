using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;

namespace RnnGen.Bench.Suites;

/// <summary>Training steps: forward, loss, backward, Adam, on a batch in memory.</summary>
internal sealed class TrainSuite : ISuite
{
    /// <summary>The name on the command line.</summary>
    public const string SuiteName = "train";

    /// <inheritdoc/>
    public string Name => SuiteName;

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (NetworkCase network in context.Quick ? NetworkCase.Few : NetworkCase.All)
        {
            if (context.Wants(network.Name(network.TrainingBatch)))
            {
                Run(context, network);
            }
        }
    }

    private void Run(SuiteContext context, NetworkCase network)
    {
        ITrainableModel model = network.Create();
        TestWeights.FillBiases(model);
        OurWork ours = OurWork.Training(model, network.TrainingBatch, network.Steps, context.Threads);
        Workload work = ours.Work;
        string name = network.Name(network.TrainingBatch);
        Duel duel = new(Name, name, context.Threads, ours.Run, ours.Flop);
        foreach (Peer peer in context.Peers)
        {
            if (peer.Training(work, context.Threads) is { } run)
            {
                Agreement.Check(peer, model, run, () => Agreement.Training($"{peer.Name}, {name}", model, work, run));
                duel.Add(peer, run);
            }
        }

        duel.Run(context);
    }
}
