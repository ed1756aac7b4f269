using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Detection;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Keywords.Scenes;
using Xunit;

namespace RnnGen.Tests.Sample;

/// <summary>What becomes of probabilities that are made up: silence, unknown, and two commands.</summary>
public sealed class KeywordDetectionTests
{
    private const int Classes = 4, Yes = 2, No = 3, Window = DetectionOptions.Window;

    private static readonly DetectionOptions Options = new() { Threshold = 0.5, Refractory = 0.3 };

    /// <summary>A mean of 12 frames of which the command has all but the first n: above one half with the seventh.</summary>
    [Fact]
    public void ACommandIsToldWhenItsMeanExceedsTheThreshold()
    {
        List<DetectedWord> told = Detect(Options, [.. Frames(40, 0), .. Frames(20, Yes), .. Frames(100, 0)]);
        DetectedWord word = Assert.Single(told);
        Assert.Equal((Yes, 46), (word.Class, word.Frame));
        Assert.Equal(7.0 / Window, word.Score, 1e-7);
        Assert.Equal((46 * LogMelFrames.Hop) + LogMelFrames.Length, word.Samples);
    }

    /// <summary>Six of twelve frames are a mean of one half, which is not above it.</summary>
    [Fact]
    public void WhatIsTooShortIsNotTold()
    {
        Assert.Empty(Detect(Options, [.. Frames(40, 0), .. Frames(6, Yes), .. Frames(40, 0)]));
        Assert.Single(Detect(Options, [.. Frames(40, 0), .. Frames(7, Yes), .. Frames(40, 0)]));
        Assert.Single(Detect(Options with { Threshold = 0.45 }, [.. Frames(40, 0), .. Frames(6, Yes), .. Frames(40, 0)]));
        Assert.Empty(Detect(Options, Frames(100, KeywordClasses.Unknown)));
        Assert.Empty(Detect(Options, Frames(100, KeywordClasses.Silence)));
        Assert.Empty(Detect(Options, [.. Enumerable.Repeat(float.NaN, Classes * 30)]));
    }

    /// <summary>30 frames after a command nothing is told; one that is still there then is told again.</summary>
    [Fact]
    public void NothingIsToldInTheRefractoryTime()
    {
        Assert.Equal([6, 37, 68], Detect(Options, Frames(80, Yes)).Select(word => word.Frame));
        List<DetectedWord> told = Detect(Options, [.. Frames(10, Yes), .. Frames(15, No), .. Frames(50, 0)]);
        Assert.Equal((Yes, 6), (Assert.Single(told).Class, told[0].Frame));
        told = Detect(Options with { Refractory = 0 }, [.. Frames(10, Yes), .. Frames(15, No)]);

        // With six frames of either neither mean is above one half.
        Assert.Equal(Enumerable.Range(6, 9).Select(frame => (Yes, frame)), told.Take(9).Select(word => (word.Class, word.Frame)));
        Assert.Equal((No, 16), (told[9].Class, told[9].Frame));
    }

