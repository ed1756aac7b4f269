using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The class that holds the parameters in the layout of the kernels.</summary>
internal static class WeightsEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The parameters in panels for the kernels, packed once for each version of the parameters.</summary>\n"
            + $"private sealed partial class Weights{(plan.PacksTwoWays ? "(bool forPrediction)" : "")} : {Names.Generated}.PackedPanels"))
        {
            if (plan.PacksTwoWays)
            {
                w.Line("/// <summary>Whether they are kept as predictions want them; a trainer's are floats.</summary>");
                w.Line("public readonly bool ForPrediction = forPrediction;");
                w.Line();
            }

            foreach (StagePlan.Matrix stage in plan.Matrices)
            {
                foreach (OperandPlan operand in stage.Operands)
                {
                    w.Line(
                        $"public readonly {Names.AlignedBuffer} {Names.Packed(stage, operand)} = "
                        + $"{Names.AlignedBuffer}.Allocate({PackedWeightsEmitter.Floats(stage, operand)});");
                }

                w.Line($"public readonly {Names.AlignedBuffer} {stage.Method}Bias = {Names.AlignedBuffer}.Allocate({stage.Columns});");
            }

            foreach (VectorPlan vector in plan.Vectors.Concat(plan.Initials))
            {
                VectorField(w, vector);
            }

            w.Line();
            w.Line("/// <summary>Copies a share of the parameters.</summary>");
            using (w.Block($"public override void Pack({Names.ReadOnlySpan} parameters, int vectorWidth, int part, int parts)"))
            {
                PackedWeightsEmitter.Round(w, plan, "ForPrediction");
                foreach (StagePlan.Matrix stage in plan.Matrices)
                {
                    w.Line($"// {stage.Kernel.Name} [{string.Join(", ", stage.Kernel.Dimensions)}]");
                    using (w.Block())
                    {
                        Kernel(w, stage);
                        PackedWeightsEmitter.Pack(w, stage);
                    }

                    w.Line();
                }

                using (w.Block("if (part == 0)"))
                {
                    foreach (StagePlan.Matrix stage in plan.Matrices.Where(stage => stage.Bias is not null))
                    {
                        w.Line(
                            $"{Names.WeightLayout}.PackBias({Slice(stage.Bias!)}, {stage.Blocks.Count}, {stage.Units}, "
                            + $"{Equations.ExprText.Literal(stage.BiasPadding)}, {stage.Method}Bias.Span);");
                    }

                    foreach (StagePlan.Matrix stage in plan.Matrices.Where(stage => stage.Bias is null && stage.BiasPadding != 0))
                    {
                        w.Line(
                            $"{stage.Method}Bias.Span[{stage.Units}..].Fill({Equations.ExprText.Literal(stage.BiasPadding)});");
                    }

                    foreach (VectorPlan vector in plan.Vectors.Concat(plan.Initials))
                    {
                        PackVector(w, vector);
                    }
                }
            }
        }
    }

    public static void EmitBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private sealed partial class Weights"))
        {
            foreach (StagePlan.Matrix stage in plan.Matrices)
            {
                foreach (OperandPlan operand in stage.Operands)
                {
                    w.Line($"public {Names.AlignedBuffer} {Names.PackedTransposed(stage, operand)};");
                }
            }

            w.Line();
            w.Line("/// <summary>Makes room for the transposed matrices of the way back.</summary>");
            using (w.Block("public override void AllocateTransposed()"))
            {
                foreach (StagePlan.Matrix stage in plan.Matrices)
                {
                    foreach (OperandPlan operand in stage.Operands)
                    {
                        w.Line(
                            $"{Names.PackedTransposed(stage, operand)} = "
                            + $"{Names.AlignedBuffer}.Allocate({(long)Sizes.Padded(operand.Width) * stage.Columns});");
                    }
                }
            }

            w.Line();
            w.Line("/// <summary>Copies a share of them.</summary>");
            using (w.Block($"public override void PackTransposed({Names.ReadOnlySpan} parameters, int vectorWidth, int part, int parts)"))
            {
                foreach (StagePlan.Matrix stage in plan.Matrices)
                {
                    w.Line($"// {stage.Kernel.Name} [{string.Join(", ", stage.Kernel.Dimensions)}]");
                    using (w.Block())
                    {
                        Kernel(w, stage);
                        PackedWeightsEmitter.Panels(w, stage, "PackTransposed", Names.PackedTransposed);
                    }

                    w.Line();
                }
            }
        }
    }

    /// <summary>Makes an empty copy of the parameters.</summary>
    public static string Create(ModelPlan plan, bool forPrediction) =>
        plan.PacksTwoWays ? $"new Weights(forPrediction: {(forPrediction ? "true" : "false")})" : "new Weights()";

    /// <summary>The field of a learned vector.</summary>
    public static void VectorField(CodeWriter w, VectorPlan vector) =>
        w.Line(
            $"public readonly {Names.AlignedBuffer} {Names.Of(vector.Buffer)} = "
            + $"{Names.AlignedBuffer}.Allocate({Sizes.Padded(vector.Units)});");

    /// <summary>Copies a learned vector from the parameters.</summary>
    public static void PackVector(CodeWriter w, VectorPlan vector) =>
        w.Line(vector.IsScalar
            ? $"{Names.Of(vector.Buffer)}.Span[..{vector.Units}].Fill(parameters[{vector.Parameter.Offset}]);"
            : $"{Slice(vector.Parameter)}.CopyTo({Names.Of(vector.Buffer)}.Span);");

    /// <summary>Declares the kernel of a product, whole.</summary>
    public static void Kernel(CodeWriter w, StagePlan.Matrix stage)
    {
        string kernel = Slice(stage.Kernel);
        if (stage.Heads > 1)
        {
            w.Line($"using {Names.Generated}.SpreadKernel spread = new({kernel}, {stage.Blocks.Count}, {stage.Units}, {stage.Heads});");
            kernel = "spread.Values";
        }

        w.Line($"{Names.ReadOnlySpan} kernel = {kernel};");
    }

    /// <summary>The values of a parameter.</summary>
    public static string Slice(ParameterPlan parameter) => $"parameters.Slice({parameter.Offset}, {parameter.Count})";
}
