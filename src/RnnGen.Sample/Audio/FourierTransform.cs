using System;
using System.Numerics;

namespace RnnGen.Sample.Audio;

/// <summary>The discrete Fourier transform of real numbers: X(k) = Σ x(n)·e^(-2πi·k·n/N), by halves (Cooley and Tukey, 1965).</summary>
internal sealed class FourierTransform
{
    private readonly Complex[] _roots, _work;

    // Where each sample goes before the first pass: the bits of its place in reverse order.
    private readonly int[] _mirrored;

    /// <summary>Prepares transforms of one size.</summary>
    /// <param name="size">Number of samples N, a power of two.</param>
    public FourierTransform(int size)
    {
        if (size < 2 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentException($"The size is {size}; it must be a power of two.", nameof(size));
        }

        _work = new Complex[size];
        _mirrored = new int[size];
        int bits = BitOperations.Log2((uint)size);
        for (int i = 1; i < size; i++)
        {
            _mirrored[i] = (_mirrored[i / 2] / 2) | ((i & 1) << (bits - 1));
        }

        _roots = new Complex[size / 2];
        for (int i = 0; i < _roots.Length; i++)
        {
            _roots[i] = Complex.FromPolarCoordinates(1, -2 * Math.PI * i / size);
        }
    }

    /// <summary>Number of samples.</summary>
    public int Size => _work.Length;

    /// <summary>Frequencies of a spectrum, N/2 + 1: the others are their conjugates.</summary>
    public int Bins => (Size / 2) + 1;

    /// <summary>The spectrum of samples.</summary>
    /// <param name="samples">[<see cref="Size"/>].</param>
    /// <param name="spectrum">Receives [<see cref="Bins"/>].</param>
    public void Forward(ReadOnlySpan<float> samples, Span<Complex> spectrum)
    {
        for (int i = 0; i < Size; i++)
        {
            _work[i] = samples[i];
        }

        Transform();
        _work.AsSpan(0, Bins).CopyTo(spectrum);
    }

    /// <summary>The samples of a spectrum, x(n) = Σ X(k)·e^(2πi·k·n/N) / N.</summary>
    /// <param name="spectrum">[<see cref="Bins"/>].</param>
    /// <param name="samples">Receives [<see cref="Size"/>].</param>
    public void Inverse(ReadOnlySpan<Complex> spectrum, Span<float> samples)
    {
        // The transform of the conjugates is the conjugate of the inverse, and that is real.
        for (int k = 0; k < Bins; k++)
        {
            _work[k] = Complex.Conjugate(spectrum[k]);
            _work[(Size - k) % Size] = k == 0 || k == Size / 2 ? _work[k] : spectrum[k];
        }

        Transform();
        for (int n = 0; n < Size; n++)
        {
            samples[n] = (float)(_work[n].Real / Size);
        }
    }

    private void Transform()
    {
        for (int i = 0; i < Size; i++)
        {
            int mirrored = _mirrored[i];
            if (i < mirrored)
            {
                (_work[i], _work[mirrored]) = (_work[mirrored], _work[i]);
            }
        }

        for (int half = 1; half < Size; half *= 2)
        {
            int stride = Size / (2 * half);
            for (int begin = 0; begin < Size; begin += 2 * half)
            {
                for (int i = 0; i < half; i++)
                {
                    Complex even = _work[begin + i], odd = _work[begin + i + half] * _roots[i * stride];
                    _work[begin + i] = even + odd;
                    _work[begin + i + half] = even - odd;
                }
            }
        }
    }
}
