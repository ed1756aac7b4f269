using System;
using RnnGen.Sample.Audio;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>A resonance, y(n) = g·x(n) + 2r·cos(2πf)·y(n-1) - r²·y(n-2), where r = exp(-π·width).</summary>
internal struct Resonator
{
    private double _gain, _first, _second, _last, _before;

    /// <summary>Changes frequency and width; what rings goes on.</summary>
    /// <param name="hertz">The frequency.</param>
    /// <param name="width">The width, Hz.</param>
    /// <param name="isPeakOne">Whether its own frequency passes with gain 1 (beside a cascade); otherwise 0 Hz does (in one).</param>
    public void Tune(double hertz, double width, bool isPeakOne)
    {
        double radius = Math.Exp(-Math.PI * width / SoundFormat.SampleRate);
        double cosine = Math.Cos(2 * Math.PI * hertz / SoundFormat.SampleRate);
        _first = 2 * radius * cosine;
        _second = -radius * radius;

        // |1 - 2r·cos θ·z⁻¹ + r²·z⁻²| at z = e^(iθ) is (1 - r)·√(1 - 2r·cos 2θ + r²), and at z = 1 it is 1 - 2r·cos θ + r².
        _gain = isPeakOne
            ? (1 - radius) * Math.Sqrt(1 - (2 * radius * ((2 * cosine * cosine) - 1)) + (radius * radius))
            : 1 - _first - _second;
    }

    /// <summary>The next sample.</summary>
    /// <param name="input">What comes in.</param>
    public double Next(double input)
    {
        double output = (_gain * input) + (_first * _last) + (_second * _before);
        _before = _last;
        _last = output;
        return output;
    }
}
