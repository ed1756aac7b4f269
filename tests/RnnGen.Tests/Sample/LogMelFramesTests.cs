using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RnnGen.Sample.Audio;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class LogMelFramesTests
{
    private const int Length = LogMelFrames.Length, Hop = LogMelFrames.Hop, Bands = LogMelFrames.Bands, Size = LogMelFrames.TransformSize;

    /// <summary>The definitions as sums: Hann's window, the discrete Fourier transform, triangles in mel, the logarithm.</summary>
    [Fact]
    public void FramesAreTheSumsOfTheirDefinition()
    {
        float[] samples = Sound(Length + (3 * Hop) + 17);
        float[] frames = LogMelFrames.Of(samples);
        Assert.Equal(4 * Bands, frames.Length);
        for (int frame = 0; frame < 4; frame++)
        {
            double[] expected = Reference(samples.AsSpan(frame * Hop, Length));
            for (int band = 0; band < Bands; band++)
            {
                Assert.Equal(expected[band], frames[(frame * Bands) + band], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    [InlineData(559, 1)]
    [InlineData(560, 2)]
    [InlineData(16_000, 98)]
    [InlineData(32_000, 198)]
    public void WholeFramesAreCounted(int samples, int frames)
    {
        Assert.Equal(frames, LogMelFrames.FramesOf(samples));
        Assert.Equal(frames * Bands, LogMelFrames.Of(new float[samples]).Length);
    }

    /// <summary>Cut anywhere, into parts shorter and longer than a frame: the same bits.</summary>
    [Fact]
    public void FramesDoNotDependOnHowSamplesArrive()
    {
        float[] samples = Sound(5000), whole = LogMelFrames.Of(samples);
        Random random = new(1);
        LogMelFrames features = new();
        List<float> parts = [];
        float[] frame = new float[Bands];
        for (int at = 0; at < samples.Length;)
        {
            int count = Math.Min(samples.Length - at, random.Next(1, 1200));
            ReadOnlySpan<float> part = samples.AsSpan(at, count);
            while (features.Next(ref part, frame))
            {
                parts.AddRange(frame);
            }

            Assert.True(part.IsEmpty);
            at += count;
        }

        Assert.Equal(whole, parts);
    }

    [Fact]
    public void SilenceIsTheFloorAndATenfoldSoundTwentyDecibelsMore()
    {
        Assert.All(LogMelFrames.Of(new float[800]), value => Assert.Equal((float)Math.Log(LogMelFrames.Floor), value));
        float[] soft = Sound(Length), loud = [.. soft.Select(sample => 10 * sample)];
        Assert.All(
            LogMelFrames.Of(soft).Zip(LogMelFrames.Of(loud)),
            pair => Assert.Equal(Math.Log(100), pair.Second - pair.First, 1e-4));
    }

    /// <summary>A tone of 1 kHz, mel 1000, is loudest in the band whose middle is next to it.</summary>
    [Fact]
    public void AToneIsInItsBand()
    {
        float[] tone = [.. Enumerable.Range(0, Length).Select(n => (float)Math.Sin(2 * Math.PI * 1000 * n / SoundFormat.SampleRate))];
        float[] frame = LogMelFrames.Of(tone);
        double step = (Mel(7600) - Mel(60)) / (Bands + 1);
        int expected = (int)Math.Round(((Mel(1000) - Mel(60)) / step) - 1);
        Assert.Equal(expected, Array.IndexOf(frame, frame.Max()));
        Assert.Equal(1000, MelFilters.Mel(1000), 0.1);
    }

    /// <summary>From the middle of the first triangle to that of the last one each bin counts once in all.</summary>
    [Fact]
    public void TrianglesAddUpToOne()
    {
        MelFilters filters = new(Bands, Size, 60, 7600);
        double step = (Mel(7600) - Mel(60)) / (Bands + 1);
        double[] powers = new double[filters.Bins];
        for (int bin = 0; bin < filters.Bins; bin++)
        {
            double place = (Mel((double)bin * SoundFormat.SampleRate / Size) - Mel(60)) / step;
            Array.Clear(powers);
            powers[bin] = 1;
            double sum = Enumerable.Range(0, Bands).Sum(band => filters.Energy(band, powers));
            double expected = place is < 0 or > Bands + 1 ? 0 : Math.Min(1, Math.Min(place, Bands + 1 - place));
            Assert.Equal(expected, sum, 1e-12);
        }
    }

    [Fact]
    public void BandsThatHoldNoBinAreRefused()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => new MelFilters(200, Size, 60, 7600));
        Assert.StartsWith(
            "Band 1 of 200 from 60 to 7600 Hz lies between two bins of a transform of 512 samples", failure.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilters(0, Size, 60, 7600));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilters(40, Size, 60, 8001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilters(40, Size, 100, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilters(40, Size, -1, 100));
    }

    [Fact]
    public void NoiseIsWhiteAndFollowsFromItsSeed()
    {
        WhiteNoise noise = new(3), same = new(3), other = new(4);
        double[] samples = [.. Enumerable.Range(0, 100_000).Select(_ => noise.Next())];
        Assert.Equal(samples.Take(100), Enumerable.Range(0, 100).Select(_ => same.Next()));
        Assert.NotEqual(samples[0], other.Next());
        Assert.Equal(0, samples.Average(), 0.02);
        Assert.Equal(1, samples.Average(sample => sample * sample), 0.02);
        for (int lag = 1; lag < 5; lag++)
        {
            Assert.Equal(0, samples.Skip(lag).Zip(samples, (one, next) => one * next).Average(), 0.02);
        }
    }

    private static double[] Reference(ReadOnlySpan<float> samples)
    {
        double[] powers = new double[(Size / 2) + 1];
        for (int k = 0; k < powers.Length; k++)
        {
            Complex sum = Complex.Zero;
            for (int n = 0; n < Length; n++)
            {
                double window = 0.5 * (1 - Math.Cos(2 * Math.PI * n / Length));
                sum += window * samples[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / Size);
            }

            powers[k] = sum.Magnitude * sum.Magnitude;
        }

        double step = (Mel(7600) - Mel(60)) / (Bands + 1);
        double[] frame = new double[Bands];
        for (int band = 0; band < Bands; band++)
        {
            double middle = Mel(60) + ((band + 1) * step), energy = 0;
            for (int k = 0; k < powers.Length; k++)
            {
                energy += powers[k] * Math.Max(0, 1 - (Math.Abs(Mel((double)k * SoundFormat.SampleRate / Size) - middle) / step));
            }

            frame[band] = Math.Log(Math.Max(1e-6, energy));
        }

        return frame;
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700)) * (1127 * Math.Log(10) / 2595);

    /// <summary>Noise and a tone: nothing below the floor.</summary>
    private static float[] Sound(int count)
    {
        Random random = new(1);
        return
        [
            .. Enumerable.Range(0, count).Select(
                n => (float)((0.1 * ((2 * random.NextDouble()) - 1)) + (0.2 * Math.Sin(0.3 * n)))),
        ];
    }
}
