using System;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Audio;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>Scenes as the network learns from them.</summary>
internal static class SceneSet
{
    /// <summary>Makes scenes: log-mel frames, each with its label.</summary>
    /// <param name="maker">Makes the scenes.</param>
    /// <param name="part">What for.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">Threads to use; 0 for as many as the machine has. The scenes do not depend on it.</param>
    /// <param name="cancellation">Stops between two scenes.</param>
    public static SequenceArrays Create(SceneMaker maker, WordPart part, int count, int threads, CancellationToken cancellation)
    {
        int frames = LogMelFrames.FramesOf(SceneMaker.SceneSamples), size = frames * LogMelFrames.Bands;
        float[] inputs = new float[(long)count * size];
        int[] labels = new int[count * frames], lengths = new int[count];
        Array.Fill(lengths, frames);
        ParallelOptions parallel = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = threads > 0 ? threads : -1 };
        Parallel.For(0, count, parallel, index =>
        {
            Scene scene = maker.Scene(part, index);
            LogMelFrames.Of(scene.Samples).CopyTo(inputs.AsSpan(index * size));
            FrameLabels.Write(frames, scene.Words, labels.AsSpan(index * frames, frames));
        });
        SequenceShape shape = new()
        {
            Features = LogMelFrames.Bands,
            Steps = frames,
            Targets = TargetForm.Labels,
            TargetSize = KeywordClasses.Outputs,
            TargetsEveryStep = true,
            IgnoredLabel = KeywordClasses.Ignored,
        };
        return new SequenceArrays(shape, lengths, inputs, labels: labels);
    }
}
