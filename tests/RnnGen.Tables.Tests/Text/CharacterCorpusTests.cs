using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Tables.Tests;

public sealed class CharacterCorpusTests
{
    [Fact]
    public void VocabularyIsSortedAndRoundTrips()
    {
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("hello 🙂 world");

        Assert.Equal(" dehlorw🙂", vocabulary.Decode([.. Enumerable.Range(0, vocabulary.Count)]));
        Assert.Equal("low 🙂", vocabulary.Decode(vocabulary.Encode("low 🙂")));
        Assert.Contains("Character 2 of the text, 'x' (U+0078)", Assert.Throws<ArgumentException>(() => vocabulary.Encode("hex")).Message);
    }

    [Fact]
    public void BatchesContinueParallelStreams()
    {
        CharacterCorpus corpus = new("abcdefghijklmnopqrstuvwxyz");
        TokenSource source = corpus.Source(corpus.Tokens, new TokenOptions { BatchSize = 3, Steps = 4 });
        List<Copied> batches = Samples.Rest(source);

        // 25 inputs, 8 a stream: two windows of four steps.
        Assert.Equal(2, source.Batches);
        Assert.Equal(["abcdijklqrst", "efghmnopuvwx"], batches.Select(batch => corpus.Vocabulary.Decode(batch.Tokens)));
        Assert.Equal(["bcdejklmrstu", "fghinopqvwxy"], batches.Select(batch => corpus.Vocabulary.Decode(batch.Labels)));
        Assert.Equal([false, true], batches.Select(batch => batch.Continues));
        Assert.Equal(batches, Samples.Epoch(source, 5));
        source.Position = new SourcePosition(5, 1);
        Assert.Equal(batches.Skip(1), Samples.Rest(source));
    }

    [Fact]
    public void OneHotInputsAreTheTokens()
    {
        CharacterCorpus corpus = new("the quick brown fox jumps over the lazy dog");
        List<Copied> tokens = Samples.Rest(corpus.Source(corpus.Tokens, new TokenOptions { BatchSize = 2, Steps = 5 }));
        TokenSource source = corpus.Source(corpus.Tokens, new TokenOptions { BatchSize = 2, Steps = 5, OneHot = true });
        List<Copied> oneHot = Samples.Rest(source);

        Assert.Equal(corpus.Vocabulary.Count, source.Shape.Features);
        Assert.Equal(4, tokens.Count);
        for (int batch = 0; batch < tokens.Count; batch++)
        {
            Assert.Equal(tokens[batch].Tokens, oneHot[batch].Inputs.Chunk(corpus.Vocabulary.Count).Select(row => Array.IndexOf(row, 1f)));
            Assert.All(oneHot[batch].Inputs.Chunk(corpus.Vocabulary.Count), row => Assert.Equal(1, row.Sum()));
            Assert.Equal(tokens[batch].Labels, oneHot[batch].Labels);
        }
    }

    [Fact]
    public void SplitKeepsTheOrder()
    {
        CharacterCorpus corpus = new("abcdefghij");
        (ReadOnlyMemory<int> training, ReadOnlyMemory<int> validation) = corpus.Split(0.3);

        Assert.Equal("abcdefg", corpus.Vocabulary.Decode(training.Span));
        Assert.Equal("hij", corpus.Vocabulary.Decode(validation.Span));
    }

    [Fact]
    public void BadTextsAreNamed()
    {
        using TemporaryFile damaged = new("damaged.txt");
        File.WriteAllBytes(damaged.Path, [0x61, 0xFF, 0x62]);
        using TemporaryFile empty = TemporaryFile.With("empty.txt", "");
        using TemporaryFile strange = TemporaryFile.With("strange.txt", "abc");

        Assert.Contains("damaged.txt", Assert.Throws<InvalidDataException>(() => CharacterCorpus.Read(damaged.Path)).Message);
        Assert.Contains("empty.txt is empty", Assert.Throws<InvalidDataException>(() => CharacterCorpus.Read(empty.Path)).Message);
        Assert.Contains(
            "strange.txt: Character 2",
            Assert.Throws<InvalidDataException>(() => CharacterCorpus.Read(strange.Path, CharacterVocabulary.Of("ab"))).Message);
        Assert.Contains("10 tokens are too few: 3 rows of 4 steps and one token more are 13",
            Assert.Throws<ArgumentException>(() => new TokenSource(new int[10], 2, new TokenOptions { BatchSize = 3, Steps = 4 })).Message);
    }
}
