using System;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training.Distributed;

namespace RnnGen.Training;

/// <content>Measuring by several ranks.</content>
public sealed partial class ModelEvaluator
{
    /// <summary>
    /// The same by several ranks, each with its rows of every batch; with all of them on every rank where a metric has no sums that could
    /// be added up.
    /// </summary>
    internal long Evaluate(ISequenceSource source, EvaluatedLosses losses, FitRanks ranks)
    {
        if (_metrics.Any(metric => metric.SumCount is null))
        {
            return ranks.Agree(() => Evaluate(source, losses));
        }

        ranks.Agree(() => Begin(source, losses));
        long targets = 0;
        Exception? failure = null;
        while (ranks.Read(source, _batch))
        {
            Span<float> outputs = Outputs();
            ranks.ComputeLoss(_batch, _states, outputs);
            losses.Add();
            try
            {
                targets += failure is null ? Measure(outputs) : 0;
            }
            catch (Exception caught)
            {
                // The others go on until the end of the data.
                failure = caught;
            }
        }

        ranks.Group.Agree(failure);
        return AddUp(targets, losses, ranks);
    }

    /// <summary>Targets, losses and metrics of all ranks: sums of numbers that are the same for any share.</summary>
    private long AddUp(long targets, EvaluatedLosses losses, FitRanks ranks)
    {
        double[] sums = new double[1 + losses.Sums.Length + _metrics.Sum(metric => metric.SumCount!.Value)];
        sums[0] = targets;
        losses.Sums.CopyTo(sums.AsSpan(1));
        ForEach((metric, own) => metric.GetSums(own.Span));
        ranks.Group.Communicator.Sum(sums);
        sums.AsSpan(1, losses.Sums.Length).CopyTo(losses.Sums);
        ForEach((metric, all) => metric.SetSums(all.Span));
        return (long)sums[0];

        void ForEach(Action<Metric, Memory<double>> action)
        {
            int place = 1 + losses.Sums.Length;
            foreach (Metric metric in _metrics)
            {
                action(metric, sums.AsMemory(place, metric.SumCount!.Value));
                place += metric.SumCount.Value;
            }
        }
    }
}
