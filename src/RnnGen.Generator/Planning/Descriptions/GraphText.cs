using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning.Descriptions;

/// <summary>
/// Attributes as one writes them, for the description: members of enums without their enum, what is at its default left out.
/// </summary>
internal static class GraphText
{
    // Of classes there may be thousands.
    private const int ShownWeights = 8;

    /// <summary>What a layer is: <c>Lstm(8)</c>.</summary>
    public static string Kind(LayerSpec layer) => layer.Role switch
    {
        LayerRole.Activation => $"Activation({layer.Activation(StatelessCells.Function)})",
        LayerRole.Dropout => $"Dropout({Number(layer.Number(StatelessCells.Rate) ?? 0)})",
        LayerRole.Pooling => Kind(layer.Reduction),
        LayerRole.Conv1D => $"{layer.Kind}({Number(layer.Units)}, {Number(layer.Number(WindowCells.Kernel) ?? 1)})",
        LayerRole.MaxPool1D or LayerRole.AveragePool1D => $"{layer.Kind}({Number(layer.Number(WindowCells.Size) ?? 1)})",
        LayerRole.Recurrent or LayerRole.Dense => $"{layer.Kind}({Number(layer.Units)})",
        _ => layer.Kind,
    };

    /// <summary>What reduces the steps.</summary>
    public static string Kind(SequenceReduction reduction) => $"Pooling({reduction})";

    /// <summary>A dense layer of a head.</summary>
    public static string Kind(DenseSpec layer) => $"Dense({Number(layer.Units)})";

    /// <summary>An input of floats.</summary>
    public static string Kind(InputSpec input) => $"Input({Number(input.Size)})";

    /// <summary>The table of tokens.</summary>
    public static string Kind(EmbeddingSpec embedding) => $"Embedding({Number(embedding.Vocabulary)}, {Number(embedding.Units)})";

    /// <summary>An input of tokens: the numbers that they may be.</summary>
    public static string Tokens(EmbeddingSpec embedding) => $"0 to {Number(embedding.Vocabulary - 1)}";

    /// <summary>The options of a layer that are not at their defaults.</summary>
    public static IEnumerable<string> Options(LayerSpec layer) =>
    [
        .. layer.Arguments.Where(argument => !IsPositional(argument)).Select(argument => Option(layer, argument)),
        .. When(layer.Direction != LayerDirection.Forward, $"Direction = {layer.Direction}"),
        .. When(layer.Merge != LayerMerge.Concatenate, $"Merge = {layer.Merge}"),
        .. When(layer.Residual, "Residual = true"),
        .. When(layer.LearnedInitialState, "LearnedInitialState = true"),
        .. layer.Dropout is DropoutSpec dropout ? Options(dropout) : [],
    ];

    /// <summary>The options of a dense layer of a head.</summary>
    public static IEnumerable<string> Options(DenseSpec layer) =>
    [
        .. When(layer.Activation != Activation.Linear, $"Activation = {layer.Activation}"),
        .. When(!layer.Bias, "Bias = false"),
    ];

    /// <summary>The options of an attention.</summary>
    public static IEnumerable<string> Options(AttentionSpec? attention) =>
        When(attention is { Units: > 0 }, $"AttentionUnits = {Number(attention?.Units ?? 0)}");

    /// <summary>The options of an embedding.</summary>
    public static IEnumerable<string> Options(EmbeddingSpec embedding) =>
        When(embedding.PaddingToken is not null, $"PaddingToken = {Number(embedding.PaddingToken ?? 0)}");

    /// <summary>The options of an input of floats.</summary>
    public static IEnumerable<string> Options(InputSpec input) => When(input.PerSequence, "PerSequence = true");

    /// <summary>The options of a head and of its loss.</summary>
    public static IEnumerable<string> Options(HeadSpec head) =>
    [
        .. When(head.Weight != 1, $"Weight = {Number(head.Weight)}"),
        .. head.Loss is LossSpec loss ? Options(loss) : [],
    ];

    private static IEnumerable<string> Options(LossSpec loss) =>
    [
        .. When(loss.Reduction != LossReductionKind.PerSequence, $"Reduction = {loss.Reduction}"),
        .. Share("LabelSmoothing", loss.LabelSmoothing),
        .. When(loss.ClassWeights.Count > 0, $"ClassWeights = [{Weights(loss.ClassWeights)}]"),
        .. When(loss.IgnoreIndex is not null, $"IgnoreIndex = {Number(loss.IgnoreIndex ?? 0)}"),
        .. When(loss.Delta != 1, $"Delta = {Number(loss.Delta)}"),
        .. When(loss.IsOfSequences, $"Blank = {Number(loss.Blank)}"),
    ];

    private static IEnumerable<string> Options(DropoutSpec dropout) =>
    [
        .. Share("InputDropout", dropout.Input),
        .. Share("StateDropout", dropout.State),
        .. Share("OutputDropout", dropout.Output),
        .. When(dropout.OncePerSequence, "VariationalDropout = true"),
    ];

    private static string Weights(EquatableArray<double> weights) =>
        string.Join(", ", weights.Take(ShownWeights).Select(Number)) + (weights.Count > ShownWeights ? ", ..." : "");

    // What stands in the parentheses of its attribute without a name.
    private static bool IsPositional(LayerArgument argument) =>
        argument.Name == StatelessCells.Function.Name || argument.Name == StatelessCells.Rate.Name
            || argument.Name == WindowCells.Kernel.Name || argument.Name == WindowCells.Size.Name;

    private static string Option(LayerSpec layer, LayerArgument argument)
    {
        LayerOption? option = layer.Equations is null ? CellCatalogue.Option(layer.Kind, argument.Name) : null;
        string value = option?.Members is Type members ? Enum.GetName(members, (int)argument.Value)!
            : option?.IsSwitch == true ? (argument.Value != 0 ? "true" : "false")
            : Number(argument.Value);
        return $"{argument.Name} = {value}";
    }

    private static IEnumerable<string> When(bool isSo, string option) => isSo ? [option] : [];

    private static IEnumerable<string> Share(string name, double value) => When(value != 0, $"{name} = {Number(value)}");

    // 1e-7, not 1E-07.
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture)
        .Replace("E-0", "e-").Replace("E+0", "e+").Replace('E', 'e');
}
