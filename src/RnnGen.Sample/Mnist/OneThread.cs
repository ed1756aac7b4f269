using System;
using System.Diagnostics;
using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Measurement;
using RnnGen.Training;

namespace RnnGen.Sample.Mnist;

/// <summary>A training step on one thread beside what one thread can do at best.</summary>
/// <param name="StepMilliseconds">Time of the best training step: forward, loss, backward, Adam.</param>
/// <param name="StepGigaflops">Its GFLOP/s in the usual count.</param>
/// <param name="PeakGigaflops">GFLOP/s of bare multiply-adds, measured between the steps.</param>
/// <param name="ProcessorShare">Processor time of all steps over their time: less than 1 when other programs ran meanwhile.</param>
internal sealed record OneThread(double StepMilliseconds, double StepGigaflops, double PeakGigaflops, double ProcessorShare)
{
    private const int WarmUpSteps = 2, MostSteps = 7;

    /// <summary>Below this the step was held up enough to matter; not nearer to 1, for some systems count in units of 16 ms.</summary>
    private const double UndisturbedShare = 0.9;

    /// <summary>The step's share of the peak, in percent.</summary>
    public double Percent => 100 * StepGigaflops / PeakGigaflops;

    /// <summary>
    /// What keeps the two figures from being comparable, or empty. A step lasts longer than the time slice of a system, the
    /// measurement of the peak does not: on a busy machine the step waits for others, and the peak does not.
    /// </summary>
    public string Caution => ProcessorShare >= UndisturbedShare
        ? ""
        : $"(The machine was busy: these steps had a processor for {100 * ProcessorShare:0} % of their time. " +
          "The peak is too short to be held up; repeat on an idle machine.)";

    /// <summary>
    /// Measures on a copy, so that the trained model stays as it is. Steps and peak alternate, and the best of each counts: other
    /// programs and a falling clock then cannot favour one of the two.
    /// </summary>
    /// <param name="network">The network to copy into.</param>
    /// <param name="trained">The trained model.</param>
    /// <param name="options">Batch size; few iterations make a short measurement.</param>
    /// <param name="data">Where a batch comes from.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public static OneThread Measure(
        Network network, IRnnModel trained, MnistOptions options, LabeledSequences data, CancellationToken cancellation)
    {
        ITrainableModel copy = network.Create(options.Seed);
        copy.Parameters.CopyFrom(trained.Parameters);
        ISupervisedTrainer trainer = (ISupervisedTrainer)copy.CreateTrainer(threads: 1);
        Adam adam = new(options.LearningRate);
        SequenceBatch batch = data.Batch(0, options.BatchSize);
        int[] labels = data.Labels[..options.BatchSize].ToArray();
        double best = double.PositiveInfinity, peak = 0, total = 0;
        TimeSpan processor = TimeSpan.Zero;
        int steps = Math.Clamp(options.Iterations / 10, 1, MostSteps);
        for (int step = -WarmUpSteps; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            peak = Math.Max(peak, FmaPeak.Measure());
            TimeSpan processorStart = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            trainer.Train(batch, labels, adam);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (step >= 0)
            {
                processor += Environment.CpuUsage.TotalTime - processorStart;
                total += milliseconds;
                best = Math.Min(best, milliseconds);
            }
        }

        return new OneThread(best, Flop(copy.Description, batch) / best / 1e6, peak, processor.TotalMilliseconds / total);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Training step on one thread: {StepMilliseconds:0.0} ms, {StepGigaflops:0.0} GFLOP/s = {Percent:0.0} % " +
        $"of the measured FMA peak of one thread, {PeakGigaflops:0.0} GFLOP/s";

    /// <summary>The usual count: two operations a multiply-add of the matrix products, and twice as many backward as forward.</summary>
    private static double Flop(ModelDescription model, SequenceBatch batch) =>
        3 * 2.0 * batch.BatchSize * ((model.MultiplyAddsPerStep * batch.Steps) + model.MultiplyAddsPerSequence);
}
