using System;
using System.Numerics;
using RnnGen.Sample.Audio;

namespace RnnGen.Sample.Denoise;

/// <summary>One step of a network.</summary>
/// <param name="input">What it reads.</param>
/// <param name="output">Receives what it gives.</param>
internal delegate void NetworkStep(ReadOnlySpan<float> input, Span<float> output);

/// <summary>
/// Removes noise from speech as it arrives, as DTLN does in real time: with each 128 new samples the last 512 are transformed, their
/// magnitudes masked by a first network, transformed back, given to a second network, and its blocks added where they overlap. There is no
/// window: the second network has learned to make blocks that add up.
/// </summary>
/// <param name="mask">Magnitudes [<see cref="Bins"/>] to a mask of the same size.</param>
/// <param name="frames">A block [<see cref="Block"/>] to a cleaner one, of which four add up to the signal.</param>
internal sealed class SpeechDenoiser(NetworkStep mask, NetworkStep frames)
{
    /// <summary>Samples a second of the signals that the networks have learned from.</summary>
    public const int SampleRate = SoundFormat.SampleRate;

    /// <summary>Samples of a block, and from one block to the next.</summary>
    public const int Block = 512, Hop = 128;

    /// <summary>Frequencies of a block's spectrum.</summary>
    public const int Bins = (Block / 2) + 1;

    /// <summary>Samples from an input to the same place of the output: the last of its four blocks has to be there.</summary>
    public const int Delay = Block - Hop;

    private readonly FourierTransform _transform = new(Block);
    private readonly float[] _input = new float[Block], _output = new float[Block];
    private readonly float[] _magnitudes = new float[Bins], _mask = new float[Bins];
    private readonly float[] _masked = new float[Block], _cleaned = new float[Block];
    private readonly Complex[] _spectrum = new Complex[Bins];

    /// <summary>Takes the next samples and gives those of <see cref="Delay"/> before.</summary>
    /// <param name="samples">[<see cref="Hop"/>].</param>
    /// <param name="cleaned">Receives [<see cref="Hop"/>].</param>
    public void Process(ReadOnlySpan<float> samples, Span<float> cleaned)
    {
        _input.AsSpan(Hop).CopyTo(_input);
        samples.CopyTo(_input.AsSpan(Block - Hop));
        _transform.Forward(_input, _spectrum);
        for (int bin = 0; bin < Bins; bin++)
        {
            _magnitudes[bin] = (float)_spectrum[bin].Magnitude;
        }

        mask(_magnitudes, _mask);
        for (int bin = 0; bin < Bins; bin++)
        {
            // The magnitude changes, the phase stays that of the noisy signal.
            _spectrum[bin] *= _mask[bin];
        }

        _transform.Inverse(_spectrum, _masked);
        frames(_masked, _cleaned);
        _output.AsSpan(Hop).CopyTo(_output);
        _output.AsSpan(Block - Hop).Clear();
        for (int i = 0; i < Block; i++)
        {
            _output[i] += _cleaned[i];
        }

        _output.AsSpan(0, Hop).CopyTo(cleaned);
    }

    /// <summary>Removes the noise of a whole signal, sample for sample at the same place.</summary>
    /// <param name="samples">The signal.</param>
    public float[] Process(ReadOnlySpan<float> samples)
    {
        int hops = HopsOf(samples.Length);
        float[] padded = new float[hops * Hop], cleaned = new float[hops * Hop];
        samples.CopyTo(padded);
        for (int hop = 0; hop < hops; hop++)
        {
            Process(padded.AsSpan(hop * Hop, Hop), cleaned.AsSpan(hop * Hop, Hop));
        }

        return cleaned[Delay..(Delay + samples.Length)];
    }

    /// <summary>Blocks that a signal takes: the last ones bring out what the delay holds back.</summary>
    /// <param name="samples">Samples of the signal.</param>
    public static int HopsOf(int samples) => (int)(((long)samples + Delay + Hop - 1) / Hop);
}
