using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>Turns a checked specification into a plan. It cannot fail: every user error has been found by the parser.</summary>
internal sealed class ModelPlanner
{
    private const string InputField = "Inputs";
    private const string InputGradientField = "InputGradients";
    private const string InputStride = "LayerSizes.InputStride";

    // Past the classes of a row the logits are so low that their probability is exactly zero, and finite, so that 0 · logit is 0.
    private const float LogitPadding = -1e30f;

    private readonly ModelSpec _spec;
    private readonly List<ParameterPlan> _parameters = [];
    private readonly List<BufferPlan> _buffers = [];
    private long _offset;

    private ModelPlanner(ModelSpec spec) => _spec = spec;

    public static ModelPlan Plan(ModelSpec spec) => new ModelPlanner(spec).Plan();

    /// <summary>Number of parameters: long, so that the parser can refuse what an int cannot address.</summary>
    public static long CountParameters(ModelSpec spec)
    {
        ModelPlanner planner = new(spec);
        planner.PlanLayers();
        planner.PlanDense();
        return planner._offset;
    }

    private ModelPlan Plan()
    {
        _buffers.Add(new BufferPlan(InputField, BufferRole.Input, _spec.InputSize, 1, InputStride, "The inputs, zero past a row's length.", "x"));
        _buffers.Add(new BufferPlan(InputGradientField, BufferRole.OutputGradient, _spec.InputSize, 1, InputStride, "Gradients of the inputs."));
        List<LayerPlan> layers = PlanLayers();
        LayerPlan top = layers[layers.Count - 1];
        LastStepPlan? last = null;
        List<StagePlan.Matrix> dense = [];
        if (_spec.DenseUnits.Count > 0)
        {
            string gradient = top.States.First(state => state.Field == top.OutputField).GradientField;
            last = new LastStepPlan("LastStep", UnitsName(top.Name), top.OutputField, gradient, "LastStep", "LastStepGradient");
            _buffers.Add(new BufferPlan("LastStep", BufferRole.Scratch, top.Units, 1, $"LayerSizes.{top.Name}Stride", "The last valid step of each row.", "last"));
            _buffers.Add(new BufferPlan("LastStepGradient", BufferRole.ScratchGradient, top.Units, 1, $"LayerSizes.{top.Name}Stride", "Its gradient."));
            dense = PlanDense();
        }

        SoftmaxPlan? loss = _spec.SoftmaxCrossEntropy
            ? new SoftmaxPlan("Loss", dense[dense.Count - 1].Units, dense[dense.Count - 1].Output.Field, dense[dense.Count - 1].OutputGradient.Field)
            : null;

        return new ModelPlan(
            _spec,
            Hash(),
            _parameters.ToEquatable(),
            layers.ToEquatable(),
            last,
            dense.ToEquatable(),
            loss,
            _buffers.ToEquatable(),
            SizeConstants(layers, dense).ToEquatable(),
            Unroll().ToEquatable(),
            Phases(layers, hasHead: dense.Count > 0, loss is not null).ToEquatable(),
            RowPlanner.Plan(_spec, layers, dense),
            layers.Sum(layer => layer.Stages.OfType<StagePlan.Matrix>().Sum(stage => stage.Kernel.Count)),
            dense.Sum(stage => stage.Kernel.Count));
    }

    private List<LayerPlan> PlanLayers()
    {
        List<LayerPlan> layers = [];
        int stateOffset = 0;
        int width = _spec.InputSize;
        Access input = new(InputField, Slot.Step);
        string inputGradient = InputGradientField;
        string inputName = "Input";
        for (int index = 0; index < _spec.Layers.Count; index++)
        {
            LayerSpec layer = _spec.Layers[index];
            bool isTop = index == _spec.Layers.Count - 1;
            bool outputIsRead = !isTop || _spec.DenseUnits.Count == 0;
            CellDefinition cell = CellCatalogue.Define(layer);
            string name = $"{layer.Kind}{index.ToString(CultureInfo.InvariantCulture)}";
            string prefix = $"{cell.Kind}{index.ToString(CultureInfo.InvariantCulture)}";
            string title = $"layer {index.ToString(CultureInfo.InvariantCulture)}, {layer.Kind.ToString().ToUpperInvariant()}({layer.Units.ToString(CultureInfo.InvariantCulture)})";
            CellScope scope = new(cell, name, title, layer.Units, input, inputGradient, outputIsRead);
            foreach (BufferPlan buffer in scope.Buffers)
            {
                _buffers.Add(buffer.Trace is null ? buffer : buffer with { Trace = $"{prefix}/{buffer.Trace}" });
            }

            string? outputGradient = outputIsRead ? $"{name}OutputGradient" : null;
            if (outputGradient is not null)
            {
                _buffers.Add(new BufferPlan(outputGradient, BufferRole.OutputGradient, layer.Units, 1, $"LayerSizes.{name}Stride", $"Gradients of the outputs of {title}."));
            }

            List<StatePlan> states = [];
            foreach (CellState state in cell.States)
            {
                states.Add(new StatePlan(
                    state.Name, $"{prefix}/{state.Name}", scope.StateField(state.Name), scope.StateGradientField(state.Name), layer.Units, stateOffset));
                stateOffset += layer.Units;
            }

            string outputField = scope.StateField(cell.States.First(state => state.Next == cell.Output).Name);
            List<StagePlan> stages = PlanStages(cell, scope, name, prefix, width, inputName, layer.Units, outputGradient);
            layers.Add(new LayerPlan(name, title, width, layer.Units, states.ToEquatable(), stages.ToEquatable(), outputField, outputGradient));
            width = layer.Units;
            input = new Access(outputField, Slot.Next);
            inputGradient = outputGradient ?? "";
            inputName = name;
        }

        return layers;
    }

