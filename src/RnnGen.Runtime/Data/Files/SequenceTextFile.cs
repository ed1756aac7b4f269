using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>
/// Sequences of several lengths in a text file: one line a step, its numbers separated by white space; blank lines stand between
/// sequences (the form of the Japanese vowels in the UCI Machine Learning Repository).
/// </summary>
public sealed class SequenceTextFile
{
    /// <summary>The most that an error quotes of a word that is not a number: the file may be something else altogether.</summary>
    private const int LongestQuote = 20;

    private readonly float[] _values;
    private readonly int[] _lengths;
    private readonly int[] _firstLines;

    private SequenceTextFile(string path, int features, float[] values, int[] lengths, int[] firstLines) =>
        (Path, Features, _values, _lengths, _firstLines) = (path, features, values, lengths, firstLines);

    /// <summary>Where the file was read from.</summary>
    public string Path { get; }

    /// <summary>Numbers of a step.</summary>
    public int Features { get; }

    /// <summary>Number of sequences.</summary>
    public int Count => _lengths.Length;

    /// <summary>Steps of each sequence, [<see cref="Count"/>], each at least 1.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>The line of each sequence's first step, [<see cref="Count"/>]; the first line of a file is 1.</summary>
    public IReadOnlyList<int> FirstLines => _firstLines;

    /// <summary>All sequences, one after the other without padding, [sum of <see cref="Lengths"/>, <see cref="Features"/>].</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>Reads a file. A file without sequences is not an error here.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">The numbers that each step must have.</param>
    /// <exception cref="InvalidDataException">A line does not have as many numbers, or something other than finite numbers; the message
    /// names file, line and numbers.</exception>
    public static SequenceTextFile Read(string path, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        List<float> values = [];
        List<int> lengths = [], firstLines = [];
        int line = 0;
        bool isOpen = false;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                isOpen = false;
                continue;
            }

            if (!isOpen)
            {
                isOpen = true;
                lengths.Add(0);
                firstLines.Add(line);
            }

            lengths[^1]++;
            ReadStep(path, line, text, features, values);
        }

        return new SequenceTextFile(path, features, [.. values], [.. lengths], [.. firstLines]);
    }

    /// <summary>All sequences padded with zeros to one length.</summary>
    /// <param name="steps">The length, at least that of the longest sequence.</param>
    /// <returns>[<see cref="Count"/>, <paramref name="steps"/>, <see cref="Features"/>].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A sequence is longer.</exception>
    /// <exception cref="InvalidOperationException">There are more values than an array can hold.</exception>
    public float[] Padded(int steps)
    {
        int longest = _lengths.DefaultIfEmpty().Max();
        if (steps < longest)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"The longest sequence has {longest} steps; {steps} are too few.");
        }

        long size = (long)Count * steps * Features;
        if (size > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{Count} sequences of {steps} steps of {Features} numbers are {size} values; an array holds at most {Array.MaxLength}.");
        }

        float[] padded = new float[size];
        int from = 0;
        for (int sequence = 0; sequence < Count; sequence++)
        {
            int length = _lengths[sequence] * Features;
            _values.AsSpan(from, length).CopyTo(padded.AsSpan(sequence * steps * Features));
            from += length;
        }

        return padded;
    }

    private static void ReadStep(string path, int line, string text, int features, List<float> values)
    {
        int found = 0;
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart();
        while (!rest.IsEmpty)
        {
            int end = 0;
            while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
            {
                end++;
            }

            ReadOnlySpan<char> word = rest[..end];
            found++;
            if (!float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
            {
                string quote = word.Length > LongestQuote ? $"{word[..LongestQuote]}..." : word.ToString();
                throw new InvalidDataException($"{path}, line {line}: number {found} is '{quote}'; expected a finite number.");
            }

            values.Add(value);
            rest = rest[end..].TrimStart();
        }

        if (found != features)
        {
            throw new InvalidDataException($"{path}, line {line}: expected {features} numbers, found {found}.");
        }
    }
}
