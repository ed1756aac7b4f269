using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Cells.Text;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>Turns a checked specification into a plan. It cannot fail: every user error has been found by the parser.</summary>
internal static class ModelPlanner
{
    public static ModelPlan Plan(ModelSpec spec)
    {
        ParameterTable parameters = new();
        List<BufferPlan> buffers = [];
        SequencePlanner sequence = new(spec, parameters, buffers);
        sequence.Plan();
        IReadOnlyList<LayerPlan> layers = sequence.Layers;
        List<HeadPlan> heads = [.. HeadPlanner.Plan(spec, sequence, parameters, buffers)];
        List<StagePlan.Matrix> products = [.. heads.SelectMany(head => head.Products)];
        long stepCost = products.Where(stage => stage.IsRecurrent).Sum(stage => stage.Kernel.Count);
        long sequenceCost = products.Where(stage => !stage.IsRecurrent).Sum(stage => stage.Kernel.Count);
        return new ModelPlan(
            spec,
            Hash(spec),
            Initialized(spec, parameters, sequence, heads),
            layers.ToEquatable(),
            sequence.Sequence.ToEquatable(),
            heads.ToEquatable(),
            buffers.ToEquatable(),
            SizeConstants(spec, sequence, products).ToEquatable(),
            SchedulePlanner.Unroll(spec).ToEquatable(),
            SchedulePlanner.Phases(sequence.Sequence, heads, sequence.Embedding is not null).ToEquatable(),
            sequence.Sequence.All(stage => stage is SequencePlan.Recurrent) ? RowPlanner.Plan(spec, layers, [.. heads.Where(head => head.Streams)]) : null,
            layers.Sum(layer => layer.Stages.OfType<StagePlan.Matrix>().Sum(stage => stage.Kernel.Count)) + stepCost,
            sequenceCost)
        {
            Embedding = sequence.Embedding,
        };
    }

    /// <summary>Number of parameters: long, so that the parser can refuse what an int cannot address.</summary>
    public static long CountParameters(ModelSpec spec)
    {
        ParameterTable parameters = new();
        SequencePlanner sequence = new(spec, parameters, []);
        sequence.Plan();
        _ = HeadPlanner.Plan(spec, sequence, parameters, []).Count();
        return parameters.Count;
    }

    /// <summary>The parameters with the starts that the specification wants.</summary>
    private static EquatableArray<ParameterPlan> Initialized(ModelSpec spec, ParameterTable parameters, SequencePlanner sequence, IReadOnlyList<HeadPlan> heads)
    {
        InitializerPlanner planner = new(spec.Initialization, parameters.Parameters);
        if (sequence.Embedding is EmbeddingPlan embedding)
        {
            planner.Embedding(spec.Embedding!.Table, embedding);
        }

        IEnumerable<LayerSpec> cells = spec.Layers.SelectMany(layer => Enumerable.Repeat(layer, layer.Direction == LayerDirection.Bidirectional ? 2 : 1));
        foreach ((LayerSpec layer, LayerPlan plan) in cells.Zip(sequence.Layers, (layer, plan) => (layer, plan)))
        {
            planner.Cell(layer.Units, layer is { Kind: "Lstm", Equations: null } ? layer.Number("ForgetBias", 1) : null, layer.Initializers, plan.Stages);
        }

        foreach ((HeadSpec head, HeadPlan plan) in spec.Heads.Zip(heads, (head, plan) => (head, plan)))
        {
            foreach (StagePlan.Matrix score in (plan.Reduction?.Scores ?? default).OfType<StagePlan.Matrix>())
            {
                planner.Dense(head.Attention!.Initializers, score);
            }

            for (int index = 0; index < plan.Dense.Count; index++)
            {
                planner.Dense(head.Dense[index].Initializers, plan.Dense[index]);
            }
        }

        return planner.Parameters;
    }

