using System;
using System.IO;
using System.Text;

namespace RnnGen.Data;

/// <summary>A text as tokens of its characters, to learn what comes next.</summary>
public sealed class CharacterCorpus
{
    private readonly int[] _tokens;

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text; its invalid halves of surrogate pairs become U+FFFD.</param>
    /// <param name="vocabulary">The vocabulary of a trained model; that of the text unless given.</param>
    /// <exception cref="ArgumentException">The text is empty, or a character is not of the vocabulary.</exception>
    public CharacterCorpus(string text, CharacterVocabulary? vocabulary = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Vocabulary = vocabulary ?? CharacterVocabulary.Of(text);
        _tokens = Vocabulary.Encode(text);
    }

    /// <summary>The characters.</summary>
    public CharacterVocabulary Vocabulary { get; }

    /// <summary>The text.</summary>
    public ReadOnlyMemory<int> Tokens => _tokens;

    /// <summary>Reads a text file, of UTF-8 unless it begins with another byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The vocabulary of a trained model; that of the text unless given.</param>
    /// <exception cref="InvalidDataException">The file is empty, is not valid UTF-8, or a character is not of the vocabulary.</exception>
    public static CharacterCorpus Read(string path, CharacterVocabulary? vocabulary = null)
    {
        try
        {
            string text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return text.Length > 0 ? new CharacterCorpus(text, vocabulary) : throw new InvalidDataException($"{path} is empty.");
        }
        catch (Exception failure) when (failure is DecoderFallbackException or ArgumentException && !string.IsNullOrEmpty(path))
        {
            throw new InvalidDataException($"{path}: {failure.Message}", failure);
        }
    }

    /// <summary>Cuts the text in two: the first part to train on, the last to measure with.</summary>
    /// <param name="share">Share of the last part, above 0 and below 1.</param>
    public (ReadOnlyMemory<int> Training, ReadOnlyMemory<int> Validation) Split(double share)
    {
        if (share is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"The share is {share}; it must be above 0 and below 1.");
        }

        int training = (int)Math.Ceiling(_tokens.Length * (1 - share));
        return (_tokens.AsMemory(0, training), _tokens.AsMemory(training));
    }

    /// <summary>Batches that learn what comes next.</summary>
    /// <param name="tokens">The text or a part of it.</param>
    /// <param name="options">Rows and steps.</param>
    public TokenSource Source(ReadOnlyMemory<int> tokens, TokenOptions options) => new(tokens, Vocabulary.Count, options);
}
