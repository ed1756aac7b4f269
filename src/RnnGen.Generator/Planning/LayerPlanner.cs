using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>Plans the inputs and the recurrent layers: each cell's equations become stages on buffers.</summary>
/// <param name="spec">The model.</param>
/// <param name="parameters">Receives the layers' parameters.</param>
/// <param name="buffers">Receives the buffers that the inputs and the layers need.</param>
internal sealed class LayerPlanner(ModelSpec spec, ParameterTable parameters, List<BufferPlan> buffers)
{
    private const string InputField = "Inputs";
    private const string InputGradientField = "InputGradients";
    private const string InputStride = "LayerSizes.InputStride";

    /// <summary>The constant of the generated code that holds the units of a layer, or the features of the input.</summary>
    public static string UnitsName(string layer) => layer == "Input" ? "InputSize" : $"LayerSizes.{layer}Units";

    /// <summary>The layers, bottom first.</summary>
    public List<LayerPlan> Plan()
    {
        buffers.Add(new BufferPlan(InputField, BufferRole.Input, spec.InputSize, 1, InputStride, "The inputs, zero past a row's length.", "x"));
        buffers.Add(new BufferPlan(InputGradientField, BufferRole.OutputGradient, spec.InputSize, 1, InputStride, "Gradients of the inputs."));
        List<LayerPlan> layers = [];
        int stateOffset = 0;
        int width = spec.InputSize;
        Access input = new(InputField, Slot.Step);
        string inputGradient = InputGradientField;
        string inputName = "Input";
        for (int index = 0; index < spec.Layers.Count; index++)
        {
            LayerSpec layer = spec.Layers[index];
            bool isTop = index == spec.Layers.Count - 1;
            bool outputIsRead = !isTop || spec.Head.Reduction != SequenceReduction.Last;
            CellDefinition cell = CellCatalogue.Define(layer);
            string name = $"{layer.Kind}{index.ToString(CultureInfo.InvariantCulture)}";
            string prefix = $"{cell.Kind}{index.ToString(CultureInfo.InvariantCulture)}";
            string title = $"layer {index.ToString(CultureInfo.InvariantCulture)}, {layer.Kind.ToString().ToUpperInvariant()}({layer.Units.ToString(CultureInfo.InvariantCulture)})";
            CellScope scope = new(cell, name, title, layer.Units, input, inputGradient, outputIsRead);
            foreach (BufferPlan buffer in scope.Buffers)
            {
                buffers.Add(buffer.Trace is null ? buffer : buffer with { Trace = $"{prefix}/{buffer.Trace}" });
            }

            string? outputGradient = outputIsRead ? $"{name}OutputGradient" : null;
            if (outputGradient is not null)
            {
                buffers.Add(new BufferPlan(outputGradient, BufferRole.OutputGradient, layer.Units, 1, $"LayerSizes.{name}Stride", $"Gradients of the outputs of {title}."));
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
        Dictionary<CellStage, (ParameterPlan Kernel, ParameterPlan Bias)> weights = [];
        foreach (CellStage.Matrix stage in cell.Stages.OfType<CellStage.Matrix>())
        {
            int rows = stage.Operands.Sum(operand => operand == CellBuilder.InputName ? width : units);
            weights.Add(stage, parameters.Add($"{prefix}/{stage.Kernel}", $"{prefix}/{stage.Bias}", rows, stage.Blocks.Count * units, stage.BiasStart));
        }

        List<StagePlan> stages = [];
        foreach (CellStage stage in cell.Stages.Reverse())
        {
            string method = name + stage.Name;
            stages.Add(stage is CellStage.Matrix matrix
                ? PlanMatrix(matrix, scope, name, method, width, inputName, units, weights[stage].Kernel, weights[stage].Bias)
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
}
