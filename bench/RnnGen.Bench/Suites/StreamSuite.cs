using System;
using System.Collections.Generic;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Peers;

namespace RnnGen.Bench.Suites;

/// <summary>One step of one sequence at a time.</summary>
internal sealed class StreamSuite : ISuite
{
    /// <summary>Frames before the inputs begin again; a power of two.</summary>
    private const int Frames = 256;

    /// <inheritdoc/>
    public string Name => "stream";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        Measure(context, new StreamLstm8(new StepLstm8(seed: 1)), default(StepLstm8.State));
        Measure(context, new StreamGru16(new StepGru16(seed: 1)), default(StepGru16.State));
        if (context.Quick)
        {
            return;
        }

        Measure(context, new StreamLstm16(new StepLstm16(seed: 1)), default(StepLstm16.State));
        Measure(context, new StreamLstm32(new StepLstm32(seed: 1)), default(StepLstm32.State));
        Measure(context, new StreamLstm64(new StepLstm64(seed: 1)), default(StepLstm64.State));
        Measure(context, new StreamLstm128(new StepLstm128(seed: 1)), default(StepLstm128.State));
        Measure(context, new StreamLstm128Of28(new StepLstm128Of28(seed: 1)), default(StepLstm128Of28.State));
        Measure(context, new StreamGru8(new StepGru8(seed: 1)), default(StepGru8.State));
        Measure(context, new StreamGru32(new StepGru32(seed: 1)), default(StepGru32.State));
        Measure(context, new StreamGru64(new StepGru64(seed: 1)), default(StepGru64.State));
        Measure(context, new StreamGru128(new StepGru128(seed: 1)), default(StepGru128.State));
    }

    private void Measure<TStream, TState>(SuiteContext context, TStream stream, TState zero)
        where TStream : struct, IStream<TState>
        where TState : struct
    {
        IRnnModel model = stream.Model;
        TestWeights.FillBiases(model);
        Workload work = new(model.Description, batchSize: 1, steps: Frames);
        string name = $"step {work.Shape.Name}" + (work.Shape.Inputs == 1 ? "" : $" of {work.Shape.Inputs}");
        float[] inputs = work.Inputs, output = new float[work.Shape.Outputs];
        int size = work.Shape.Inputs, position = 0;
        TState state = zero;

        // The state lives on the stack while a sample lasts, as in a user's loop, and not in the closure.
        void Ours(int count)
        {
            TState current = state;
            int at = position;
            for (int i = 0; i < count; i++)
            {
                stream.Step(inputs.AsSpan(at * size, size), ref current, output);
                at = (at + 1) & (Frames - 1);
            }

            (state, position) = (current, at);
        }

        double flop = 2.0 * (model.Description.MultiplyAddsPerStep + model.Description.MultiplyAddsPerSequence);
        Duel duel = new(Name, name, threads: 1, Ours, flop);
        foreach (Peer peer in context.Peers)
        {
            foreach (int threads in PredictSuite.PeerThreads(batch: 1, context.Threads))
            {
                IPeerStream run = peer.Stream(work, threads);
                Agreement.Check(peer, model, run, () =>
                {
                    List<float> outputs = [];
                    (state, position) = (zero, 0);
                    for (int frame = 0; frame < Frames; frame++)
                    {
                        Ours(1);
                        outputs.AddRange(output);
                    }

                    Agreement.Outputs($"{peer.Name}, {name}", [.. outputs], run.Outputs());
                });
                duel.Add(peer, run);
            }
        }

        duel.Run(context);
    }
}
