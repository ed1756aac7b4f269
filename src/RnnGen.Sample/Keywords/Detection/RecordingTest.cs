using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Scenes;

namespace RnnGen.Sample.Keywords.Detection;

/// <summary>What a listener made of a long recording.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Classes">Values of a frame.</param>
/// <param name="Probabilities">The probabilities of every frame, [frames, classes].</param>
/// <param name="MedianSeconds">Time of a frame: features, step of the network, detection; the median.</param>
internal sealed record RecordingTest(Scene Recording, int Classes, float[] Probabilities, double MedianSeconds)
{
    /// <summary>Frames of the recording.</summary>
    public int Frames => Probabilities.Length / Classes;

    /// <summary>Hears a recording, 10 ms after 10 ms.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="listener">Who listens, at the beginning of a sound.</param>
    /// <param name="classes">Values of a frame.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    public static RecordingTest Of(Scene recording, KeywordListener listener, int classes, CancellationToken cancellation)
    {
        ReadOnlySpan<float> sound = recording.Samples;
        float[] probabilities = new float[LogMelFrames.FramesOf(sound.Length) * classes];
        long[] times = new long[LogMelFrames.FramesOf(sound.Length)];
        KeywordDetector detector = new(classes, new DetectionOptions());
        int frame = 0;
        for (int at = 0; at < sound.Length; at += LogMelFrames.Hop)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> arrived = sound[at..Math.Min(sound.Length, at + LogMelFrames.Hop)];
            long start = Stopwatch.GetTimestamp();
            while (frame < times.Length && listener.Next(ref arrived, probabilities.AsSpan(frame * classes, classes)))
            {
                detector.Next(probabilities.AsSpan(frame * classes, classes));
                times[frame++] = Stopwatch.GetTimestamp() - start;
            }
        }

        Array.Sort(times);
        return new RecordingTest(recording, classes, probabilities, (double)times[times.Length / 2] / Stopwatch.Frequency);
    }

    /// <summary>What is told with a threshold.</summary>
    /// <param name="options">Threshold and times.</param>
    public List<DetectedWord> Detect(DetectionOptions options)
    {
        KeywordDetector detector = new(Classes, options);
        List<DetectedWord> told = [];
        for (int frame = 0; frame < Frames; frame++)
        {
            if (detector.Next(Probabilities.AsSpan(frame * Classes, Classes)) is { } word)
            {
                told.Add(word);
            }
        }

        return told;
    }
}
