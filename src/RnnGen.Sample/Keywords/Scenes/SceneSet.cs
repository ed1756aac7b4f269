using System;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>Scenes as the network learns from them.</summary>
internal static class SceneSet
{
    /// <summary>Makes scenes: log-mel frames, each with its label.</summary>
    /// <param name="maker">Makes the scenes.</param>
    /// <param name="part">What for.</param>
    /// <param name="count">How many.</param>
    /// <param name="parallel">Threads to use; the scenes do not depend on them.</param>
    /// <param name="onProgress">Called with how many are done.</param>
    public static SequenceArrays Create(SceneMaker maker, WordPart part, int count, ParallelOptions parallel, Action<int> onProgress)
    {
        int frames = LogMelFrames.FramesOf(SceneMaker.SceneSamples), size = frames * LogMelFrames.Bands;
        float[] inputs = new float[(long)count * size];
        int[] labels = new int[count * frames], lengths = new int[count];
        Array.Fill(lengths, frames);
        int done = 0;
        Parallel.For(0, count, parallel, index =>
        {
            Scene scene = maker.Scene(part, index);
            LogMelFrames.Of(scene.Samples).CopyTo(inputs.AsSpan(index * size));
            FrameLabels.Write(frames, scene.Words, labels.AsSpan(index * frames, frames));
            onProgress(Interlocked.Increment(ref done));
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