    /// <summary>
    /// Parameters are numbered in forward order, gradients flow in backward order, so the stages are gone through twice.
    /// </summary>
    private List<StagePlan> PlanStages(
        CellDefinition cell, CellScope scope, string name, string prefix, int width, string inputName, int units, string? outputGradient)
    {
        Dictionary<CellStage, (ParameterPlan Kernel, ParameterPlan Bias)> parameters = [];
        foreach (CellStage.Matrix stage in cell.Stages.OfType<CellStage.Matrix>())
        {
            int rows = stage.Operands.Sum(operand => operand == CellBuilder.InputName ? width : units);
            parameters.Add(stage, AddParameters($"{prefix}/{stage.Kernel}", $"{prefix}/{stage.Bias}", rows, stage.Blocks.Count * units, stage.BiasStart));
        }

        List<StagePlan> stages = [];
        foreach (CellStage stage in cell.Stages.Reverse())
        {
            string method = name + stage.Name;
            stages.Add(stage is CellStage.Matrix matrix
                ? PlanMatrix(matrix, scope, name, method, width, inputName, units, parameters[stage].Kernel, parameters[stage].Bias)
                : new PointwisePlanner(scope, (CellStage.Pointwise)stage, method, name, units, outputGradient, cell.Output).Plan());
        }

        stages.Reverse();
        return stages;
    }

    private static StagePlan.Matrix PlanMatrix(
        CellStage.Matrix stage, CellScope scope, string layer, string method, int width, string inputName, int units, ParameterPlan kernel, ParameterPlan bias)
    {
        List<OperandPlan> operands = [];
        int kernelRow = 0;
        int tileRow = 0;
        foreach (string operand in stage.Operands)
        {
            bool isInput = operand == CellBuilder.InputName;
            Access source = scope.Place(operand)!;
            bool isState = !isInput && source.Slot == Slot.Step && scope.StateWithNext(operand + "'") is not null;
            Access gradient = scope.GradientPlace(operand);
            GradientNeed need = isState ? GradientNeed.UnlessZeroState : isInput && inputName == "Input" ? GradientNeed.WhenInputsWanted : GradientNeed.Always;
            int operandWidth = isInput ? width : units;
            operands.Add(new OperandPlan(
                operand,
                source,
                operandWidth,
                UnitsName(isInput ? inputName : layer),
                $"LayerSizes.{(isInput ? inputName : layer)}Stride",
                kernelRow,
                tileRow,
                isState,
                new GradientTarget(gradient, scope.Accumulates(gradient), need)));
            kernelRow += operandWidth;
            tileRow += Sizes.PaddedToTile(operandWidth);
        }

        string equation = $"[{string.Join(", ", stage.Blocks)}] = [{string.Join(", ", stage.Operands)}]·W + b";
        return new StagePlan.Matrix(
            method,
            equation,
            IsRecurrent: true,
            operands.ToEquatable(),
            stage.Blocks,
            units,
            UnitsName(layer),
            kernel,
            bias,
            new Access(scope.ProductField(stage), Slot.Single),
            new Access(scope.ProductGradientField(stage), Slot.Step),
            BiasPadding: 0);
    }

