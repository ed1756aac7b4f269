using System;
using System.Numerics;

namespace RnnGen.Sample.Audio;

/// <summary>
/// Sound as a network for speech reads it: 25 ms each 10 ms, under a Hann window, as the logarithms of the energies of 40 mel bands.
/// Samples come as they arrive; what a frame is does not depend on how they were cut.
/// </summary>
internal sealed class LogMelFrames
{
    /// <summary>Samples of a frame, 25 ms, and from one frame to the next, 10 ms.</summary>
    public const int Length = 400, Hop = 160;

    /// <summary>Values of a frame.</summary>
    public const int Bands = 40;

    /// <summary>Samples of the transform: the frame, and zeros.</summary>
    public const int TransformSize = 512;

    /// <summary>
    /// The least energy of a band, of samples from -1 to 1: that of noise some 80 dB below full scale. What is softer is silence.
    /// </summary>
    public const double Floor = 1e-6;

    // Below lies the hum of mains and microphones, above what many microphones lack.
    private const double Lowest = 60, Highest = 7600;

    private static readonly MelFilters Filters = new(Bands, TransformSize, Lowest, Highest);
    private static readonly float[] Window = MakeWindow();

    private readonly FourierTransform _transform = new(TransformSize);
    private readonly float[] _samples = new float[Length], _windowed = new float[TransformSize];
    private readonly Complex[] _spectrum = new Complex[(TransformSize / 2) + 1];
    private readonly double[] _powers = new double[(TransformSize / 2) + 1];
    private int _count;

    /// <summary>Whole frames of so many samples.</summary>
    /// <param name="samples">Number of samples.</param>
    public static int FramesOf(int samples) => samples < Length ? 0 : 1 + ((samples - Length) / Hop);

    /// <summary>All frames of a sound from its first sample on, [frames, <see cref="Bands"/>].</summary>
    /// <param name="samples">The sound; what is left over at its end is not read.</param>
    public static float[] Of(ReadOnlySpan<float> samples)
    {
        float[] frames = new float[FramesOf(samples.Length) * Bands];
        LogMelFrames features = new();
        for (int at = 0; at < frames.Length; at += Bands)
        {
            features.Next(ref samples, frames.AsSpan(at, Bands));
        }

        return frames;
    }

    /// <summary>Takes samples up to the end of a frame.</summary>
    /// <param name="samples">What has arrived; those that were taken are cut off.</param>
    /// <param name="frame">Receives the frame, [<see cref="Bands"/>].</param>
    /// <returns>Whether there was a whole frame; otherwise all samples have been taken.</returns>
    public bool Next(ref ReadOnlySpan<float> samples, Span<float> frame)
    {
        int taken = Math.Min(Length - _count, samples.Length);
        samples[..taken].CopyTo(_samples.AsSpan(_count));
        samples = samples[taken..];
        _count += taken;
        if (_count < Length)
        {
            return false;
        }

        Analyze(frame);
        _samples.AsSpan(Hop).CopyTo(_samples);
        _count = Length - Hop;
        return true;
    }

    private void Analyze(Span<float> frame)
    {
        for (int n = 0; n < Length; n++)
        {
            _windowed[n] = _samples[n] * Window[n];
        }

        _transform.Forward(_windowed, _spectrum);
        for (int bin = 0; bin < _powers.Length; bin++)
        {
            Complex value = _spectrum[bin];
            _powers[bin] = (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
        }

        for (int band = 0; band < Bands; band++)
        {
            frame[band] = (float)Math.Log(Math.Max(Floor, Filters.Energy(band, _powers)));
        }
    }

    private static float[] MakeWindow()
    {
        float[] window = new float[Length];
        for (int n = 0; n < Length; n++)
        {
            window[n] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / Length)));
        }

        return window;
    }
}
