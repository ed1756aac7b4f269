using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RnnGen.Attack.Readers;

/// <summary>Damage to a file that knows nothing of its format.</summary>
internal static class ByteMutations
{
    private static readonly long[] Extremes =
    [
        0, 1, -1, sbyte.MinValue, sbyte.MaxValue, byte.MaxValue, 256, short.MinValue, short.MaxValue, ushort.MaxValue, 65536, int.MinValue,
        int.MaxValue,
        uint.MaxValue, (long)uint.MaxValue + 1, long.MinValue, long.MaxValue, 100_000_000, 1L << 30, 1L << 40,
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="file">The file.</param>
    /// <param name="other">Another one, whose parts may get into it.</param>
    /// <param name="random">What happens to it.</param>
    public static byte[] Damage(byte[] file, byte[] other, AttackRandom random)
    {
        List<byte> bytes = [.. file];
        for (int changes = random.OneIn(2) ? 1 : random.Between(2, 8); changes > 0 && bytes.Count > 0; changes--)
        {
            Change(bytes, other, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[] other, AttackRandom random)
    {
        int at = Place(bytes.Count, random);
        switch (random.Below(10))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 2 or 3:
                bytes[at] = random.Of<byte>(
                    0, 1, 0x7F, 0x80, 0xFE, 0xFF, (byte)' ', (byte)'"', (byte)'\n', (byte)'-', (byte)random.Below(256));
                break;
            case 4 or 5:
                SetExtreme(bytes, at, random);
                break;
            case 6:
                bytes.RemoveRange(at, random.OneIn(3) ? bytes.Count - at : Math.Min(bytes.Count - at, Length(random)));
                break;
            case 7:
                byte[] block = bytes.GetRange(at, Math.Min(bytes.Count - at, Length(random))).ToArray();
                bytes.InsertRange(random.OneIn(2) ? at : random.Below(bytes.Count + 1), block);
                break;
            case 8:
                int from = random.Below(other.Length + 1), count = Math.Min(other.Length - from, Length(random));
                int replaced = random.OneIn(2) ? Math.Min(count, bytes.Count - at) : 0;
                bytes.RemoveRange(at, replaced);
                bytes.InsertRange(at, other.AsSpan(from, count).ToArray());
                break;
            default:
                for (int i = at, end = Math.Min(bytes.Count, at + Length(random)); i < end; i++)
                {
                    bytes[i] = (byte)random.Below(256);
                }

                break;
        }
    }

    /// <summary>Anywhere, but most often at one of the ends, where headers and footers are.</summary>
    private static int Place(int count, AttackRandom random) => random.Below(4) switch
    {
        0 => random.Below(Math.Min(count, 64)),
        1 => count - 1 - random.Below(Math.Min(count, 400)),
        _ => random.Below(count),
    };

    private static int Length(AttackRandom random) => 1 << random.Below(10);

    private static void SetExtreme(List<byte> bytes, int at, AttackRandom random)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        long value = random.OneIn(4) ? (long)random.LongBits() : random.Of(Extremes) + random.Between(-1, 1);
        if (random.OneIn(2))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            number = number[..(1 << random.Below(4))];
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            number = number[^(1 << random.Below(4))..];
        }

        for (int i = 0; i < number.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = number[i];
        }
    }
}
