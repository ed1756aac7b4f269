// What the compiler looks for by name where strings, arrays and spans have ^1 and 1.., and netstandard2.0 lacks. By hand, since the
// packages that bring such types either hand them to the compiler in another order in each build, which changes the assembly's bytes, or
// bring half a megabyte of others.
namespace System;

/// <summary>A place in a sequence, counted from its beginning or from its end.</summary>
/// <param name="value">How far from there.</param>
/// <param name="fromEnd">Whether from the end.</param>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}

/// <summary>Places from the first to the one before the last.</summary>
/// <param name="start">The first.</param>
/// <param name="end">The one behind the last.</param>
internal readonly struct Range(Index start, Index end)
{
    public Index Start { get; } = start;

    public Index End { get; } = end;
}
