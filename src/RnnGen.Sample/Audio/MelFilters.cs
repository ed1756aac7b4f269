using System;

namespace RnnGen.Sample.Audio;

/// <summary>
/// Triangles over the bins of a power spectrum, equally far apart on the mel scale, mel(f) = 1127·ln(1 + f / 700) (as in HTK, Young and
/// others): each rises from the middle of the one before to 1 at its own middle, and falls to the middle of the next.
/// </summary>
internal sealed class MelFilters
{
    private readonly int[] _first;
    private readonly double[][] _weights;

    /// <summary>Places the triangles.</summary>
    /// <param name="bands">How many.</param>
    /// <param name="transformSize">Samples N of the transform; bin k is at k·rate / N.</param>
    /// <param name="lowest">Where the first one begins, Hz.</param>
    /// <param name="highest">Where the last one ends, Hz; at most half of the rate.</param>
    public MelFilters(int bands, int transformSize, double lowest, double highest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(lowest);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highest, lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highest, SoundFormat.SampleRate / 2.0);
        Bins = (transformSize / 2) + 1;
        _first = new int[bands];
        _weights = new double[bands][];
        double from = Mel(lowest), step = (Mel(highest) - from) / (bands + 1);
        for (int band = 0; band < bands; band++)
        {
            double[] all = new double[Bins];
            int first = Bins, end = 0;
            for (int bin = 0; bin < Bins; bin++)
            {
                // In units of the distance between two middles: 1 at this band's own.
                double place = ((Mel((double)bin * SoundFormat.SampleRate / transformSize) - from) / step) - band;
                all[bin] = Math.Max(0, Math.Min(place, 2 - place));
                if (all[bin] > 0)
                {
                    (first, end) = (Math.Min(first, bin), bin + 1);
                }
            }

            if (end == 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Band {band} of {bands} from {lowest} to {highest} Hz lies between two bins of a ")
                    + $"transform of {transformSize} samples; take fewer bands or a larger transform.",
                    nameof(bands));
            }

            (_first[band], _weights[band]) = (first, all[first..end]);
        }
    }

    /// <summary>Number of triangles.</summary>
    public int Bands => _first.Length;

    /// <summary>Bins of a spectrum.</summary>
    public int Bins { get; }

    /// <summary>The mel scale.</summary>
    /// <param name="hertz">A frequency.</param>
    public static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));

    /// <summary>The power under a triangle.</summary>
    /// <param name="band">Which.</param>
    /// <param name="powers">The power of each bin, [<see cref="Bins"/>].</param>
    public double Energy(int band, ReadOnlySpan<double> powers)
    {
        double[] weights = _weights[band];
        ReadOnlySpan<double> part = powers.Slice(_first[band], weights.Length);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * part[i];
        }

        return sum;
    }
}
