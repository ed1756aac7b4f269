using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans recurrent layers: each cell's equations become stages on buffers.</summary>
/// <param name="spec">The model.</param>
/// <param name="parameters">Receives the layers' parameters.</param>
/// <param name="buffers">Receives the buffers that the layers need.</param>
internal sealed class LayerPlanner(ModelSpec spec, ParameterTable parameters, List<BufferPlan> buffers)
{
    private int _stateOffset;

    /// <summary>One layer.</summary>
    /// <param name="cell">Its equations.</param>
    /// <param name="names">What it is called.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="outputIsRead">Whether its output is read step by step.</param>
    /// <param name="layer">What was declared.</param>
    public LayerPlan Plan(CellDefinition cell, LayerName names, IReadOnlyList<LayerInput> inputs, bool outputIsRead, LayerSpec layer)
    {
        (string name, string prefix, string title) = (names.Stem, names.Path, names.Title);
        bool learnsStates = layer.LearnedInitialState;
        HashSet<BufferRef> kept = ProductsReadBackward(cell, name, inputs);
        CellScope scope = new(cell, name, title, inputs, outputIsRead, kept, layer.IsVector, WeightForms.OfLayer(spec) != WeightForm.Int8)
        {
            MayStartFromZero = !learnsStates && layer.InitialState is null,
        };
        foreach (BufferPlan buffer in scope.Buffers)
        {
            buffers.Add(buffer.Trace is null ? buffer : buffer with { Trace = $"{prefix}/{buffer.Trace}" });
        }

        // Where the output is not a state, the last step too is read from its own buffer, and its gradient arrives there.
        Extent extent = cell.OutputExtent;
        bool isState = cell.States.Any(state => state.Next == cell.Output);
        BufferRef? outputGradient = outputIsRead || !isState ? new BufferRef(name, "Output", scope.UnitsOf(extent).Padded).Gradient : null;
        if (outputGradient is not null)
        {
            BufferRole role = layer.IsVector ? BufferRole.ScratchGradient : BufferRole.OutputGradient;
            buffers.Add(new BufferPlan(outputGradient, role, extent.Size, 1, $"Gradients of the outputs of {title}."));
        }

        List<StatePlan> states = [];
        foreach (CellState state in cell.States)
        {
            states.Add(new StatePlan(
                CellNames.Display(state.Name),
                $"{prefix}/{CellNames.Display(state.Name)}",
                scope.State(state.Name),
                scope.StateGradient(state.Name),
                state.Extent.Size,
                scope.UnitsOf(state.Extent),
                TakeState(state.Extent.Size))
            {
                Summary = $"{(state.Name == "c" ? "Cell" : "Hidden")} state {CellNames.Display(state.Name)} of {title}",
            });
        }

        List<VectorPlan> vectors = [];
        List<StagePlan> stages = PlanStages(cell, scope, name, prefix, outputGradient, vectors, layer.Window);
        if (learnsStates)
        {
            states =
            [
                .. cell.States.Zip(states, (state, plan) => state.IsAccount ? plan
                    : plan with { Initial = Initial(plan, $"{prefix}/{state.InitialName}") }),
            ];
        }

        return new LayerPlan(
            name,
            title,
            inputs.Select(input => input.Value).ToEquatable(),
            Extents(cell).SelectMany(size => ExtentSizes(size, scope, title)).ToEquatable(),
            states.ToEquatable(),
            vectors.ToEquatable(),
            cell.Masks
                .Select(mask => new MaskPlan(scope.Mask(mask), mask.Extent.Size, (float)mask.Rate, mask.OncePerSequence || layer.IsVector))
                .ToEquatable(),
            stages.ToEquatable(),
            new SequenceValue(scope.Place(cell.Output)!, outputGradient, GradientNeed.Always, extent.Size, scope.UnitsOf(extent)))
        {
            IsVector = layer.IsVector,
            Window = layer.Window,
        };
    }

    /// <summary>The next place in a row's flat state.</summary>
    public int TakeState(int floats)
    {
        int offset = _stateOffset;
        _stateOffset += floats;
        return offset;
    }

    private VectorPlan Initial(StatePlan state, string name) => new(
        state.Buffer with { Stem = state.Buffer.Stem + "Initial" },
        state.GradientBuffer,
        state.Units,
        state.UnitsSize,
        parameters.AddVector(name, state.Units, 0, 0));