    private List<StagePlan.Matrix> PlanDense()
    {
        List<StagePlan.Matrix> stages = [];
        string source = "LastStep";
        string top = $"{_spec.Layers[_spec.Layers.Count - 1].Kind}{(_spec.Layers.Count - 1).ToString(CultureInfo.InvariantCulture)}";
        string widthName = UnitsName(top);
        string strideName = $"LayerSizes.{top}Stride";
        int width = _spec.Layers[_spec.Layers.Count - 1].Units;
        for (int index = 0; index < _spec.DenseUnits.Count; index++)
        {
            int units = _spec.DenseUnits[index];
            string number = (_spec.Layers.Count + index).ToString(CultureInfo.InvariantCulture);
            string name = $"Dense{number}";
            bool isLogits = index == _spec.DenseUnits.Count - 1;
            (ParameterPlan kernel, ParameterPlan bias) = AddParameters($"dense{number}/kernel", $"dense{number}/bias", width, units, biasStart: 0);
            _buffers.Add(new BufferPlan(name, BufferRole.Scratch, units, 1, $"LayerSizes.{name}Columns", $"Output of dense layer {number}.", $"dense{number}/y"));
            _buffers.Add(new BufferPlan(name + "Gradient", BufferRole.ScratchGradient, units, 1, $"LayerSizes.{name}Columns", "Its gradient."));
            GradientTarget target = new(new Access(source + "Gradient", Slot.Single), Accumulate: false, GradientNeed.Always);
            OperandPlan operand = new(index == 0 ? "h" : "y", new Access(source, Slot.Single), width, widthName, strideName, 0, 0, IsState: false, target);
            stages.Add(new StagePlan.Matrix(
                name,
                $"y{number} = {(index == 0 ? "h" : $"y{(_spec.Layers.Count + index - 1).ToString(CultureInfo.InvariantCulture)}")}·W + b",
                IsRecurrent: false,
                new[] { operand }.ToEquatable(),
                new[] { "y" }.ToEquatable(),
                units,
                UnitsName(name),
                kernel,
                bias,
                new Access(name, Slot.Single),
                new Access(name + "Gradient", Slot.Single),
                BiasPadding: isLogits && _spec.SoftmaxCrossEntropy ? LogitPadding : 0));
            source = name;
            width = units;
            widthName = UnitsName(name);
            strideName = $"LayerSizes.{name}Columns";
        }

        return stages;
    }

    private static string UnitsName(string layer) => layer == "Input" ? "InputSize" : $"LayerSizes.{layer}Units";

    private IEnumerable<SizePlan> SizeConstants(List<LayerPlan> layers, List<StagePlan.Matrix> dense)
    {
        yield return new SizePlan("InputStride", Sizes.Padded(_spec.InputSize), "Features of a step, padded to whole vectors.");
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

    /// <summary>The phases of a training step: forward, loss, then from the top layer down its steps and its weight gradients.</summary>
    private static IEnumerable<PhasePlan> Phases(List<LayerPlan> layers, bool hasHead, bool hasLoss)
    {
        yield return new PhasePlan("Pack", PhaseKind.Pack);
        yield return new PhasePlan("Forward", PhaseKind.Forward);
        if (hasLoss)
        {
            yield return new PhasePlan("Loss", PhaseKind.Loss);
        }

        if (hasHead)
        {
            yield return new PhasePlan("Head", PhaseKind.Head);
            yield return new PhasePlan("HeadWeights", PhaseKind.HeadWeights);
        }

        for (int index = layers.Count - 1; index >= 0; index--)
        {
            yield return new PhasePlan(layers[index].Name, PhaseKind.Layer, layers[index]);
            yield return new PhasePlan(layers[index].Name + "Weights", PhaseKind.LayerWeights, layers[index]);
        }
    }

    /// <summary>A kernel with Glorot's uniform start, limit √(6 / (rows + columns)) over the fused matrix, and a constant bias.</summary>
    private (ParameterPlan Kernel, ParameterPlan Bias) AddParameters(string kernelName, string biasName, int rows, int columns, double biasStart)
    {
        ParameterPlan kernel = new(kernelName, new[] { rows, columns }.ToEquatable(), _offset, Math.Sqrt(6.0 / ((double)rows + columns)), 0);
        ParameterPlan bias = new(biasName, new[] { columns }.ToEquatable(), _offset + kernel.Count, 0, biasStart);
        _offset += kernel.Count + bias.Count;
        _parameters.Add(kernel);
        _parameters.Add(bias);
        return (kernel, bias);
    }

    private List<UnrollChunk> Unroll()
    {
        if (_spec.Steps is not int steps)
        {
            return [];
        }

        List<UnrollChunk> chunks = [];
        int size = Sizes.StepsPerChunk;
        if (Sizes.IsWrittenOut(steps, _spec.Layers.Count))
        {
            for (int first = 0; first < steps; first += size)
            {
                chunks.Add(new UnrollChunk(first, Math.Min(size, steps - first), 1));
            }

            return chunks;
        }

        // Beyond the budget of source text: the first steps, one chunk that repeats, and the last steps.
        int repeats = (steps / size) - 1;
        int tail = steps - size - (repeats * size);
        chunks.Add(new UnrollChunk(0, size, 1));
        chunks.Add(new UnrollChunk(size, size, repeats));
        if (tail > 0)
        {
            chunks.Add(new UnrollChunk(size + (repeats * size), tail, 1));
        }

        return chunks;
    }

    /// <summary>A hash of the layers: equal for a static and a dynamic class with the same parameters and equations.</summary>
    private string Hash()
    {
        return StableHash.Of(string.Join(";", new[] { $"rnngen1;input {_spec.InputSize.ToString(CultureInfo.InvariantCulture)}" }
            .Concat(_spec.Layers.Select(layer => FormattableString.Invariant($"{layer.Kind} {layer.Units} {(layer.Kind == LayerKind.Lstm ? layer.ForgetBias : 0):R}")))
            .Concat(_spec.DenseUnits.Select(units => FormattableString.Invariant($"Dense {units}")))));
    }
}
