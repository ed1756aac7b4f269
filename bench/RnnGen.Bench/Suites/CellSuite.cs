using System;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Reporting;
using RnnGen.Training;

namespace RnnGen.Bench.Suites;

/// <summary>Training steps of a minGRU, whose products read no state, beside a GRU of the same size, on one thread.</summary>
internal sealed class CellSuite : ISuite
{
    private const int Steps = 28, Inputs = 128, Classes = 10;

    private static readonly int[] Batches = [64, 16, 4];

    /// <inheritdoc/>
    public string Name => "cells";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (int batch in context.Quick ? Batches.AsSpan(0, 1) : Batches)
        {
            Run(context, "mingru128", batch, new CellMinGru(), new CellGru());
            Run(context, "mingru128-mingru128", batch, new CellTwoMinGru(), new CellTwoGru());
        }
    }

    private void Run(SuiteContext context, string name, int batch, ITrainableModel minimal, ITrainableModel gated)
    {
        string text = FormattableString.Invariant($"{name} T{Steps} B{batch}");
        if (!context.Wants(text))
        {
            return;
        }

        RaceResult result = Race.Run(
            [new("mingru", Training(minimal, batch)), new("gru", Training(gated, batch))], [1], context.Settings);
        context.Observe(result.Waiting);
        context.Add(new BenchRow
        {
            Suite = Name,
            Case = text,
            Threads = 1,
            OursMs = result.Milliseconds[0],
            Peer = "our gru",
            PeerMs = result.Milliseconds[1],
        });
    }

    private static Action<int> Training(ITrainableModel model, int batch)
    {
        float[] inputs = TestWeights.Inputs(batch * Steps * Inputs);
        int[] labels = TestWeights.Labels(batch, Classes);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        Adam adam = new(TrainingRate.Value);
        return count =>
        {
            for (int i = 0; i < count; i++)
            {
                trainer.Train(new SequenceBatch(inputs, batch, Steps), labels, adam);
            }
        };
    }
}
