using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>
/// Specifications in a line: <c>Specs.Of(3, "lstm 4", "gru 5", "dense 6 tanh", "dense 2", "loss")</c>, and <c>"mean"</c>, <c>"max"</c>,
/// <c>"every"</c> step.
/// </summary>
internal static class Specs
{
    public static ModelSpec Of(int inputSize, params string[] layers)
    {
        string[][] words = [.. layers.Select(layer => layer.Split(' '))];
        return new ModelSpec(
            new TypeName("Samples", new EquatableArray<string>([]), "Net"),
            inputSize,
            Steps: null,
            Training: true,
            words.Where(word => word[0] is "rnn" or "lstm" or "gru").Select(Layer).ToEquatable(),
            new[] { Head(words) }.ToEquatable());
    }

    private static HeadSpec Head(string[][] words)
    {
        List<DenseSpec> dense = [.. words.Where(word => word[0] == "dense").Select(Dense)];
        SequenceReduction reduction = words.Any(word => word[0] == "mean") ? SequenceReduction.Mean
            : words.Any(word => word[0] == "max") ? SequenceReduction.Max
            : words.Any(word => word[0] == "attention") ? SequenceReduction.Attention
            : dense.Count == 0 || words.Any(word => word[0] == "every") ? SequenceReduction.None
            : SequenceReduction.Last;
        bool loss = words.Any(word => word[0] == "loss");
        return new HeadSpec(
            reduction, dense.ToEquatable(), loss ? new LossSpec(LossKind.SoftmaxCrossEntropy, LossReductionKind.PerSequence) : null)
        {
            Attention = words
                .Where(word => word[0] == "attention")
                .Select(word => new AttentionSpec(word.Length > 1 ? int.Parse(word[1]) : 0, null))
                .FirstOrDefault(),
        };
    }

    private static DenseSpec Dense(string[] words) =>
        new(int.Parse(words[1]),
            words.Length > 2
                ? Enum.Parse<Generator.Specification.Activation>(words[2], ignoreCase: true)
                : Generator.Specification.Activation.Linear);

    private static LayerSpec Layer(string[] words)
    {
        string kind = words[0] == "rnn" ? "Rnn" : words[0] == "lstm" ? "Lstm" : "Gru";
        LayerArgument[] bias = words.Length > 2 ? [new LayerArgument("ForgetBias", double.Parse(words[2]))] : [];
        return new LayerSpec(kind, int.Parse(words[1]), bias.ToEquatable());
    }
}
