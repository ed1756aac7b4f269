using System;

namespace RnnGen.Tests.Fixtures;

/// <summary>How far a tensor may be off: a part of its largest magnitude, or an absolute amount, whichever is more.</summary>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>Of float32 against float64: the fixtures' README.</summary>
    public static Tolerance Single { get; } = new(5e-6, 0);

    /// <summary>An absolute amount.</summary>
    public static Tolerance Of(double absolute) => new(0, absolute);

    public double Limit(Tensor expected) => Math.Max(Relative * expected.Largest, Absolute);
}
