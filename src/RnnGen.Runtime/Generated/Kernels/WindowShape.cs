using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>Which steps a window has: taps k = 0..taps - 1 at the steps t - left + k·dilation of step t.</summary>
/// <param name="features">Features of a step.</param>
/// <param name="taps">Steps that the window has.</param>
/// <param name="dilation">Steps from tap to tap.</param>
/// <param name="left">Steps from the first tap to step t.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct WindowShape(int features, int taps, int dilation, int left)
{
    /// <summary>Features of a step.</summary>
    public int Features { get; } = features;

    /// <summary>Steps that the window has.</summary>
    public int Taps { get; } = taps;

    /// <summary>Steps from tap to tap.</summary>
    public int Dilation { get; } = dilation;

    /// <summary>Steps from the first tap to the step that the window belongs to.</summary>
    public int Left { get; } = left;
}
