using System.Collections.Generic;

namespace RnnGen.Sample.Keywords.Networks;

/// <summary>What the network tells apart: no word, a word that is no command, and the commands.</summary>
/// <param name="words">The commands.</param>
internal sealed class KeywordClasses(IReadOnlyList<string> words)
{
    /// <summary>Most commands; the width of the network is compiled.</summary>
    public const int MostWords = 10;

    /// <summary>Outputs of the network, used or not.</summary>
    public const int Outputs = FirstWord + MostWords;

    /// <summary>The class of no word, of words that are no command, and of the first command.</summary>
    public const int Silence = 0, Unknown = 1, FirstWord = 2;

    /// <summary>The label of frames that nothing is learned from: a word is just ending.</summary>
    public const int Ignored = -1;

    /// <summary>The commands.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Names of all classes.</summary>
    public string[] Names { get; } = ["silence", "unknown", .. words];

    /// <summary>Number of classes.</summary>
    public int Count => FirstWord + words.Count;
}
