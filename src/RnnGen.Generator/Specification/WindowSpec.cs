namespace RnnGen.Generator.Specification;

/// <summary>The steps that a layer over time sees at each step t: t - left, t - left + dilation, and so on.</summary>
/// <param name="Taps">How many.</param>
/// <param name="Dilation">Steps from one to the next.</param>
/// <param name="Padding">Whether the last of them is step t, or the middle one.</param>
internal sealed record WindowSpec(int Taps, int Dilation, TimePadding Padding)
{
    /// <summary>Steps from the first to the last.</summary>
    public int Reach => (Taps - 1) * Dilation;

    /// <summary>Steps from the first to step t. Of an even number of taps one more stands behind step t, as in Keras.</summary>
    public int Left => Padding == TimePadding.Causal ? Reach : Reach / 2;

    /// <summary>Steps from step t to the last.</summary>
    public int Ahead => Reach - Left;

    /// <summary>Steps before the first one of a batch that a state has to hold.</summary>
    public int Past => Padding == TimePadding.Causal ? Reach : 0;

    /// <summary>Whether it sees no other step than t.</summary>
    public bool IsOneStep => Taps == 1;
}

/// <summary>Where a window stands to its step; the names and numbers of the runtime's enum TimePadding.</summary>
internal enum TimePadding
{
    Causal,
    Same,
}
