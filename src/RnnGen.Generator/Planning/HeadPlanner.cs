using System.Collections.Generic;
using System.Globalization;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>Plans what follows the recurrent layers: the last valid step, dense layers, the loss.</summary>
/// <param name="spec">The model.</param>
/// <param name="parameters">Receives the parameters of the dense layers.</param>
/// <param name="buffers">Receives the buffers of the last step and of the dense layers.</param>
internal sealed class HeadPlanner(ModelSpec spec, ParameterTable parameters, List<BufferPlan> buffers)
{
    // Past the classes of a row the logits are so low that their probability is exactly zero, and finite, so that 0 · logit is 0.
    private const float LogitPadding = -1e30f;

    private const string LastStepField = "LastStep";

    /// <summary>The reduction from the top layer's sequence to one vector, or null where no dense layer follows.</summary>
    public LastStepPlan? LastStep(SequencePlanner sequence)
    {
        if (spec.DenseUnits.Count == 0)
        {
            return null;
        }

        SequenceValue output = sequence.Output;
        buffers.Add(new BufferPlan(LastStepField, BufferRole.Scratch, output.Width, 1, output.StrideName, "The last valid step of each row.", "last"));
        buffers.Add(new BufferPlan(LastStepField + "Gradient", BufferRole.ScratchGradient, output.Width, 1, output.StrideName, "Its gradient."));
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

        if (parts.Count == 0)
        {
            parts.Add(new LastPartPlan(IsState: false, output.Access.Field, output.Gradient, output.Width, output.WidthName, 0));
        }

        LayerMerge merge = parts.Count == 1 ? LayerMerge.Concatenate : sequence.TopMerge;
        return new LastStepPlan("LastStep", merge, parts.ToEquatable(), LastStepField, LastStepField + "Gradient", output.Width, output.WidthName);
    }

    /// <summary>The dense layers, in forward order.</summary>
    public List<StagePlan.Matrix> Dense(SequenceValue top)
    {
        List<StagePlan.Matrix> stages = [];
        string source = LastStepField;
        (int width, string widthName, string strideName) = (top.Width, top.WidthName, top.StrideName);
        for (int index = 0; index < spec.DenseUnits.Count; index++)
        {
            int units = spec.DenseUnits[index];
            string number = (spec.Layers.Count + index).ToString(CultureInfo.InvariantCulture);
            string name = $"Dense{number}";
            bool isLogits = index == spec.DenseUnits.Count - 1;
            (ParameterPlan kernel, ParameterPlan bias) = parameters.Add($"dense{number}/kernel", $"dense{number}/bias", width, units, biasStart: 0);
            buffers.Add(new BufferPlan(name, BufferRole.Scratch, units, 1, $"LayerSizes.{name}Columns", $"Output of dense layer {number}.", $"dense{number}/y"));
            buffers.Add(new BufferPlan(name + "Gradient", BufferRole.ScratchGradient, units, 1, $"LayerSizes.{name}Columns", "Its gradient."));
            GradientTarget target = new(new Access(source + "Gradient", Slot.Single), Accumulate: false, GradientNeed.Always);
            OperandPlan operand = new(index == 0 ? "h" : "y", new Access(source, Slot.Single), width, widthName, strideName, 0, 0, IsState: false, target);
            stages.Add(new StagePlan.Matrix(
                name,
                $"y{number} = {(index == 0 ? "h" : $"y{(spec.Layers.Count + index - 1).ToString(CultureInfo.InvariantCulture)}")}·W + b",
                IsRecurrent: false,
                new[] { operand }.ToEquatable(),
                new[] { "y" }.ToEquatable(),
                units,
                $"LayerSizes.{name}Units",
                kernel,
                bias,
                new Access(name, Slot.Single),
                new Access(name + "Gradient", Slot.Single),
                BiasPadding: isLogits && spec.SoftmaxCrossEntropy ? LogitPadding : 0));
            source = name;
            width = units;
            widthName = $"LayerSizes.{name}Units";
            strideName = $"LayerSizes.{name}Columns";
        }

        return stages;
    }

    /// <summary>The loss over the logits of the last dense layer, or null where there is none.</summary>
    public SoftmaxPlan? Loss(IReadOnlyList<StagePlan.Matrix> dense)
    {
        if (!spec.SoftmaxCrossEntropy)
        {
            return null;
        }

        StagePlan.Matrix logits = dense[dense.Count - 1];
        return new SoftmaxPlan("Loss", logits.Units, logits.Output.Field, logits.OutputGradient.Field);
    }
}
