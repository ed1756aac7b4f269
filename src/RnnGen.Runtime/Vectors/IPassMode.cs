using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>
/// Whether a forward pass keeps what a backward pass or a reader needs later. A type argument, so that one source text compiles
/// to both without a test at run time.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPassMode
{
    /// <summary>Whether every step's intermediate values are kept.</summary>
    static abstract bool KeepsHistory { get; }

    /// <summary>Whether dropout is in force.</summary>
    static abstract bool Drops { get; }
}

/// <summary>Keeps every step's intermediate values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HistoryPass : IPassMode
{
    /// <inheritdoc/>
    public static bool KeepsHistory => true;

    /// <inheritdoc/>
    public static bool Drops => false;
}

/// <summary>Keeps every step's intermediate values, with dropout in force.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TrainingPass : IPassMode
{
    /// <inheritdoc/>
    public static bool KeepsHistory => true;

    /// <inheritdoc/>
    public static bool Drops => true;
}

/// <summary>Keeps only what the next step, the next layer or the caller reads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PredictionPass : IPassMode
{
    /// <inheritdoc/>
    public static bool KeepsHistory => false;

    /// <inheritdoc/>
    public static bool Drops => false;
}
