using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;

namespace RnnGen.Bench.Suites;

/// <summary>One step of every session of a server: many sequences, each with a state of its own.</summary>
internal sealed class SessionsSuite : ISuite
{
    /// <summary>The name on the command line.</summary>
    public const string SuiteName = "sessions";

    private static readonly Func<IRnnModel>[] Models =
    [
        static () => new StepLstm32(seed: 1), static () => new StepLstm128(seed: 1), static () => new SeedDynamic(seed: 1),
    ];

    private static readonly int[] FewSessions = [1, 100], AllSessions = [1, 10, 100, 1_000, 10_000];

    /// <inheritdoc/>
    public string Name => SuiteName;

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        foreach (Func<IRnnModel> create in context.Quick ? Models[..1] : Models)
        {
            foreach (int sessions in context.Quick ? FewSessions : AllSessions)
            {
                SessionsRun ours = new(create(), sessions);
                string name = $"{ours.Work.Shape.Name} N{sessions}";
                foreach (int threads in sessions == 1 ? [1] : new[] { 1, context.Threads }.Distinct())
                {
                    if (context.Wants(name))
                    {
                        Measure(context, name, ours, threads);
                    }
                }
            }
        }
    }

    private void Measure(SuiteContext context, string name, SessionsRun ours, int threads)
    {
        ours.Model.Threads = threads;
        TestWeights.FillBiases(ours.Model);
        ModelDescription model = ours.Model.Description;
        double flop = 2.0 * ours.Work.BatchSize * (model.MultiplyAddsPerStep + model.MultiplyAddsPerSequence);
        Duel duel = new(Name, name, threads, ours.Run, flop);
        foreach (Peer peer in context.Peers)
        {
            foreach (int peerThreads in PredictSuite.PeerThreads(ours.Work.BatchSize, threads))
            {
                if (peer.Sessions(ours.Work, peerThreads) is IPeerStream run)
                {
                    Agreement.Check(
                        peer, ours.Model, run, () => Agreement.Outputs($"{peer.Name}, {name}", ours.OutputsFromTheStart(), run.Outputs()));
                    duel.Add(peer, run);
                }
            }
        }

        duel.Run(context);
    }
}

/// <summary>The sessions of one model.</summary>
/// <param name="model">The model.</param>
/// <param name="sessions">How many there are; all of them step.</param>
internal sealed class SessionsRun(IRnnModel model, int sessions)
{
    // Before the inputs begin again; a power of two.
    private const int Frames = 4;

    private readonly float[] _states = new float[sessions * model.Description.StateSize];
    private readonly float[] _outputs = new float[sessions * model.Description.OutputSize];
    private int _frame;

    /// <summary>The model.</summary>
    public IRnnModel Model => model;

    /// <summary>The inputs of some steps, [steps, sessions, input] in its time-major layout.</summary>
    public Workload Work { get; } = new(model.Description, sessions, Frames);

    /// <summary>Makes so many steps of all sessions.</summary>
    public void Run(int count)
    {
        int size = sessions * model.Description.InputSize;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> frame = Work.TimeMajorInputs.AsSpan(_frame * size, size);
            model.StepBatch(new SequenceBatch(frame, sessions, 1), _states, default, _outputs);
            _frame = (_frame + 1) & (Frames - 1);
        }
    }

    /// <summary>The outputs of the steps of one round from the zero state, [steps, sessions, outputs].</summary>
    public float[] OutputsFromTheStart()
    {
        List<float> outputs = [];
        _frame = 0;
        Array.Clear(_states);
        for (int frame = 0; frame < Frames; frame++)
        {
            Run(1);
            outputs.AddRange(_outputs);
        }

        return [.. outputs];
    }
}
