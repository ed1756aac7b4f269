using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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
        List<LayerPlan> layers = new LayerPlanner(spec, parameters, buffers).Plan();
        HeadPlan head = new HeadPlanner(spec, parameters, buffers).Plan(layers[layers.Count - 1]);
        long headCost = head.Dense.Sum(stage => stage.Kernel.Count);
        return new ModelPlan(
            spec,
            Hash(spec),
            parameters.Parameters,
            layers.ToEquatable(),
            head,
            buffers.ToEquatable(),
            SizeConstants(spec, layers, head.Dense).ToEquatable(),
            SchedulePlanner.Unroll(spec).ToEquatable(),
            SchedulePlanner.Phases(layers, head).ToEquatable(),
            RowPlanner.Plan(spec, layers, head.Streams ? [.. head.Layers] : []),
            layers.Sum(layer => layer.Stages.OfType<StagePlan.Matrix>().Sum(stage => stage.Kernel.Count)) + (head.IsEveryStep ? headCost : 0),
            head.IsEveryStep ? 0 : headCost);
    }

    /// <summary>Number of parameters: long, so that the parser can refuse what an int cannot address.</summary>
    public static long CountParameters(ModelSpec spec)
    {
        ParameterTable parameters = new();
        List<LayerPlan> layers = new LayerPlanner(spec, parameters, []).Plan();
        new HeadPlanner(spec, parameters, []).Plan(layers[layers.Count - 1]);
        return parameters.Count;
    }

    private static IEnumerable<SizePlan> SizeConstants(ModelSpec spec, List<LayerPlan> layers, IReadOnlyList<StagePlan.Matrix> dense)
    {
        yield return new SizePlan("InputStride", Sizes.Padded(spec.InputSize), "Features of a step, padded to whole vectors.");
        foreach (LayerPlan layer in layers)
        {
            yield return new SizePlan($"{layer.Name}Units", layer.Units, $"Units of {layer.Title}.");
            yield return new SizePlan($"{layer.Name}Stride", Sizes.Padded(layer.Units), "The same, padded.");
            foreach (StagePlan.Matrix stage in layer.Stages.OfType<StagePlan.Matrix>())
            {
                yield return new SizePlan($"{stage.Method}Columns", stage.Columns, $"Padded columns of {string.Join(", ", stage.Blocks)}.");
            }
        }

        foreach (StagePlan.Matrix stage in dense)
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
            .Concat(spec.Layers.Select(layer => FormattableString.Invariant($"{layer.Kind} {layer.Units} {(layer.Kind == LayerKind.Lstm ? layer.ForgetBias : 0):R}")))
            .Concat(spec.Head.Reduction is SequenceReduction.Mean or SequenceReduction.Max ? [$"Pooling {spec.Head.Reduction}"] : [])
            .Concat(spec.Head.Dense.Select(dense => FormattableString.Invariant($"Dense {dense.Units}{(dense.Activation == ActivationKind.Linear ? "" : $" {dense.Activation}")}")))));
    }
}
