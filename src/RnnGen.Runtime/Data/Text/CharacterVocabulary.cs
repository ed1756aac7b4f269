using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace RnnGen.Data;

/// <summary>The characters (Unicode code points) of a text, in the order of their numbers; a token is an index into them.</summary>
public sealed class CharacterVocabulary
{
    private const string Key = "vocabulary";

    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _tokens;

    private CharacterVocabulary(IEnumerable<Rune> characters)
    {
        _characters = [.. characters.Distinct().Order()];
        _tokens = _characters.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>Number of characters.</summary>
    public int Count => _characters.Length;

    /// <summary>The character of a token.</summary>
    public Rune this[int token] => _characters[token];

    /// <summary>Takes the characters of a text.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static CharacterVocabulary Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new CharacterVocabulary(text.EnumerateRunes());
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">A character is not of the vocabulary; the message names it and its place.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> tokens = new(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            tokens.Add(_tokens.TryGetValue(character, out int token) ? token : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Character {tokens.Count} of the text, '{character}' (U+{character.Value:X4}), "
                    + $"is not one of the {Count} of the vocabulary."),
                nameof(text)));
        }

        return [.. tokens];
    }

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">Each 0 to <see cref="Count"/> - 1.</param>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        StringBuilder text = new(tokens.Length);
        foreach (int token in tokens)
        {
            text.Append(_characters[token].ToString());
        }

        return text.ToString();
    }

    /// <summary>
    /// Adds the vocabulary to what is stored with a model
    /// (<see cref="ModelParameters.Save(string, IReadOnlyDictionary{string, string})"/>).
    /// </summary>
    /// <param name="metadata">Receives it.</param>
    public void AddTo(IDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata[Key] = string.Concat(_characters.Select(character => character.ToString()));
    }

    /// <summary>The vocabulary that was stored with a model.</summary>
    /// <param name="metadata">What <see cref="ModelParameters.ReadMetadata"/> gives.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static CharacterVocabulary From(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetValue(Key, out string? characters) && characters.Length > 0
            ? Of(characters)
            : throw new InvalidDataException($"The file has no '{Key}' among its metadata.");
    }
}
