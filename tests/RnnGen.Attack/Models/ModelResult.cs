using System;

namespace RnnGen.Attack.Models;

/// <summary>What a network gave: a digest of its bits.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Digest">A function of all bits.</param>
/// <param name="IsFinite">Whether all numbers are finite: the bits of others may differ.</param>
internal sealed record ModelResult(string Name, ulong Digest, bool IsFinite)
{
    public static ModelResult Of(string name, ReadOnlySpan<float> values)
    {
        // FNV-1a.
        ulong digest = 14695981039346656037;
        bool isFinite = true;
        foreach (float value in values)
        {
            digest = (digest ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211;
            isFinite &= float.IsFinite(value);
        }

        return new ModelResult(name, digest, isFinite);
    }
}
