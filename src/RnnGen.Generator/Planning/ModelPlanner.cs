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
        HeadPlanner head = new(spec, parameters, buffers);
        LastStepPlan? last = head.LastStep(layers[layers.Count - 1]);
        List<StagePlan.Matrix> dense = head.Dense();
        SoftmaxPlan? loss = head.Loss(dense);
        return new ModelPlan(
            spec,
            Hash(spec),
            Initialized(spec, parameters, layers, dense),
            layers.ToEquatable(),
            last,
            dense.ToEquatable(),
            loss,
            buffers.ToEquatable(),
            SizeConstants(spec, layers, dense).ToEquatable(),
            SchedulePlanner.Unroll(spec).ToEquatable(),
            SchedulePlanner.Phases(layers, hasHead: dense.Count > 0, loss is not null).ToEquatable(),
            RowPlanner.Plan(spec, layers, dense),
            layers.Sum(layer => layer.Stages.OfType<StagePlan.Matrix>().Sum(stage => stage.Kernel.Count)),
            dense.Sum(stage => stage.Kernel.Count));
    }

    /// <summary>Number of parameters: long, so that the parser can refuse what an int cannot address.</summary>
    public static long CountParameters(ModelSpec spec)
    {
        ParameterTable parameters = new();
        new LayerPlanner(spec, parameters, []).Plan();
        new HeadPlanner(spec, parameters, []).Dense();
        return parameters.Count;
    }

    /// <summary>The parameters with the starts that the specification wants.</summary>
    private static EquatableArray<ParameterPlan> Initialized(ModelSpec spec, ParameterTable parameters, List<LayerPlan> layers, List<StagePlan.Matrix> dense)
    {
        InitializerPlanner planner = new(spec.Initialization, parameters.Parameters);
        for (int index = 0; index < layers.Count; index++)
        {
            LayerSpec layer = spec.Layers[index];
            planner.Cell(layer.Units, layer.Kind == LayerKind.Lstm ? layer.ForgetBias : null, layer.Initializers, layers[index].Stages);
        }

        for (int index = 0; index < dense.Count; index++)
        {
            planner.Dense(index < spec.DenseInitializers.Count ? spec.DenseInitializers[index] : null, dense[index]);
        }

        return planner.Parameters;
    }

    private static IEnumerable<SizePlan> SizeConstants(ModelSpec spec, List<LayerPlan> layers, List<StagePlan.Matrix> dense)
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

    /// <summary>A hash of the layers: equal for a static and a dynamic class with the same parameters and equations.</summary>
    private static string Hash(ModelSpec spec)
    {
        return StableHash.Of(string.Join(";", new[] { $"rnngen1;input {spec.InputSize.ToString(CultureInfo.InvariantCulture)}" }
            .Concat(spec.Layers.Select(layer => FormattableString.Invariant($"{layer.Kind} {layer.Units} {(layer.Kind == LayerKind.Lstm ? layer.ForgetBias : 0):R}")))
            .Concat(spec.DenseUnits.Select(units => FormattableString.Invariant($"Dense {units}")))));
    }
}
