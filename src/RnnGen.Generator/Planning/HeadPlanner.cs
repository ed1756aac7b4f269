using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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
    public LastStepPlan? LastStep(LayerPlan top)
    {
        if (spec.DenseUnits.Count == 0)
        {
            return null;
        }

        string gradient = top.States.First(state => state.Field == top.OutputField).GradientField;
        string stride = $"LayerSizes.{top.Name}Stride";
        buffers.Add(new BufferPlan(LastStepField, BufferRole.Scratch, top.Units, 1, stride, "The last valid step of each row.", "last"));
        buffers.Add(new BufferPlan(LastStepField + "Gradient", BufferRole.ScratchGradient, top.Units, 1, stride, "Its gradient."));
        return new LastStepPlan("LastStep", LayerPlanner.UnitsName(top.Name), top.OutputField, gradient, LastStepField, LastStepField + "Gradient");
    }

    /// <summary>The dense layers, in forward order.</summary>
    public List<StagePlan.Matrix> Dense()
    {
        List<StagePlan.Matrix> stages = [];
        string source = LastStepField;
        string top = $"{spec.Layers[spec.Layers.Count - 1].Kind}{(spec.Layers.Count - 1).ToString(CultureInfo.InvariantCulture)}";
        string widthName = LayerPlanner.UnitsName(top);
        string strideName = $"LayerSizes.{top}Stride";
        int width = spec.Layers[spec.Layers.Count - 1].Units;
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
                LayerPlanner.UnitsName(name),
                kernel,
                bias,
                new Access(name, Slot.Single),
                new Access(name + "Gradient", Slot.Single),
                BiasPadding: isLogits && spec.SoftmaxCrossEntropy ? LogitPadding : 0));
            source = name;
            width = units;
            widthName = LayerPlanner.UnitsName(name);
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
