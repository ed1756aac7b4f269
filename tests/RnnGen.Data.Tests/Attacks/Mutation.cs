using System;
using System.Collections.Generic;

namespace RnnGen.Data.Tests;

/// <summary>Damages files at random: bytes set to anything or to extremes, taken out, put in, moved about, cut off.</summary>
internal static class Mutation
{
    private static readonly byte[] Extremes = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF, 0x0F, 0xF0, 0x15, 0x19, 0x1C];

    /// <param name="whole">The file.</param>
    /// <param name="alphabet">What much of the file consists of; empty for any byte.</param>
    /// <param name="random">Where chance comes from.</param>
    public static byte[] Of(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> alphabet, Random random)
    {
        List<byte> bytes = [.. whole];

        // Half of the edits fall into one place, which a single one would seldom damage in a way that passes the first check.
        int place = random.Next(bytes.Count);
        for (int edits = random.Next(1, 6); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(2) == 0 ? random.Next(bytes.Count) : Math.Min(place + random.Next(8), bytes.Count - 1);
            byte value = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 when !alphabet.IsEmpty => alphabet[random.Next(alphabet.Length)],
                _ => Extremes[random.Next(Extremes.Length)],
            };
            switch (random.Next(12))
            {
                case 0:
                    bytes.Insert(at, value);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    List<byte> part = bytes.GetRange(at, Math.Min(random.Next(1, 32), bytes.Count - at));
                    bytes.InsertRange(random.Next(bytes.Count), part);
                    break;
                case 5:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 32), bytes.Count - at));
                    break;
                default:
                    bytes[at] = value;
                    break;
            }
        }

        return [.. bytes];
    }
}