    private static IEnumerable<Extent> Extents(CellDefinition cell) =>
        cell.Stages.Select(stage => stage.Extent)
            .Concat(cell.Stages.OfType<CellStage.Normalize>().Select(stage => stage.Scales))
            .Concat(cell.States.Select(state => state.Extent))
            .Distinct();

    private static IEnumerable<SizePlan> ExtentSizes(Extent extent, CellScope scope, string title)
    {
        SizeRef units = scope.UnitsOf(extent);
        yield return new SizePlan(units, extent.Size, $"{Casing.Words(extent.Stem + units.Kind)} of {title}.");
        yield return new SizePlan(units.Padded, Sizes.Padded(extent.Size), "The same, padded.");
    }

    /// <summary>
    /// Parameters are numbered in forward order, gradients flow in backward order, so the stages are gone through twice.
    /// </summary>
    private List<StagePlan> PlanStages(
        CellDefinition cell, CellScope scope, string name, string prefix, BufferRef? outputGradient, List<VectorPlan> vectors,
        WindowSpec? window)
    {
        Dictionary<CellStage, (ParameterPlan Kernel, ParameterPlan? Bias)> weights = [];
        for (int index = 0; index <= cell.Stages.Count; index++)
        {
            foreach (CellVector vector in cell.Vectors.Where(vector => vector.Stage == index))
            {
                ParameterPlan parameter = parameters.AddVector(
                    $"{prefix}/{vector.Parameter}", vector.IsScalar ? 1 : vector.Extent.Size, vector.Limit, vector.Start);
                vectors.Add(new VectorPlan(
                    scope.Vector(vector.Name),
                    scope.Vector(vector.Name).Gradient,
                    vector.Extent.Size,
                    scope.UnitsOf(vector.Extent),
                    parameter)
                { IsOnceASequence = scope.IsVector });
            }

            if (index < cell.Stages.Count && cell.Stages[index] is CellStage.Matrix stage)
            {
                int columns = stage.Blocks.Count * stage.Extent.Size;
                ParameterPlan kernel = parameters.AddKernel(
                    $"{prefix}/{stage.Kernel}",
                    [.. stage.Operands.Select(operand => WeightForms.OperandOfLayer(operand, scope.ExtentOf(operand).Size, stage.Heads))],
                    columns / stage.Heads,
                    stage.Heads,
                    window?.Taps);
                weights.Add(
                    stage,
                    (kernel, stage.Bias is null ? null : parameters.AddVector($"{prefix}/{stage.Bias}", columns, 0, stage.BiasStart)));
            }
        }

        List<StagePlan> stages = [];
        foreach (CellStage stage in cell.Stages.Reverse())
        {
            string method = name + stage.Name;
            stages.Add(stage switch
            {
                CellStage.Matrix matrix => PlanMatrix(matrix, scope, method, weights[stage].Kernel, weights[stage].Bias) with
                {
                    IsAhead = scope.IsAhead(matrix),
                    IsAheadBackward = IsAheadBackward(matrix, cell, scope),
                },
                CellStage.Normalize normalize => PlanNormalize(normalize, scope, method, name),
                _ => PlanPointwise(cell, (CellStage.Pointwise)stage, scope, name, outputGradient),
            });
        }

        stages.Reverse();
        return stages;
    }

    private static StagePlan.Pointwise PlanPointwise(
        CellDefinition cell, CellStage.Pointwise stage, CellScope scope, string name, BufferRef? outputGradient) =>
        new PointwisePlanner(scope, stage, name + stage.Name, name, outputGradient, cell.Output).Plan();

    private static StagePlan.Normalize PlanNormalize(CellStage.Normalize stage, CellScope scope, string method, string name)
    {
        List<NormalizedPlan> values = [];
        for (int index = 0; index < stage.Values.Count; index++)
        {
            string value = stage.Values[index], result = stage.Results[index];
            Access gradient = scope.GradientPlace(value);
            values.Add(new NormalizedPlan(
                value,
                result,
                scope.Place(value)!,
                scope.Place(result)!,
                scope.GradientPlace(result),
                new GradientTarget(gradient, scope.Accumulates(gradient), scope.NeedOf(value))));
        }

        return new StagePlan.Normalize(
            method,
            name,
            stage.Extent.Size,
            scope.UnitsOf(stage.Extent),
            values.ToEquatable(),
            new Access(scope.Scale(stage), scope.StepSlot),
            (float)stage.Epsilon,
            ProductGradients(values.Select(value => value.Gradient.Access), scope.Buffers).ToEquatable());
    }

