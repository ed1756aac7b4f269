using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Denoise;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class DenoiseSignalTests
{
    private const int Bins = SpeechDenoiser.Bins, Block = SpeechDenoiser.Block;

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(512)]
    public void TheTransformIsTheSumOfItsDefinition(int size)
    {
        float[] samples = Noise(size), again = new float[size];
        FourierTransform transform = new(size);
        Complex[] spectrum = new Complex[transform.Bins];
        transform.Forward(samples, spectrum);
        for (int k = 0; k < transform.Bins; k++)
        {
            Complex sum = Complex.Zero;
            for (int n = 0; n < size; n++)
            {
                sum += samples[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / size);
            }

            Assert.True((sum - spectrum[k]).Magnitude < 1e-11 * size, $"bin {k}: {spectrum[k]}, expected {sum}");
        }

        transform.Inverse(spectrum, again);
        Assert.Equal(samples, again);
        Assert.Throws<ArgumentException>(() => new FourierTransform(size + 1));
    }

    /// <summary>Four blocks lie over each sample: with a fourth of each they add up to it, at the same place.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(511)]
    [InlineData(5000)]
    public void BlocksThatNobodyChangesAddUpToTheSignal(int length)
    {
        float[] samples = Noise(length), cleaned = Denoiser(mask: 1, share: 0.25f).Process(samples);
        Assert.Equal(length, cleaned.Length);
        Assert.All(samples.Zip(cleaned), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void TheMaskChangesMagnitudesAndTheSecondNetworkBlocks()
    {
        float[] samples = Noise(2000);
        Assert.All(Denoiser(mask: 0, share: 0.25f).Process(samples), sample => Assert.Equal(0, sample));
        Assert.All(samples.Zip(Denoiser(mask: 0.5f, share: 0.5f).Process(samples)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        // Only the frequency of bin 32, 1 kHz: of two tones one is left.
        float[] low = Tone(1000), high = Tone(3000), both = [.. low.Zip(high, (a, b) => a + b)];
        SpeechDenoiser one = new(
            (_, mask) =>
            {
                mask.Clear();
                mask[32] = 1;
            },
            (block, frames) => Scale(block, frames, 0.25f));
        float[] left = one.Process(both);
        Assert.All(low.Zip(left).Skip(Block).SkipLast(Block), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void NetworksAreGivenEveryBlockOnce()
    {
        List<float> energies = [];
        int blocks = 0;
        SpeechDenoiser denoiser = new(
            (magnitudes, mask) =>
            {
                Assert.Equal((Bins, Bins), (magnitudes.Length, mask.Length));
                energies.Add(magnitudes[0]);
                mask.Fill(1);
            },
            (block, frames) =>
            {
                Assert.Equal((Block, Block), (block.Length, frames.Length));
                blocks++;
            });
        float[] ones = new float[1000];
        Array.Fill(ones, 1);
        denoiser.Process(ones);

        // 1000 and 384 samples in steps of 128; the first block has 128 ones, the fourth and later ones 512, the last ones fewer.
        Assert.Equal(11, SpeechDenoiser.HopsOf(1000));
        Assert.Equal((11, 11), (energies.Count, blocks));
        Assert.Equal([128, 256, 384, 512, 512, 512, 512, 488, 360, 232, 104], energies.Select(energy => (int)Math.Round(energy)));
    }

    [Fact]
    public void TheNoisySpeechFollowsFromItsSeed()
    {
        (float[] noisy, IReadOnlyList<(int Begin, int End)> pauses) = new NoisySpeech(3).Create();
        Assert.Equal(noisy, new NoisySpeech(3).Create().Noisy);
        Assert.NotEqual(noisy, new NoisySpeech(4).Create().Noisy);
        Assert.Equal(NoisySpeech.Samples, noisy.Length);
        Assert.All(noisy, sample => Assert.InRange(sample, -1, 1));
        Assert.All(pauses, pause => Assert.True(pause.Begin < pause.End && pause.End <= noisy.Length));
        (int, int)[] words = [.. pauses.Zip(pauses.Skip(1), (one, next) => (one.End, next.Begin))];
        double voice = Spectrogram.Level(noisy, words), noise = Spectrogram.Level(noisy, [.. pauses]);
        Assert.InRange(noise, -31, -30);
        Assert.True(voice - noise > 8, $"the voice is {voice - noise} dB above the noise");
    }

    /// <summary>A tone of half of full scale is 6 dB below it, in its band, and the others are silent.</summary>
    [Fact]
    public void ASpectrogramShowsALineWhereATonesFrequencyIs()
    {
        float[] levels = Spectrogram.Of([.. Tone(1000).Select(sample => 0.5f * sample / 0.3f)]);
        int rows = levels.Length / Spectrogram.Bands, band = 31 / 2;
        float[] row = levels[(rows / 2 * Spectrogram.Bands)..((rows / 2 * Spectrogram.Bands) + Spectrogram.Bands)];
        Assert.InRange(row.Max(), Spectrogram.Silence - 7, Spectrogram.Silence - 3);
        Assert.Equal(row.Max(), Math.Max(row[band], row[band + 1]));
        Assert.All(row.Where((_, at) => Math.Abs(at - band) > 2), level => Assert.Equal(0, level));
        Assert.Equal(500, Spectrogram.Of(new float[128 * 5000]).Length / Spectrogram.Bands);
    }

    private static SpeechDenoiser Denoiser(float mask, float share) => new(
        (_, masks) => masks.Fill(mask), (block, frames) => Scale(block, frames, share));

    private static void Scale(ReadOnlySpan<float> block, Span<float> frames, float share)
    {
        for (int i = 0; i < block.Length; i++)
        {
            frames[i] = share * block[i];
        }
    }

    private static float[] Noise(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static float[] Tone(double hertz) =>
        [.. Enumerable.Range(0, 8192).Select(n => (float)(0.3 * Math.Sin(2 * Math.PI * hertz * n / SpeechDenoiser.SampleRate)))];
}
