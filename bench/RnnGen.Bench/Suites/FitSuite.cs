using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;
using RnnGen.Bench.Reporting;
using RnnGen.Data;
using RnnGen.Training;

namespace RnnGen.Bench.Suites;

/// <summary>
/// What <c>Fit</c> costs over the bare training step, whose batch is in memory, and an epoch of the sample's <c>chars</c> beside a peer's.
/// </summary>
internal sealed class FitSuite : ISuite
{
    private const string Bare = "bare step";
    private const int AgreedSteps = 5, AllocationRounds = 5, AllocationSteps = 10, SampleFactor = 20;
    private const int Rounds = 201, LongStepRounds = 41;
    private const double LongStepMilliseconds = 60;
    private const double Tolerance = 2e-3;

    /// <inheritdoc/>
    public string Name => "fit";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (NetworkCase network in context.Quick ? NetworkCase.Few : NetworkCase.All)
        {
            ITrainableModel model = network.Create();
            Workload work = new(model.Description, network.TrainingBatch, network.Steps);
            SequenceShape shape = new()
            {
                Features = model.Description.InputSize,
                Steps = network.Steps,
                Targets = TargetForm.Labels,
                TargetSize = model.Description.OutputSize,
            };
            int[] lengths = new int[work.BatchSize];
            Array.Fill(lengths, network.Steps);
            BatchSource source = new(
                new SequenceArrays(shape, lengths, work.Inputs, labels: work.Labels), new BatchOptions { BatchSize = work.BatchSize });
            Overhead(
                context, $"{work.Name} {network.Mode}", (ISupervisedTrainer)model.CreateTrainer(context.Threads), source,
                () => new FitOptions { Optimizer = new Adam(TrainingRate.Value) }, work.TrainingFlop);
        }