    private static IEnumerable<SizePlan> SizeConstants(ModelSpec spec, SequencePlanner sequence, IReadOnlyList<StagePlan.Matrix> products)
    {
        yield return new SizePlan("InputStride", Sizes.Padded(spec.InputSize), "Features of a step, padded to whole vectors.");
        foreach (LayerPlan layer in sequence.Layers)
        {
            foreach (SizePlan size in layer.Sizes)
            {
                yield return size;
            }

            foreach (StagePlan.Matrix stage in layer.Stages.OfType<StagePlan.Matrix>())
            {
                yield return new SizePlan($"{stage.Method}Columns", stage.Columns, $"Padded columns of {string.Join(", ", stage.Blocks.Select(CellNames.Display))}.");
            }
        }

        foreach (SequenceValue value in sequence.Values)
        {
            yield return new SizePlan($"{value.Access.Field}Units", value.Width, $"Width of {value.Access.Field}.");
            yield return new SizePlan($"{value.Access.Field}Stride", Sizes.Padded(value.Width), "The same, padded.");
        }

        foreach (StagePlan.Matrix stage in products)
        {
            yield return new SizePlan($"{stage.Method}Units", stage.Units, $"Outputs of {stage.Equation}.");
            yield return new SizePlan($"{stage.Method}Columns", stage.Columns, "The same, padded.");
        }
    }

    /// <summary>
    /// A hash of the layers: equal for a static and a dynamic class with the same parameters and equations. Whether dense layers read
    /// one step or all changes neither.
    /// </summary>
    private static string Hash(ModelSpec spec)
    {
        return StableHash.Of(string.Join(";", new[] { $"rnngen1;input {spec.InputSize.ToString(CultureInfo.InvariantCulture)}" }
            .Concat(spec.Embedding is EmbeddingSpec embedding ? [$"Embedding {embedding.Vocabulary.ToString(CultureInfo.InvariantCulture)}"] : [])
            .Concat(spec.Layers.Select(Text))
            .Concat(spec.Heads.SelectMany(Text))));
    }

    private static IEnumerable<string> Text(HeadSpec head) =>
    [
        .. head.Name is null ? Array.Empty<string>() : [$"Head {head.Name}"],
        .. Pooling(head),
        .. head.Dense.Select(dense => FormattableString.Invariant($"Dense {dense.Units}{(dense.Activation == Activation.Linear ? "" : $" {dense.Activation}")}")),
    ];

    private static IEnumerable<string> Pooling(HeadSpec head) => head switch
    {
        { Attention: AttentionSpec attention } => [FormattableString.Invariant($"Pooling Attention {attention.Units}")],
        { Reduction: SequenceReduction.Mean or SequenceReduction.Max } => [$"Pooling {head.Reduction}"],
        _ => [],
    };

    // Files of earlier versions carry the hash of the first part alone; what came later is added only where it is used.
    private static string Text(LayerSpec layer)
    {
        string equations = layer.Equations is null ? "" : $" equations {StableHash.Of(layer.Equations)}";
        // A class of the user's named Lstm has the default here, which files carry; what it computes is in its equations.
        double forgetBias = layer.Kind == "Lstm" ? layer.Number("ForgetBias", 1) : 0;
        IEnumerable<string> options = layer.Arguments
            .Where(argument => layer.Kind != "Lstm" || argument.Name != "ForgetBias")
            .Select(argument => FormattableString.Invariant($" {argument.Name} {argument.Value:R}"));
        string direction = layer.Direction == LayerDirection.Forward ? "" : $" {layer.Direction}";
        string merge = layer.Merge == LayerMerge.Concatenate ? "" : $" {layer.Merge}";
        return FormattableString.Invariant($"{layer.Kind} {layer.Units} {forgetBias:R}") + string.Concat(options) + direction + merge + (layer.Residual ? " residual" : "") + (layer.LearnedInitialState ? " learned" : "") + equations;
    }
}
