using System;

namespace RnnGen.Generator.Specification;

/// <summary>
/// How large a model may be: far beyond networks that people train, and so little that neither the generator nor the compiler takes more
/// than seconds, or comes near the end of its stack. Each is looked at as early as it can be.
/// </summary>
internal static class Limits
{
    /// <summary>Numbers of one step of a model's input.</summary>
    public const int InputSize = 1_048_576;

    /// <summary>Tokens of an embedding.</summary>
    public const int Vocabulary = 100_000_000;

    /// <summary>Units of a layer.</summary>
    public const int Units = 65_536;

    /// <summary>Numbers of the steps of a window, and of those that its state holds: it is a field of a struct.</summary>
    public const int WindowSize = 1_048_576, PastSize = 65_536;

    /// <summary>Steps of a static network.</summary>
    public const int Steps = 1_000_000;

    /// <summary>Parameters of a model.</summary>
    public const long Parameters = 1_000_000_000;

    /// <summary>Layers below the heads; one of two directions counts as two.</summary>
    public const int Layers = 128;

    /// <summary>Named heads.</summary>
    public const int Heads = 64;

    /// <summary>Dense layers of all heads together.</summary>
    public const int DenseLayers = 256;

    /// <summary>Attributes of all kinds: each head has its pooling and its loss besides.</summary>
    public const int Attributes = 1024;

    /// <summary>Letters of a name that becomes a part of generated names, which C# ends at 1,023 bytes.</summary>
    public const int NameLength = 128;

    /// <summary>Characters of a cell's text.</summary>
    public const int TextLength = 65_536;

    /// <summary>Lines of a cell's text that are neither empty nor comments.</summary>
    public const int TextLines = 512;

    /// <summary>Words and signs of a cell's text, and of the texts of all layers of a model together; two directions count twice.</summary>
    public const int TextTokens = 8192;

    /// <summary>Mistakes of one text that are listed one by one.</summary>
    public const int TextErrors = 50;

    /// <summary>What is wrong with a name beyond <see cref="NameLength"/>.</summary>
    public static string LongName(string name) =>
        FormattableString.Invariant($"The name '{name.Substring(0, 20)}…' has {name.Length} characters; a name has at most {NameLength}");
}
