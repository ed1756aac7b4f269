using System.Collections.Generic;
using System.Globalization;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>Plans what follows the recurrent layers: what becomes of the steps, dense layers, the loss.</summary>
/// <param name="spec">The model.</param>
/// <param name="parameters">Receives the parameters of the dense layers.</param>
/// <param name="buffers">Receives the buffers of the reduction and of the dense layers.</param>
internal sealed class HeadPlanner(ModelSpec spec, ParameterTable parameters, List<BufferPlan> buffers)
{
    // Past the classes of a row the logits are so low that their probability is exactly zero, and finite, so that 0 · logit is 0.
    private const float LogitPadding = -1e30f;

    /// <summary>The head on top of the recurrent layers.</summary>
    public HeadPlan Plan(SequencePlanner sequence)
    {
        SequenceValue top = sequence.Output;
        OutputPlan output = new(top.Access, top.Gradient, top.Width, top.WidthName, top.StrideName);
        ReductionPlan? reduction = null;
        if (spec.Head.Reduction != SequenceReduction.None)
        {
            reduction = Reduce(sequence, output);
            output = output with { Place = new Access(reduction.Target, Slot.Single), GradientField = reduction.TargetGradient };
        }

        List<StagePlan> stages = [];
        for (int index = 0; index < spec.Head.Dense.Count; index++)
        {
            output = Dense(index, output, stages);
        }

        return new HeadPlan(reduction, stages.ToEquatable(), output, Loss(output));
    }

    private ReductionPlan Reduce(SequencePlanner sequence, OutputPlan source)
    {
        (string field, string summary, string trace) = spec.Head.Reduction switch
        {
            SequenceReduction.Mean => ("StepMean", "The mean over each row's valid steps.", "mean"),
            SequenceReduction.Max => ("StepMax", "The largest values over each row's valid steps.", "max"),
            _ => ("LastStep", "The last valid step of each row.", "last"),
        };
        List<LastPartPlan> parts = spec.Head.Reduction == SequenceReduction.Last ? LastParts(sequence) : [];
        buffers.Add(new BufferPlan(field, BufferRole.Scratch, source.Units, 1, source.StrideName, summary, trace));
        buffers.Add(new BufferPlan(field + "Gradient", BufferRole.ScratchGradient, source.Units, 1, source.StrideName, "Its gradient."));
        return new ReductionPlan(
            spec.Head.Reduction,
            field,
            source.Units,
            source.UnitsName,
            source.Place,
            source.GradientField,
            parts.Count > 1 ? sequence.TopMerge : LayerMerge.Concatenate,
            parts.ToEquatable(),
            field,
            field + "Gradient");
    }

    /// <summary>A state holds a row's last valid step at the end; another output is gathered at the row's own length.</summary>
    private static List<LastPartPlan> LastParts(SequencePlanner sequence)
    {
        List<LastPartPlan> parts = [];
        int column = 0;
        foreach (LayerPlan layer in sequence.Top)
        {
            SequenceValue value = layer.Output;
            parts.Add(layer.OutputState is StatePlan state
                ? new LastPartPlan(IsState: true, state.Field, state.GradientField, value.Width, value.WidthName, column)
                : new LastPartPlan(IsState: false, value.Access.Field, value.Gradient, value.Width, value.WidthName, column));
            column += sequence.TopMerge == LayerMerge.Concatenate ? value.Width : 0;
        }

        SequenceValue top = sequence.Output;
        return parts.Count > 0 ? parts : [new LastPartPlan(IsState: false, top.Access.Field, top.Gradient, top.Width, top.WidthName, 0)];
    }

    /// <summary>Adds the stages of a dense layer that reads the output of what is below; returns its own.</summary>
    private OutputPlan Dense(int index, OutputPlan source, List<StagePlan> stages)
    {
        DenseSpec dense = spec.Head.Dense[index];
        string number = Number(spec.Layers.Count + index);
        string name = $"Dense{number}";
        string input = index == 0 ? "h" : $"y{Number(spec.Layers.Count + index - 1)}";
        bool isLast = index == spec.Head.Dense.Count - 1;
        bool isEveryStep = spec.Head.Reduction == SequenceReduction.None;
        DenseScope scope = new(name, number, dense, isEveryStep, isLast);
        (ParameterPlan kernel, ParameterPlan bias) = parameters.Add($"dense{number}/kernel", $"dense{number}/bias", source.Units, dense.Units, biasStart: 0);
        buffers.AddRange(scope.Buffers);
        Slot slot = isEveryStep ? Slot.Step : Slot.Single;
        OperandPlan operand = new(
            index == 0 ? "h" : DenseScope.OutputName,
            source.Place,
            source.Units,
            source.UnitsName,
            source.StrideName,
            KernelRow: 0,
            TileRow: 0,
            IsState: false,
            new GradientTarget(new Access(source.GradientField, slot), Accumulate: false, GradientNeed.Always));
        stages.Add(new StagePlan.Matrix(
            name,
            $"{scope.Block}{number} = {input}·W + b",
            isEveryStep,
            new[] { operand }.ToEquatable(),
            new[] { scope.Block }.ToEquatable(),
            dense.Units,
            $"LayerSizes.{name}Units",
            kernel,
            bias,
            scope.Product,
            scope.ProductGradient,
            BiasPadding: isLast && spec.Head.Loss?.Kind == LossKind.SoftmaxCrossEntropy ? LogitPadding : 0));
        if (scope.Activation() is StagePlan.Pointwise activation)
        {
            stages.Add(activation);
        }

        return new OutputPlan(scope.Output, scope.OutputGradient.Field, dense.Units, $"LayerSizes.{name}Units", $"LayerSizes.{name}Columns");
    }

    private LossPlan? Loss(OutputPlan output)
    {
        if (spec.Head.Loss is not LossSpec loss)
        {
            return null;
        }

        int targetUnits = loss.Kind == LossKind.GaussianNegativeLogLikelihood ? output.Units / 2 : output.Units;
        return new LossPlan(loss, "Loss", output, targetUnits, spec.Head.Reduction == SequenceReduction.None);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
