using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Data;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Chars;

/// <summary>The text that is learned: a file, or a built-in one.</summary>
/// <param name="Corpus">The text.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record CharacterText(CharacterCorpus Corpus, string Source)
{
    /// <summary>Stands for the characters that are too many, the rarest ones.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>Finds the text.</summary>
    /// <param name="path">A file, a folder with one <c>.txt</c> file, or <see langword="null"/> for the built-in text.</param>
    /// <exception cref="CommandFailure">There is no such file, or it is not text.</exception>
    public static CharacterText Find(string? path)
    {
        if (path is null)
        {
            return new CharacterText(new CharacterCorpus(SyntheticText.Create(SyntheticText.BuiltInSeed)), "built-in text (offline)");
        }

        try
        {
            string file = Directory.Exists(path) ? OnlyFile(path) : path;
            string text = File.ReadAllText(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return text.Length > 0
                ? new CharacterText(new CharacterCorpus(Limit(text, CharacterNetwork.Characters)), $"file {file}")
                : throw new CommandFailure($"{file} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new CommandFailure($"--data: {exception.Message}");
        }
    }

    /// <summary>The same text with a limited number of different characters: the rarest become U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many, at least 2.</param>
    internal static string Limit(string text, int most)
    {
        List<IGrouping<Rune, Rune>> characters =
        [
            .. text.EnumerateRunes().GroupBy(rune => rune).OrderByDescending(group => group.Count()).ThenBy(group => group.Key),
        ];
        if (characters.Count <= most)
        {
            return text;
        }

        HashSet<Rune> kept = [.. characters.Take(most - 1).Select(group => group.Key)];
        StringBuilder limited = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            limited.Append(kept.Contains(rune) ? rune.ToString() : Replacement.ToString());
        }

        return limited.ToString();
    }

    private static string OnlyFile(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.txt");
        return files.Length == 1 ? files[0] : throw new CommandFailure(
            $"Folder '{folder}' has {files.Length} .txt files; expected one, or the path of a file.");
    }
}
