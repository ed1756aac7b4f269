using System;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>How the kernels of a prediction are packed: in panels of floats, rounded, as bytes or column by column.</summary>
internal static class PackedWeightsEmitter
{
    /// <summary>Floats of the rows of one operand, as an expression.</summary>
    public static string Floats(StagePlan.Matrix stage, OperandPlan operand) => stage.DiffersInTraining
        ? $"forPrediction ? {stage.PackedFloats(operand)} : {stage.TrainerFloats(operand)}"
        : $"{stage.PackedFloats(operand)}";

    /// <summary>Packs the rows of each operand from the kernel.</summary>
    public static void Pack(CodeWriter w, StagePlan.Matrix stage)
    {
        if (!stage.DiffersInTraining)
        {
            Prediction(w, stage);
            return;
        }

        using (w.Block("if (ForPrediction)"))
        {
            Prediction(w, stage);
        }

        using (w.Block("else"))
        {
            Panels(w, stage, "Pack", Names.Packed);
        }
    }

    /// <summary>Packs the rows of each operand into their panels of floats.</summary>
    public static void Panels(CodeWriter w, StagePlan.Matrix stage, string method, Func<StagePlan.Matrix, OperandPlan, string> field)
    {
        foreach (OperandPlan operand in stage.Operands)
        {
            w.Line(
                $"{Names.WeightLayout}.{method}(kernel, {operand.KernelRow}, {operand.Width}, {stage.Blocks.Count}, "
                + $"{stage.Units}, vectorWidth, {field(stage, operand)}.Span, part, parts);");
        }
    }

    /// <summary>Packs the rows of one operand as bytes; few rows as they are.</summary>
    public static void Int8(CodeWriter w, StagePlan.Matrix stage, OperandPlan operand, string kernel, string target) => w.Line(
        $"{Names.WeightLayout}.{(operand.IsFew ? "PackFew" : "PackInt8")}({kernel}, {operand.KernelRow}, {operand.Width}, "
        + $"{stage.Blocks.Count}, {stage.Units}, {target});");

    /// <summary>Takes rounded parameters in place of the model's own.</summary>
    /// <param name="w">Where it is written.</param>
    /// <param name="plan">The model.</param>
    /// <param name="condition">Where a trainer packs the model's own besides: when they are rounded.</param>
    public static void Round(CodeWriter w, ModelPlan plan, string? condition)
    {
        if (plan.Spec.Weights != WeightStorage.BFloat16)
        {
            return;
        }

        string kernels = string.Join(", ", plan.Matrices.Select(stage => $"{stage.Kernel.Offset}, {stage.Kernel.Count}"));
        string line = $"parameters = {Names.WeightLayout}.ToBFloat16(parameters, [{kernels}]);";
        if (condition is null || !plan.PacksTwoWays)
        {
            w.Line(line);
            w.Line();
            return;
        }

        using (w.Block($"if ({condition})"))
        {
            w.Line(line);
        }

        w.Line();
    }

    private static void Prediction(CodeWriter w, StagePlan.Matrix stage)
    {
        switch (stage.Form)
        {
            case WeightForm.Int8:
                foreach (OperandPlan operand in stage.Operands)
                {
                    Int8(w, stage, operand, "kernel", $"{Names.Packed(stage, operand)}.Span");
                }

                break;
            case WeightForm.Columns:
                OperandPlan only = stage.Operands[0];
                string bias = stage.Bias is ParameterPlan plan ? WeightsEmitter.Slice(plan) : "default";
                w.Line(
                    $"{Names.WeightLayout}.PackColumns(kernel, {bias}, {Sizes.ColumnStride(only.Width)}, "
                    + $"{Names.Packed(stage, only)}.Span);");
                break;
            default:
                Panels(w, stage, "Pack", Names.Packed);
                break;
        }
    }
}
