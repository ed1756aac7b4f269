using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Bench.Peers;
using RnnGen.Bench.Peers.Onnx;
using RnnGen.Interchange;
using RnnGen.Interchange.Tests.Dtln;
using RnnGen.Sample.Networks;

namespace RnnGen.Bench.Suites;

/// <summary>A frame of both networks of DTLN with their makers' weights, states carried, on one thread.</summary>
internal sealed class DtlnSuite : ISuite
{
    /// <summary>The name on the command line.</summary>
    public const string SuiteName = "dtln";

    /// <summary>Files of both networks.</summary>
    public const string MaskFile = "model_1.onnx", FramesFile = "model_2.onnx";

    /// <inheritdoc/>
    public string Name => SuiteName;

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        if (context.ModelFolder is not string folder)
        {
            context.Output.WriteLine($"{Name} is left out: it needs --models, a folder with {MaskFile} and {FramesFile}.");
            return;
        }

        Half mask = Half.Of(
            Path.Combine(folder, MaskFile), new DtlnMask(), default(DtlnMask.State), DtlnSignal.Magnitudes(DtlnMask.InputSize),
            static (DtlnMask model, ReadOnlySpan<float> input, ref DtlnMask.State state, Span<float> output) =>
                model.Step(input, ref state, output));
        Half frames = Half.Of(
            Path.Combine(folder, FramesFile), new DtlnFrames(), default(DtlnFrames.State), DtlnSignal.Samples(DtlnFrames.InputSize),
            static (DtlnFrames model, ReadOnlySpan<float> input, ref DtlnFrames.State state, Span<float> output) =>
                model.Step(input, ref state, output));
        foreach ((string name, Half[] halves) in new[] { ("mask", [mask]), ("frames", [frames]), ("both", new[] { mask, frames }) })
        {
            if (context.Wants(name))
            {
                Measure(context, name, halves);
            }
        }
    }

    private void Measure(SuiteContext context, string name, Half[] halves)
    {
        Duel duel = new(
            Name, name, threads: 1, count => InTurns(count, [.. halves.Select(half => half.Run)]),
            halves.Sum(half => 2.0 * half.MultiplyAdds));
        if (context.Peers.FirstOrDefault(peer => peer is OnnxPeer) is Peer peer)
        {
            OnnxFileStream[] theirs = [.. halves.Select(half => new OnnxFileStream(half.File, half.Frames))];
            foreach ((Half half, OnnxFileStream stream) in halves.Zip(theirs))
            {
                Agreement.Outputs($"{peer.Name}, {Path.GetFileName(half.File)}", half.Outputs(), stream.Outputs());
            }

            duel.Add(peer, new Both(theirs));
        }

        duel.Run(context);
    }

    /// <summary>Frame by frame, as a stream of sound runs them.</summary>
    private static void InTurns(int count, Action<int>[] runs)
    {
        for (int i = 0; i < count; i++)
        {
            foreach (Action<int> run in runs)
            {
                run(1);
            }
        }
    }

    private delegate void Step<TModel, TState>(TModel model, ReadOnlySpan<float> input, ref TState state, Span<float> output);

    /// <summary>A network, its frames, and its steps through them.</summary>
    private sealed record Half(string File, float[] Frames, long MultiplyAdds, Action<int> Run, Func<float[]> Outputs)
    {
        public static Half Of<TModel, TState>(string file, TModel model, TState zero, float[] frames, Step<TModel, TState> step)
            where TModel : IRnnModel
            where TState : struct
        {
            NetworkWeights.CopyTo(OnnxReader.Read(file).Network, model.Parameters);
            ModelDescription description = model.Description;
            int width = description.InputSize, count = frames.Length / width, next = 0;
            float[] output = new float[description.OutputSize];
            TState state = zero;
            return new Half(file, frames, description.MultiplyAddsPerStep, Run, Outputs);

            void Run(int steps)
            {
                for (int i = 0; i < steps; i++)
                {
                    step(model, frames.AsSpan(next * width, width), ref state, output);
                    next = next + 1 == count ? 0 : next + 1;
                }
            }

            float[] Outputs()
            {
                (state, next) = (zero, 0);
                List<float> outputs = [];
                for (int frame = 0; frame < count; frame++)
                {
                    Run(1);
                    outputs.AddRange(output);
                }

                return [.. outputs];
            }
        }
    }

    /// <summary>Runs of a peer, one after the other.</summary>
    private sealed class Both(OnnxFileStream[] runs) : IPeerRun
    {
        public void Load(ReadOnlySpan<float> values) => runs[0].Load(values);

        public void Prepare()
        {
        }

        public void Run(int count) => InTurns(count, [.. runs.Select(run => (Action<int>)run.Run)]);

        public void Dispose() => Array.ForEach(runs, run => run.Dispose());
    }
}
