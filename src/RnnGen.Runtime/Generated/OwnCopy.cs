using System;

namespace RnnGen.Generated;

/// <summary>Copies of what callers pass and what decides an address, in memory that is kept from call to call.</summary>
internal static class OwnCopy
{
    /// <summary>Copies values; the copy is valid until the next call with the same memory.</summary>
    /// <param name="values">The caller's values, which may change while they are copied.</param>
    /// <param name="memory">What is kept: grown where it is too short.</param>
    public static ReadOnlySpan<int> Of(scoped ReadOnlySpan<int> values, ref int[] memory)
    {
        if (memory.Length < values.Length)
        {
            memory = new int[values.Length];
        }

        values.CopyTo(memory);
        return memory.AsSpan(0, values.Length);
    }
}