    [Fact]
    public void TheLikelierCommandIsTold()
    {
        float[] both = [.. Enumerable.Repeat(new float[] { 0.1f, 0, 0.35f, 0.55f }, 30).SelectMany(frame => frame)];
        Assert.All(Detect(Options with { Threshold = 0.3 }, both), word => Assert.Equal(No, word.Class));
        KeywordDetector detector = new(Classes, Options);
        for (int frame = 0; frame < 30; frame++)
        {
            detector.Next(both.AsSpan(frame * Classes, Classes));
        }

        Assert.All(both.Take(Classes).Zip(detector.Means.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    /// <summary>Three commands and an unknown word; what is told counts until three quarters of a second after the end.</summary>
    [Fact]
    public void HitsMissesAndFalseAlarmsAreCounted()
    {
        Scene recording = new(
            new float[36 * SoundFormat.SampleRate],
            [Place(Yes, 1, 1.5), Place(Yes, 2, 2.5), Place(KeywordClasses.Unknown, 5, 6), Place(No, 8, 8.4)]);
        DetectionScore score = Score(recording);
        Assert.Equal((3, 0, 3, 0), (score.Planted, score.Hits, score.Misses, score.FalseAlarms));

        score = Score(recording, (Yes, 1.6), (Yes, 2.6), (No, 9.1));
        Assert.Equal((3, 0, 0), (score.Hits, score.Misses, score.FalseAlarms));

        // Both within the reach of the first: one is the second's, which has begun.
        score = Score(recording, (Yes, 2.1), (Yes, 2.2));
        Assert.Equal((2, 1, 0), (score.Hits, score.Misses, score.FalseAlarms));

        // Too early, too late, another word, an unknown one, the same word twice.
        score = Score(recording, (Yes, 0.9), (Yes, 1.6), (Yes, 1.7), (Yes, 5.5), (Yes, 8.2), (No, 9.2));
        Assert.Equal((1, 2, 5), (score.Hits, score.Misses, score.FalseAlarms));
        Assert.Equal(500, score.FalseAlarmsPerHour, 1e-9);
    }

    [Fact]
    public void AWordIsTheLabelOfTheHalfSecondAfterItsEnd()
    {
        // Frame f ends at (160 f + 400) / 16000 s: at 0.025 + 0.01 f.
        int[] labels = new int[198];
        FrameLabels.Write(labels.Length, [Place(Yes, 0.3, 0.6), Place(No, 1.0, 1.4)], labels);
        Assert.Equal(
            Enumerable.Range(0, labels.Length).Select(frame => Expected(25 + (10 * frame))), labels);

        static int Expected(int milliseconds) => milliseconds switch
        {
            < 500 => KeywordClasses.Silence,
            < 650 => KeywordClasses.Ignored,
            < 1000 => Yes,
            < 1100 => KeywordClasses.Ignored,

            // A word that lasts is silence until it is known: the hold of the one before has passed.
            < 1200 => KeywordClasses.Ignored,
            < 1300 => KeywordClasses.Silence,
            < 1450 => KeywordClasses.Ignored,
            < 1900 => No,
            < 2000 => KeywordClasses.Ignored,
            _ => KeywordClasses.Silence,
        };
    }

    [Fact]
    public void AWordThatIsCutOffIsNotTold()
    {
        int[] labels = new int[98];
        FrameLabels.Write(labels.Length, [Place(Yes, 0.7, 1.2)], labels);
        Assert.All(labels, label => Assert.Equal(KeywordClasses.Silence, label));
        FrameLabels.Write(labels.Length, [], labels);
        Assert.All(labels, label => Assert.Equal(KeywordClasses.Silence, label));
    }

    /// <summary>In parts of any size, step by step, the probabilities are those of the whole sequence at once.</summary>
    [Fact]
    public void WhatIsHeardAsItArrivesIsWhatTheWholeGives()
    {
        KeywordNetwork network = new(1);
        double[] means = [.. Enumerable.Repeat(-5.0, LogMelFrames.Bands)], deviations = [.. Enumerable.Repeat(3.0, LogMelFrames.Bands)];
        Standardization standardization = new(means, deviations);
        float[] sound = new float[SoundFormat.SampleRate], heard = new float[98 * Classes], frame = new float[Classes];
        Random random = new(1);
        for (int i = 0; i < sound.Length; i++)
        {
            sound[i] = (float)(0.1 * Math.Sin(i * i * 1e-5)) + (0.01f * random.NextSingle());
        }

        float[] frames = LogMelFrames.Of(sound);
        standardization.Apply(frames);
        float[] outputs = new float[98 * KeywordClasses.Outputs], expected = new float[98 * Classes];
        network.Predict(new SequenceBatch(frames, 1, 98), outputs);
        for (int i = 0; i < 98; i++)
        {
            Softmax.Rows(outputs.AsSpan(i * KeywordClasses.Outputs, Classes), Classes, expected.AsSpan(i * Classes, Classes));
        }

        KeywordListener listener = new(network, standardization, Classes);
        int count = 0;
        for (int at = 0; at < sound.Length;)
        {
            int size = Math.Min(sound.Length - at, random.Next(1, 700));
            ReadOnlySpan<float> part = sound.AsSpan(at, size);
            while (listener.Next(ref part, frame))
            {
                frame.CopyTo(heard, count++ * Classes);
            }

            at += size;
        }

        Assert.Equal(98, count);
        Assert.All(expected.Zip(heard), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.True(expected.Distinct().Count() > 98 * Classes / 2);
    }

    private static PlacedWord Place(int label, double begin, double end) =>
        new(label, (int)Math.Round(begin * SoundFormat.SampleRate), (int)Math.Round(end * SoundFormat.SampleRate));

    private static DetectionScore Score(Scene recording, params (int Class, double Seconds)[] told) => DetectionScore.Of(
        recording,
        told.Select(word => new DetectedWord(
            word.Class, (int)Math.Round(((word.Seconds * SoundFormat.SampleRate) - LogMelFrames.Length) / LogMelFrames.Hop), 1)));

    private static List<DetectedWord> Detect(DetectionOptions options, float[] probabilities) =>
        new RecordingTest(new Scene([], []), Classes, probabilities, 0).Detect(options);

    private static float[] Frames(int count, int label) =>
        [.. Enumerable.Range(0, count * Classes).Select(i => i % Classes == label ? 1f : 0)];
}
