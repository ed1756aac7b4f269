using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Reporting;
using RnnGen.Generated;
using RnnGen.Training;

namespace RnnGen.Bench.Suites.Profiling;

/// <summary>
/// Where a training step spends its time: each phase beside what its matrix products alone would take, so that the distance to the peak
/// is explained.
/// </summary>
internal sealed class ProfileSuite : ISuite
{
    private const int Steps = 120, FewSteps = 10, StepsPerPeak = 8;

    /// <inheritdoc/>
    public string Name => "profile";

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
        Workload work = new(model.Description, network.TrainingBatch, network.Steps);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(context.Threads);
        PhaseClock clock = new(new Adam(TrainingRate.Value));
        IReadOnlyList<PhaseWork> phases = PhaseWork.Of(work);
        List<double> totals = [], peaks = [], products = [];
        Dictionary<int, List<double>> times = phases.ToDictionary(phase => phase.Number, _ => new List<double>());
        ProductRate rate = new();
        WarmUp.Settle(new Contender(work.Name, _ => trainer.Train(work.Batch, work.Labels, clock)), context.Settings);
        TrainingWorkspace.Observer = clock;
        for (int step = 0; step < (context.Quick ? FewSteps : Steps); step++)
        {
            if (step % StepsPerPeak == 0)
            {
                peaks.Add(ThreadPeak.Measure(context.Threads));
                products.Add(rate.Measure() * context.Threads);
                trainer.Train(work.Batch, work.Labels, clock);
            }

            long start = Stopwatch.GetTimestamp();
            trainer.Train(work.Batch, work.Labels, clock);
            totals.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            foreach ((int phase, double milliseconds) in clock.Milliseconds)
            {
                times[phase].Add(milliseconds);
            }
        }

        TrainingWorkspace.Observer = null;
        Report(context, network, work, phases, times, Quartiles.Lower(totals), Quartiles.Upper(peaks), Quartiles.Upper(products));
    }

    private void Report(
        SuiteContext context, NetworkCase network, Workload work, IReadOnlyList<PhaseWork> phases,
        Dictionary<int, List<double>> times, double total, double peak, double product)
    {
        string name = network.Name(network.TrainingBatch);
        context.Output.WriteLine($"{name}: a product in the caches runs at {product / peak:0%} of the peak.");
        double rest = total;
        foreach (PhaseWork phase in phases)
        {
            double milliseconds = Quartiles.Lower(times[phase.Number]);
            rest -= milliseconds;
            context.Add(Row($"{name}: {phase.Name}", milliseconds, phase.Flop));
        }

        // What lies between the phases: the copy of the batch, checks, and what the lower quartiles do not add up to.
        context.Add(Row($"{name}: copies and checks", Math.Max(0, rest), 0));
        context.Add(Row($"{name}: all", total, work.TrainingFlop));

        BenchRow Row(string part, double milliseconds, double flop)
        {
            double gigaflops = flop / milliseconds / 1e6;
            return new BenchRow
            {
                Suite = Name,
                Case = part,
                Threads = context.Threads,
                OursMs = milliseconds,
                Share = milliseconds / total,
                Gigaflops = flop > 0 ? gigaflops : null,
                PeakFraction = flop > 0 ? gigaflops / peak : null,
                AroundMs = milliseconds - (flop / product / 1e6),
            };
        }
    }
}
