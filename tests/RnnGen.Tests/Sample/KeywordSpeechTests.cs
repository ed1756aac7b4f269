using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Scenes;
using RnnGen.Sample.Keywords.Voices;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class KeywordSpeechTests
{
    [Fact]
    public void AWordFollowsFromItsSeed()
    {
        float[] Say(ulong seed, ulong stream) =>
            new VoiceSynthesizer(new Speaker(new Draws(seed, 1)), new Draws(seed, stream)).Say(["S", "T", "AA", "P"]);
        float[] word = Say(1, 2);
        Assert.Equal(word, Say(1, 2));
        Assert.NotEqual(word, Say(1, 3));
        Assert.NotEqual(word, Say(2, 2));
        Assert.Equal(1, Math.Sqrt(word.Average(sample => (double)sample * sample)), 1e-5);
        Assert.InRange(word.Length, SoundFormat.SampleRate / 5, SoundFormat.SampleRate);
    }

    /// <summary>Between 150 Hz and 1 kHz, a vowel is loudest near its first resonance as the speaker has it.</summary>
    [Theory]
    [InlineData("AA", 730, 1090)]
    [InlineData("EH", 530, 1840)]
    [InlineData("AE", 660, 1720)]
    [InlineData("IY", 270, 2290)]
    public void AVowelHasItsResonances(string vowel, double first, double second)
    {
        double[] ratios =
        [
            .. Enumerable.Range(0, 20).SelectMany(number =>
            {
                Speaker speaker = new(new Draws(5, (ulong)number));
                float[] sound = new VoiceSynthesizer(speaker, new Draws(6, (ulong)number)).Say([vowel]);
                double lower = Peak(sound, 150, 1000) / (first * speaker.Scale * speaker.Accent[0]);
                double expected = second * speaker.Scale * speaker.Accent[1];
                return new[] { lower, Peak(sound, 0.8 * expected, 1.25 * expected) / expected };
            }),
        ];

        // Harmonics are up to 240 Hz apart: of low resonances the nearest may be far.
        Assert.InRange(ratios.Where((_, at) => at % 2 == 0).Order().ElementAt(10), 0.8, 1.25);
        Assert.InRange(ratios.Where((_, at) => at % 2 == 1).Order().ElementAt(10), 0.9, 1.11);
    }

    /// <summary>Most of an s is above 4 kHz, of an n below 1 kHz.</summary>
    [Fact]
    public void ConsonantsAreWhereTheyBelong()
    {
        float[] hiss = Say("S"), hum = Say("N");
        Assert.True(Power(hiss, 4000, 8000) > 10 * Power(hiss, 0, 4000));
        Assert.True(Power(hum, 0, 1000) > 10 * Power(hum, 1000, 8000));

        // A t: silence, then a burst of high frequencies.
        float[] stop = new VoiceSynthesizer(new Speaker(new Draws(1, 1)), new Draws(1, 2)).Say(["AA", "T", "AA"]);
        double[] levels = [.. stop.Chunk(160).Select(part => part.Average(sample => (double)sample * sample))];
        int middle = levels.Length / 2;
        double softest = levels[(middle - 12)..(middle + 12)].Min();
        Assert.True(levels.Max() > 1000 * softest, $"{levels.Max()} and {softest}");

        static float[] Say(string sound) => new VoiceSynthesizer(new Speaker(new Draws(1, 1)), new Draws(1, 2)).Say([sound]);
    }

    [Fact]
    public void EverySoundOfEveryWordIsKnown()
    {
        Assert.Equal(SpokenWords.Commands.Count, SpokenWords.Sounds.Count);
        Assert.All(SpokenWords.Sounds.SelectMany(word => word), sound => Assert.True(Phonemes.All.ContainsKey(sound), sound));
        Draws draws = new(1, 1);
        for (int i = 0; i < 2000; i++)
        {
            Assert.All(SpokenWords.DrawOther(draws, isTest: i % 2 == 0), sound => Assert.True(Phonemes.All.ContainsKey(sound), sound));
        }
    }

    [Fact]
    public void UnknownWordsAreNoCommandsAndOthersInTheTest()
    {
        Draws draws = new(1, 1);
        string[] training = [.. Enumerable.Range(0, 3000).Select(_ => string.Join(' ', SpokenWords.DrawOther(draws, isTest: false)))];
        string[] test = [.. Enumerable.Range(0, 3000).Select(_ => string.Join(' ', SpokenWords.DrawOther(draws, isTest: true)))];
        Assert.Empty(training.Intersect(test));
        Assert.All(training.Concat(test), word => Assert.All(
            SpokenWords.Sounds, command => Assert.True(SpokenWords.Distance(word.Split(' '), command) >= 2, word)));
        Assert.True(test.Distinct().Count() > 1000);
    }

    [Theory]
    [InlineData("N OW", "N OW", 0)]
    [InlineData("N OW", "G OW", 1)]
    [InlineData("N OW", "OW", 1)]
    [InlineData("N OW", "S N OW", 1)]
    [InlineData("AO N", "N AO", 2)]
    [InlineData("S T AA P", "AH P", 3)]
    [InlineData("R AY T", "L EH F T", 3)]
    public void DistancesAreThoseOfLevenshtein(string one, string other, int distance)
    {
        Assert.Equal(distance, SpokenWords.Distance(one.Split(' '), other.Split(' ')));
        Assert.Equal(distance, SpokenWords.Distance(other.Split(' '), one.Split(' ')));
    }

    /// <summary>Words stand where the scene says: what lies between them is the noise, which is softer by 6 dB at least.</summary>
    [Fact]
    public void ScenesHaveTheirWordsWhereTheySay()
    {
        SyntheticWords words = new(1);
        SceneMaker maker = new(words, 1);
        Scene scene = maker.Recording(1);
        Assert.Equal(60 * SoundFormat.SampleRate, scene.Samples.Length);
        Assert.InRange(scene.Words.Count, 10, 60);
        Assert.All(scene.Samples, sample => Assert.InRange(sample, -1, 1));
        Assert.All(scene.Words, word => Assert.InRange(word.End - word.Begin, 1, SceneMaker.LongestWord));
        Assert.All(scene.Words.Zip(scene.Words.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Begin));
        Assert.True(scene.Words[^1].End <= scene.Samples.Length - SoundFormat.SampleRate);
        double noise = scene.Words.Zip(scene.Words.Skip(1)).Average(pair => Mean(pair.First.End, pair.Second.Begin));
        Assert.All(scene.Words, word => Assert.True(Mean(word.Begin, word.End) > 2.5 * noise));

        // Another place in the seed's stream is another recording; the same one the same.
        Assert.Equal(scene.Samples, new SceneMaker(new SyntheticWords(1), 1).Recording(1).Samples);
        Assert.NotEqual(scene.Samples, maker.Recording(1, place: 1).Samples);

        double Mean(int begin, int end) => scene.Samples[begin..end].Average(sample => (double)sample * sample);
    }

    [Fact]
    public void ScenesDoNotDependOnThreads()
    {
        SequenceArrays one = Create(1), three = Create(3);
        Assert.Equal(6, one.Count);
        TrainingBatch first = new(), second = new();
        for (int index = 0; index < one.Count; index++)
        {
            Read(one, index, first);
            Read(three, index, second);
            Assert.Equal(first.Inputs.ToArray(), second.Inputs.ToArray());
            Assert.Equal(first.Row(0, first.Steps).Labels.ToArray(), second.Row(0, second.Steps).Labels.ToArray());
        }

        static SequenceArrays Create(int threads) => SceneSet.Create(
            new SceneMaker(new SyntheticWords(2), 2), WordPart.Training, 6, new ParallelOptions { MaxDegreeOfParallelism = threads },
            static _ => { });

        static void Read(SequenceArrays scenes, int index, TrainingBatch batch)
        {
            batch.Resize(scenes.Shape, 1, scenes.Length(index));
            scenes.Write(index, batch.Row(0, batch.Steps));
        }
    }

    /// <summary>Every class as often as the others, no two clips alike, and nobody who speaks in the test has spoken in training.</summary>
    [Fact]
    public void PartsHaveSpeakersOfTheirOwn()
    {
        SyntheticWords words = new(1);
        Assert.Equal(1200, words.TestClips);
        (float[] Samples, int Class)[] clips = [.. Enumerable.Range(0, 24).Select(words.TestClip)];
        Assert.Equal([.. Enumerable.Repeat(2, 12)], clips.CountBy(clip => clip.Class).Select(pair => pair.Value));
        Assert.All(clips, clip => Assert.Equal(SoundFormat.SampleRate, clip.Samples.Length));
        Assert.Equal(24, clips.Select(clip => clip.Samples[100]).Distinct().Count());
        HashSet<double>[] pitches =
        [
            .. Enum.GetValues<WordPart>().Select(part => Enumerable.Range(0, 60)
                .Select(number => new Speaker(new Draws(1, SceneMaker.Stream(part, 3) + (ulong)number)).Pitch).ToHashSet()),
        ];
        Assert.Equal(180, pitches.SelectMany(part => part).Distinct().Count());
        Assert.All(pitches.SelectMany(part => part), pitch => Assert.InRange(pitch, 70, 400));
    }

    private static double Peak(float[] sound, double from, double to)
    {
        double[] powers = Spectrum(sound);
        (int first, int end) = (Bin(from), Bin(to));
        return Array.IndexOf(powers, powers[first..end].Max(), first) * (double)SoundFormat.SampleRate / 2048;
    }

    private static double Power(float[] sound, double from, double to) => Spectrum(sound)[Bin(from)..Bin(to)].Sum();

    private static int Bin(double hertz) => (int)(hertz * 2048 / SoundFormat.SampleRate);

    /// <summary>The middle of a sound.</summary>
    private static double[] Spectrum(float[] sound)
    {
        FourierTransform transform = new(2048);
        float[] part = new float[2048];
        int length = Math.Min(sound.Length / 2, part.Length);
        for (int n = 0; n < length; n++)
        {
            part[n] = sound[(sound.Length / 4) + n] * (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length)));
        }

        Complex[] spectrum = new Complex[transform.Bins];
        transform.Forward(part, spectrum);
        return [.. spectrum.Select(value => value.Magnitude * value.Magnitude)];
    }
}
