using System;

namespace RnnGen.Sample.Commands;

/// <summary>A hash that is the same in every process, unlike that of the platform.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a of the letters (Fowler, Noll, Vo), and its halves mixed: its low bits alone follow the last letter.</summary>
    /// <param name="text">The text.</param>
    public static uint Of(ReadOnlySpan<char> text)
    {
        uint hash = 2166136261;
        foreach (char letter in text)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return hash ^ (hash >> 15);
    }
}
