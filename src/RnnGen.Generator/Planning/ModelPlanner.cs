using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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
        HeadPlanner head = new(spec, parameters, buffers);
        LastStepPlan? last = head.LastStep(sequence);
        List<StagePlan.Matrix> dense = head.Dense(sequence.Output);
        SoftmaxPlan? loss = head.Loss(dense);
        return new ModelPlan(
            spec,
            Hash(spec),
            parameters.Parameters,
            layers.ToEquatable(),
            sequence.Sequence.ToEquatable(),
            sequence.Output,
            last,
            dense.ToEquatable(),
            loss,
            buffers.ToEquatable(),
            SizeConstants(spec, sequence, dense).ToEquatable(),
            SchedulePlanner.Unroll(spec).ToEquatable(),
            SchedulePlanner.Phases(sequence.Sequence, hasHead: dense.Count > 0, loss is not null).ToEquatable(),
            sequence.Sequence.All(stage => stage is SequencePlan.Recurrent) ? RowPlanner.Plan(spec, layers, dense) : null,
            layers.Sum(layer => layer.Stages.OfType<StagePlan.Matrix>().Sum(stage => stage.Kernel.Count)),
            dense.Sum(stage => stage.Kernel.Count));
    }

    /// <summary>Number of parameters: long, so that the parser can refuse what an int cannot address.</summary>
    public static long CountParameters(ModelSpec spec)
    {
        ParameterTable parameters = new();
        SequencePlanner sequence = new(spec, parameters, []);
        sequence.Plan();
        new HeadPlanner(spec, parameters, []).Dense(sequence.Output);
        return parameters.Count;
    }

    private static IEnumerable<SizePlan> SizeConstants(ModelSpec spec, SequencePlanner sequence, List<StagePlan.Matrix> dense)
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

        foreach (StagePlan.Matrix stage in dense)
        {
            yield return new SizePlan($"{stage.Method}Units", stage.Units, $"Outputs of {stage.Equation}.");
            yield return new SizePlan($"{stage.Method}Columns", stage.Columns, "The same, padded.");
        }
    }

    /// <summary>A hash of the layers: equal for a static and a dynamic class with the same parameters and equations.</summary>
    private static string Hash(ModelSpec spec)
    {
        return StableHash.Of(string.Join(";", new[] { $"rnngen1;input {spec.InputSize.ToString(CultureInfo.InvariantCulture)}" }
            .Concat(spec.Layers.Select(Text))
            .Concat(spec.DenseUnits.Select(units => FormattableString.Invariant($"Dense {units}")))));
    }

    // Files of earlier versions carry the hash of the first part alone; what came later is added only where it is used.
    private static string Text(LayerSpec layer)
    {
        string equations = layer.Equations is null ? "" : $" equations {StableHash.Of(layer.Equations)}";
        double forgetBias = layer.Kind == "Lstm" ? layer.Number("ForgetBias", 1) : 0;
        IEnumerable<string> options = layer.Arguments
            .Where(argument => layer.Kind != "Lstm" || argument.Name != "ForgetBias")
            .Select(argument => FormattableString.Invariant($" {argument.Name} {argument.Value:R}"));
        string direction = layer.Direction == LayerDirection.Forward ? "" : $" {layer.Direction}";
        string merge = layer.Merge == LayerMerge.Concatenate ? "" : $" {layer.Merge}";
        return FormattableString.Invariant($"{layer.Kind} {layer.Units} {forgetBias:R}") + string.Concat(options) + direction + merge + (layer.Residual ? " residual" : "") + equations;
    }
}