    /// <summary>The gradients of matrix products, and terms of vectors' gradients, among the places that a stage writes.</summary>
    public static IEnumerable<ProductGradientPlan> ProductGradients(IEnumerable<Access> places, IReadOnlyList<BufferPlan> buffers) => places
        .Where(place => place.Slot == Slot.Step)
        .Select(place => buffers.FirstOrDefault(buffer => buffer.Role == BufferRole.ProductGradient && buffer.Buffer == place.Buffer))
        .OfType<BufferPlan>()
        .Distinct()
        .Select(buffer => new ProductGradientPlan(buffer.Buffer, buffer.Stride));

    /// <summary>
    /// Products that a derivative reads, such as zh of r·zh: they are kept for every step. The others are forgotten, so each backward
    /// stage is planned once to see.
    /// </summary>
    private static HashSet<BufferRef> ProductsReadBackward(CellDefinition cell, string name, IReadOnlyList<LayerInput> inputs)
    {
        CellScope scope = new(cell, name, "", inputs, outputIsRead: true, [], isVector: false, takesAhead: false);
        HashSet<BufferRef> products = [.. cell.Stages.OfType<CellStage.Matrix>().Select(scope.Product)];
        BufferRef fromAbove = new("", "FromAbove", inputs[0].Value.WidthSize);
        return
        [
            .. cell.Stages.OfType<CellStage.Pointwise>()
                .SelectMany(stage => PlanPointwise(cell, stage, scope, name, fromAbove).Backward.Loads)
                .Select(load => load.Access.Buffer).Where(products.Contains),
        ];
    }

    /// <summary>
    /// On the way back the stages before this one, which come after it, must not find the gradient of x unwritten: they wait as well.
    /// </summary>
    private static bool IsAheadBackward(CellStage.Matrix stage, CellDefinition cell, CellScope scope) => cell.Stages
        .TakeWhile(other => other != stage).Append(stage)
        .All(other => other is CellStage.Matrix matrix && scope.IsAhead(matrix));

    private StagePlan.Matrix PlanMatrix(
        CellStage.Matrix stage, CellScope scope, string method, ParameterPlan kernel, ParameterPlan? bias)
    {
        List<OperandPlan> operands = [];
        int kernelRow = 0;
        int tileRow = 0;
        foreach (string operand in stage.Operands)
        {
            SequenceValue? input = scope.Input(operand);
            Access source = scope.Place(operand)!;
            bool isState = input is null && source.Slot == Slot.Step && scope.StateWithNext(operand + "'") is not null;
            bool mayBeZero = isState && scope.MayStartFromZero;
            Access gradient = scope.GradientPlace(operand);
            Extent extent = scope.ExtentOf(operand);
            operands.Add(new OperandPlan(
                operand,
                source,
                extent.Size,
                input?.WidthSize ?? scope.UnitsOf(extent),
                kernelRow,
                tileRow,
                isState,
                new GradientTarget(gradient, scope.Accumulates(gradient), mayBeZero ? GradientNeed.UnlessZeroState : scope.NeedOf(operand)))
            {
                MayBeZero = mayBeZero,
                IsFew = WeightForms.IsFew(spec, kernel.Operands[operands.Count]),
            });
            kernelRow += extent.Size;
            tileRow += Sizes.PaddedToTile(extent.Size);
        }

        string equation =
            $"[{string.Join(", ", stage.Blocks.Select(CellNames.Display))}] = "
            + $"[{string.Join(", ", stage.Operands.Select(CellNames.Display))}]·W{(bias is null ? "" : " + b")}"
            + (stage.Heads > 1 ? $", {stage.Heads.ToString(CultureInfo.InvariantCulture)} heads" : "");
        return new StagePlan.Matrix(
            method,
            equation,
            IsRecurrent: !scope.IsVector,
            operands.ToEquatable(),
            stage.Blocks,
            stage.Extent.Size,
            scope.UnitsOf(stage.Extent),
            kernel,
            bias,
            scope.ProductPlace(stage),
            new Access(scope.Product(stage).Gradient, scope.StepSlot),
            BiasPadding: 0)
        {
            Heads = stage.Heads,
            Form = WeightForms.OfLayer(spec),
            DiffersInTraining = spec is { Training: true, Weights: WeightStorage.Int8 },
        };
    }
}
