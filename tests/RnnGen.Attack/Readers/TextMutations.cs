using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnGen.Attack.Readers;

/// <summary>Damage to a text: its words and marks replaced, doubled, exchanged and left out.</summary>
internal static partial class TextMutations
{
    private static readonly string[] Words =
    [
        "", " ", "\n", "\r\n", "\r", "\t", "\0", "\uFEFF", "\"", "\"\"", "'", ",", ";", ":", "[", "]", "{", "}", "[]", "{}", "\\",
        "\\u0000", "\\ud800",
        "[null]", "[1]", "null", "true", "NaN", "nan",
        "Infinity", "-Infinity", "∞", "0", "-0", "1", "-1", "1.5", "+1", "1e5", "1e39", "-1e39", "1e400", "1e-400", "0x10", "1_000",
        "1,5", "127", "255", "256",
        "32768", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "9223372036854775806",
        "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999999999999999", "0001-01-01",
        "9999-12-31T23:59:59.9999999",
        "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2024-02-30", "2024-01-01T00:00:00Z", "12:00", "F32", "F64", "I64",
        "BOOL", "F4", "U8", "dtype", "shape",
        "data_offsets", "__metadata__", "x", "A", "text", "😀", "é", "\u2028",
    ];

    /// <summary>A damaged copy.</summary>
    public static string Damage(string text, AttackRandom random)
    {
        List<string> words = [.. Word().Matches(text).Select(match => match.Value)];
        for (int changes = random.OneIn(2) ? 1 : random.Between(2, 6); changes > 0 && words.Count > 0; changes--)
        {
            int at = random.Below(words.Count), other = random.Below(words.Count);
            switch (random.Below(8))
            {
                case 0:
                    words.RemoveAt(at);
                    break;
                case 1:
                    words.Insert(at, words[other]);
                    break;
                case 2:
                    (words[at], words[other]) = (words[other], words[at]);
                    break;
                case 3:
                    words.Insert(at, random.Of(Words));
                    break;
                case 4:
                    List<string> block = words.GetRange(at, Math.Min(words.Count - at, 1 << random.Below(6)));
                    words.InsertRange(other, block);
                    break;
                case 5:
                    words[at] = string.Concat(Enumerable.Repeat(words[at], 1 << random.Below(8)));
                    break;
                default:
                    words[at] = random.Of(Words);
                    break;
            }
        }

        // Half of a surrogate pair is not text that can be written.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(words)));
    }

    /// <summary>A value that a cell of a table may have.</summary>
    public static string Value(AttackRandom random) => random.Of(Words);

    [GeneratedRegex(@"[\p{L}_]+|-?[\d.]+|\s|[^\p{L}\d\s_]")]
    private static partial Regex Word();
}
