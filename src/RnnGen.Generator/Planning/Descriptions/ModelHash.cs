using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning.Descriptions;

/// <summary>What files of parameters say of the model that they belong to.</summary>
internal static class ModelHash
{
    // The first version had a place for the forget bias of every layer: 0 for cells other than LSTM.
    private const string LstmKind = "Lstm";

    /// <summary>
    /// A hash of the layers: equal for a static and a dynamic class with the same parameters and equations. Whether dense layers read
    /// one step or all changes neither.
    /// </summary>
    public static string Of(ModelSpec spec)
    {
        return StableHash.Of(string.Join(";", new[] { $"rnngen1;input {spec.InputSize.ToString(CultureInfo.InvariantCulture)}" }
            .Concat(spec.Embedding is EmbeddingSpec embedding ? [FormattableString.Invariant($"Embedding {embedding.Vocabulary}")] : [])
            .Concat(spec.Inputs.Where(input => input.PerSequence).Select(input => FormattableString.Invariant($"Sequence {input.Size}")))
            .Concat(spec.Layers.Select(Text))
            .Concat(spec.Heads.SelectMany(Text))));
    }

    private static IEnumerable<string> Text(HeadSpec head) =>
    [
        .. head.Name is null ? Array.Empty<string>() : [$"Head {head.Name}"],
        .. head.Reads.Count == 0 ? Array.Empty<string>() : [$"From{Reads(head.Reads)}"],
        .. Pooling(head),
        .. head.Dense.Select(Text),
    ];

    private static string Text(DenseSpec dense)
    {
        string activation = dense.Activation == Activation.Linear ? "" : $" {dense.Activation}";
        return FormattableString.Invariant($"Dense {dense.Units}{activation}{(dense.Bias ? "" : " no bias")}");
    }

    private static IEnumerable<string> Pooling(HeadSpec head) => head switch
    {
        { Attention: AttentionSpec attention } => [FormattableString.Invariant($"Pooling Attention {attention.Units}")],
        { Reduction: SequenceReduction.Mean or SequenceReduction.Max } => [$"Pooling {head.Reduction}"],
        _ => [],
    };

    private static string Reads(EquatableArray<ReadSpec> reads) => string.Concat(
        reads.Select(read => FormattableString.Invariant($" {read.Source}[{read.FirstColumn}+{read.Columns}]")));

    // Files of earlier versions carry the hash of the first part alone; what came later is added only where it is used.
    private static string Text(LayerSpec layer)
    {
        string equations = layer.Equations is null ? "" : $" equations {StableHash.Of(layer.Equations)}";
        // A user's class named Lstm has the default here, which files carry; what it computes is in its equations.
        bool hasForgetBias = layer.Kind == LstmKind;
        double forgetBias = hasForgetBias ? layer.Number(CellOptions.ForgetBias)!.Value : 0;
        IEnumerable<string> options = layer.Arguments
            .Where(argument => !hasForgetBias || argument.Name != CellOptions.ForgetBias.Name)
            .Select(argument => FormattableString.Invariant($" {argument.Name} {argument.Value:R}"));
        string direction = layer.Direction == LayerDirection.Forward ? "" : $" {layer.Direction}";
        string merge = layer.Merge == LayerMerge.Concatenate ? "" : $" {layer.Merge}";
        string ends = direction + merge + (layer.Residual ? " residual" : "") + (layer.LearnedInitialState ? " learned" : "") + equations
            + Reads(layer.Reads)
            + (layer.StepInputs.Count == 0 ? "" : " inputs" + Reads(layer.StepInputs))
            + (layer.InitialState is int start ? FormattableString.Invariant($" start {start}") : "")
            + (layer.Reduction == SequenceReduction.None ? "" : $" {layer.Reduction}");
        return FormattableString.Invariant($"{layer.Kind} {layer.Units} {forgetBias:R}") + string.Concat(options) + ends;
    }
}
