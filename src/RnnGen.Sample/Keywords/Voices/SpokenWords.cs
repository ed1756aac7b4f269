using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Voices;

/// <summary>The sounds of the commands, and of words that are none.</summary>
internal static class SpokenWords
{
    /// <summary>Sounds by which a word that is no command differs from each command at least.</summary>
    private const int LeastDistance = 2;

    private static readonly string[] Onsets =
    [
        "", "B", "D", "F", "G", "HH", "K", "L", "M", "N", "P", "R", "S", "SH", "T", "TH", "V", "W", "Y", "Z", "B L", "B R", "D R", "F L",
        "G R", "K L", "P L", "S T", "S P", "T R",
    ];

    private static readonly string[] Nuclei =
        ["IY", "IH", "EH", "AE", "AA", "AO", "UH", "UW", "AH", "ER", "AY", "AW", "OW", "EY"];

    private static readonly string[] Codas =
        ["", "B", "D", "F", "G", "K", "L", "M", "N", "NG", "P", "R", "S", "SH", "T", "TH", "V", "Z", "K S", "N D", "N T", "S T", "L D"];

    /// <summary>The commands: those that most work on the Speech Commands data set uses (Warden, 2018).</summary>
    public static IReadOnlyList<string> Commands { get; } = ["yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"];

    /// <summary>The sounds of each command.</summary>
    public static IReadOnlyList<string[]> Sounds { get; } =
    [
        ["Y", "EH", "S"], ["N", "OW"], ["AH", "P"], ["D", "AW", "N"], ["L", "EH", "F", "T"], ["R", "AY", "T"], ["AO", "N"],
        ["AO", "F"], ["S", "T", "AA", "P"], ["G", "OW"],
    ];

    /// <summary>
    /// Draws a word of one or two syllables that is no command, and none that differs from one in a single sound: "mo" beside "no" is a
    /// test of the synthesizer.
    /// </summary>
    /// <param name="draws">The numbers.</param>
    /// <param name="isTest">Whether it is one of the words that are kept for the test: nobody trains on them.</param>
    public static string[] DrawOther(Draws draws, bool isTest)
    {
        while (true)
        {
            string[] word = [.. Syllables(draws)];
            if (IsForTest(word) == isTest && Sounds.All(command => Distance(word, command) >= LeastDistance))
            {
                return word;
            }
        }
    }

    /// <summary>Sounds to insert, to leave out or to exchange to make one word of the other (Levenshtein, 1966).</summary>
    /// <param name="one">A word.</param>
    /// <param name="other">Another one.</param>
    public static int Distance(ReadOnlySpan<string> one, ReadOnlySpan<string> other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 0; i < one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < other.Length; j++)
            {
                int exchanged = diagonal + (one[i] == other[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(exchanged, 1 + Math.Min(row[j], row[j + 1]));
            }
        }

        return row[^1];
    }

    private static IEnumerable<string> Syllables(Draws draws)
    {
        int syllables = 1 + draws.Below(2);
        for (int syllable = 0; syllable < syllables; syllable++)
        {
            string[] parts = [Onsets[draws.Below(Onsets.Length)], Nuclei[draws.Below(Nuclei.Length)], Codas[draws.Below(Codas.Length)]];
            foreach (string sound in parts.SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                yield return sound;
            }
        }
    }

    /// <summary>A third of all words, chosen by their sounds.</summary>
    private static bool IsForTest(string[] word) => StableHash.Of(string.Join(' ', word)) % 3 == 0;
}
