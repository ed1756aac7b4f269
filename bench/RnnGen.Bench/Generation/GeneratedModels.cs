using System.Linq;

namespace RnnGen.Bench.Generation;

/// <summary>Declarations for the generator: each in a file of its own, every other one unrolled, all different.</summary>
internal static class GeneratedModels
{
    /// <summary>A file without a model, for edits that do not concern the generator.</summary>
    public const string Other = "internal static class Other { public static int Value() => 1; }";

    /// <summary>The same file after an edit.</summary>
    public const string OtherEdited = "internal static class Other { public static int Value() => 2; }";

    /// <summary>Declarations of some models.</summary>
    /// <param name="count">How many.</param>
    public static string[] Declarations(int count) => [.. Enumerable.Range(0, count).Select(index => Declaration(index, index))];

    /// <summary>The first of them after an edit that changes its layers.</summary>
    /// <param name="count">How many there are.</param>
    public static string FirstEdited(int count) => Declaration(0, count);

    private static string Declaration(int index, int extraUnits) => $"""
        [RnnGen.RnnModel(InputSize = 28{(index % 2 == 0 ? ", Steps = 28" : "")})]
        [RnnGen.Lstm({64 + extraUnits})]
        [RnnGen.Gru(64)]
        [RnnGen.Dense(10)]
        [RnnGen.SoftmaxCrossEntropy]
        public sealed partial class Model{index};
        """;
}
