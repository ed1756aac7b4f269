using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Sample.Vowels;

/// <summary>
/// Utterances of the Japanese vowels /ae/ by nine speakers, 12 LPC cepstrum coefficients a step, 7 to 29 steps (Kudo, Toyama, Shimbo:
/// Multidimensional curve classification using passing-through regions, Pattern Recognition Letters 20, 1999; UCI Machine Learning
/// Repository).
/// </summary>
/// <param name="Train">What is trained on: 30 utterances of each speaker.</param>
/// <param name="Test">What the result is measured with.</param>
/// <param name="Source">Where they come from.</param>
internal sealed record VowelSets(LabeledSequences Train, LabeledSequences Test, string Source)
{
    /// <summary>Numbers of a step.</summary>
    public const int Coefficients = 12;

    /// <summary>The classes.</summary>
    public const int Speakers = 9;

    /// <summary>Steps of the shortest and of the longest utterance.</summary>
    public const int ShortestUtterance = 7, LongestUtterance = 29;

    private const string TrainingFile = "ae.train", TestFile = "ae.test";

    /// <summary>Utterances of each speaker for training, and for the test, in the order of the files.</summary>
    public static IReadOnlyList<int> TrainingCounts { get; } = [30, 30, 30, 30, 30, 30, 30, 30, 30];

    /// <inheritdoc cref="TrainingCounts"/>
    public static IReadOnlyList<int> TestCounts { get; } = [31, 35, 88, 44, 29, 24, 40, 50, 29];

    /// <summary>Reads the two files.</summary>
    /// <param name="directory">Where they are.</param>
    /// <exception cref="FileNotFoundException">A file is missing; the message lists all that are.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or truncated; the message names file, line and numbers.</exception>
    public static VowelSets Load(string directory)
    {
        string[] names = [TrainingFile, TestFile];
        string[] missing = [.. names.Where(name => !File.Exists(Path.Combine(directory, name)))];
        if (missing.Length > 0)
        {
            string folder = Directory.Exists(directory) ? $"Folder '{directory}' lacks" : $"There is no folder '{directory}' with";
            throw new FileNotFoundException($"{folder} {string.Join(" and ", missing)}.", missing[0]);
        }

        return new VowelSets(
            Read(Path.Combine(directory, TrainingFile), TrainingCounts),
            Read(Path.Combine(directory, TestFile), TestCounts),
            $"Japanese vowels (folder {directory})");
    }

    /// <summary>The class of each utterance, when those of a speaker stand together.</summary>
    /// <param name="counts">Utterances of each speaker.</param>
    public static int[] Labels(IEnumerable<int> counts) => [.. counts.SelectMany((count, speaker) => Enumerable.Repeat(speaker, count))];

    private static LabeledSequences Read(string path, IReadOnlyList<int> counts)
    {
        SequenceTextFile file = SequenceTextFile.Read(path, Coefficients);
        for (int utterance = 0; utterance < file.Count; utterance++)
        {
            if (file.Lengths[utterance] is < ShortestUtterance or > LongestUtterance)
            {
                throw new InvalidDataException(
                    $"{path}, line {file.FirstLines[utterance]}: utterance {utterance + 1} has {file.Lengths[utterance]} steps; "
                    + $"expected {ShortestUtterance} to {LongestUtterance}.");
            }
        }

        int expected = counts.Sum();
        return file.Count == expected
            ? new LabeledSequences(
                file.Padded(LongestUtterance), Labels(counts), LongestUtterance, Coefficients, Speakers, file.Lengths.ToArray())
            : throw new InvalidDataException(
                $"{path}: expected {expected} utterances ({string.Join(", ", counts)} of speakers 1 to {Speakers}), found {file.Count}"
                + (file.Count == 0 ? "." : $", the last from line {file.FirstLines[^1]}."));
    }
}
