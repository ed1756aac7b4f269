using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>What words are for: no speaker is in two parts.</summary>
internal enum WordPart
{
    /// <summary>To learn from.</summary>
    Training,

    /// <summary>To say when to stop.</summary>
    Validation,

    /// <summary>To measure with.</summary>
    Test,
}

/// <summary>Where words come from.</summary>
internal interface IWordSource
{
    /// <summary>What the words are, for the reader.</summary>
    string Name { get; }

    /// <summary>The commands.</summary>
    KeywordClasses Classes { get; }

    /// <summary>Whether there are words that are no commands.</summary>
    bool HasUnknown { get; }

    /// <summary>Single clips of a second to measure with.</summary>
    int TestClips { get; }

    /// <summary>Draws a word.</summary>
    /// <param name="part">What for.</param>
    /// <param name="label">Its class, not silence.</param>
    /// <param name="draws">The numbers.</param>
    Utterance Draw(WordPart part, int label, Draws draws);

    /// <summary>A clip to measure with.</summary>
    /// <param name="index">Which, 0 to <see cref="TestClips"/> - 1.</param>
    /// <returns>The clip, and its class.</returns>
    (float[] Samples, int Class) TestClip(int index);
}