        TextWork text = new();
        string characters = $"chars: lstm128-lstm128 T{Sample.Chars.CharacterNetwork.Window} B{TextWork.BatchSize}";
        ISupervisedTrainer trainer = (ISupervisedTrainer)((ITrainableModel)TextWork.Network()).CreateTrainer(context.Threads);
        double flop = Operations.Training(trainer.Model.Description, TextWork.BatchSize, Sample.Chars.CharacterNetwork.Window);
        Overhead(context, characters, trainer, text.Source, TextWork.Options, flop);
        Epoch(context, text, characters, flop);
    }

    private void Overhead(
        SuiteContext context, string name, ISupervisedTrainer trainer, ISequenceSource source, Func<FitOptions> options, double flop)
    {
        // One optimizer for both: where its moments lie in memory is worth more than the difference that is measured.
        FitOptions shared = options();
        TrainingBatch batch = new();
        source.Position = default;
        source.Read(batch);
        float[] states = new float[source.Shape.Continues ? batch.Rows * trainer.Model.Description.StateSize : 0];
        Action<int> bare = count =>
        {
            for (int i = 0; i < count; i++)
            {
                trainer.Train(batch.Sequences, batch.HeadTargets, shared.Optimizer, states, states, shared.Clipping);
            }
        };
        (int count, double milliseconds) = WarmUp.Settle(new Contender(Bare, bare), context.Settings);
        int rounds = context.Quick ? context.Settings.Samples : milliseconds > LongStepMilliseconds ? LongStepRounds : Rounds;
        FitTurns turns = new(bare, count, rounds, context.Threads);
        trainer.Fit(new EndlessSource(source) { Batches = int.MaxValue }, null, shared with { Callbacks = [turns] });
        RaceResult result = turns.Result;
        context.Observe(result.Waiting);
        double gigaflops = flop / result.Milliseconds[0] / 1e6;
        context.Add(new BenchRow
        {
            Suite = Name,
            Case = name,
            Threads = context.Threads,
            OursMs = result.Milliseconds[0],
            Peer = Bare,
            PeerMs = result.Milliseconds[1],
            Gigaflops = gigaflops,
            PeakFraction = gigaflops / result.PeakGigaflops[0],
            AllocatedBytes = Allocated(trainer, source, options()),
        });
    }

    /// <summary>Times slices of an epoch, since a whole one takes many seconds: the time of a step, times its steps.</summary>
    private void Epoch(SuiteContext context, TextWork text, string name, double flop)
    {
        List<(Peer Peer, IPeerReader Run)> peers = [];
        foreach (Peer peer in context.Peers)
        {
            if (peer.Reader(text, context.Threads) is { } reader)
            {
                Check(peer, reader, text);
                peers.Add((peer, reader));
            }
        }

        if (peers.Count == 0)
        {
            return;
        }

        ISupervisedTrainer trainer = (ISupervisedTrainer)((ITrainableModel)TextWork.Network()).CreateTrainer(context.Threads);
        Action<int> fit = Fitting(trainer, text.Source, TextWork.Options());
        RaceResult result = Race.Run(
            [new("ours", fit), .. peers.Select(peer => new Contender(peer.Peer.Name, peer.Run.Run, peer.Run.Prepare))], [context.Threads],
            Long(context.Settings));
        context.Observe(result.Waiting);
        double gigaflops = flop / result.Milliseconds[0] / 1e6;
        for (int i = 0; i < peers.Count; i++)
        {
            context.Add(new BenchRow
            {
                Suite = Name,
                Case = $"{name}, epoch of {text.Source.Batches} steps",
                Threads = context.Threads,
                OursMs = result.Milliseconds[0] * text.Source.Batches,
                Peer = peers[i].Peer.Name,
                PeerMs = result.Milliseconds[i + 1] * text.Source.Batches,
                Gigaflops = gigaflops,
                PeakFraction = gigaflops / result.PeakGigaflops[0],
            });
            peers[i].Run.Dispose();
        }
    }

    /// <summary>Long enough that the steps count and the beginning of Fit does not.</summary>
    private static RaceSettings Long(RaceSettings settings) =>
        settings with { SampleMilliseconds = SampleFactor * settings.SampleMilliseconds };

    /// <summary>Bytes that the later steps of a training take, each, on all threads.</summary>
    private static long Allocated(ISupervisedTrainer trainer, ISequenceSource source, FitOptions options)
    {
        long least = long.MaxValue;
        for (int round = 0; round < AllocationRounds; round++)
        {
            AllocationCallback callback = new();
            trainer.Fit(new EndlessSource(source) { Batches = AllocationSteps }, null, options with { Callbacks = [callback] });
            least = Math.Min(least, callback.Bytes);
        }

        return (least + AllocationSteps - 1) / AllocationSteps;
    }

    private sealed class AllocationCallback : FitCallback
    {
        private long _first;

        public long Bytes { get; private set; }

        public override void OnStep(FitContext fit)
        {
            long now = GC.GetTotalAllocatedBytes(precise: true);
            _first = fit.Step.Step == 0 ? now : _first;
            Bytes = now - _first;
        }
    }

    private static Action<int> Fitting(ISupervisedTrainer trainer, ISequenceSource source, FitOptions options)
    {
        EndlessSource endless = new(source);
        return count =>
        {
            endless.Batches = count;
            trainer.Fit(endless, null, options);
        };
    }

    /// <summary>The losses of the first steps from equal weights: of gradients, clipping, updates and carried states.</summary>
    private static void Check(Peer peer, IPeerReader reader, TextWork text)
    {
        ITrainableModel model = TextWork.Network();
        reader.Load(model.Parameters.Values);
        reader.Prepare();
        text.Source.Position = default;
        double[] theirs = [.. Enumerable.Range(0, AgreedSteps).Select(_ => (double)reader.Step())];
        text.Source.Position = default;
        TrainingHistory history = ((ISupervisedTrainer)model.CreateTrainer(1)).Fit(
            new EndlessSource(text.Source) { Batches = AgreedSteps }, null, TextWork.Options());
        double[] ours = [.. history.Steps.Select(step => step.Loss)];
        if (ours.Zip(theirs).Any(pair => !(Math.Abs(pair.First - pair.Second) <= Tolerance)) || ours[0] - ours[^1] < 10 * Tolerance)
        {
            throw new DisagreementException($"{peer.Name}, chars: losses {string.Join(", ", theirs)}; ours {string.Join(", ", ours)}.");
        }
    }
}
