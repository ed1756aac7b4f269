using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>The buffers of the workspace: their fields, and their shapes for a batch.</summary>
internal static class WorkspaceBufferEmitter
{
    /// <summary>Whether only training needs the buffer.</summary>
    public static bool IsGradient(BufferPlan buffer) =>
        buffer.Role is BufferRole.ProductGradient or BufferRole.StateGradient or BufferRole.OutputGradient or BufferRole.ScratchGradient or BufferRole.Mask or BufferRole.SequenceMask;

    /// <summary>The field that holds a buffer.</summary>
    public static void Field(CodeWriter w, BufferPlan buffer)
    {
        w.Line($"/// <summary>{Escape(buffer.Summary)}</summary>");
        w.Line($"public {Names.StepBuffer} {buffer.Field};");
        w.Line();
    }

    /// <summary>The method that shapes the buffers of the forward pass.</summary>
    public static void ShapeForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private void Shape(bool history)"))
        {
            Shapes(w, plan, plan.Buffers.Where(buffer => !IsGradient(buffer)));
        }
    }

    /// <summary>The method that shapes those of the backward pass.</summary>
    public static void ShapeBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private void Shape()"))
        {
            Shapes(w, plan, plan.Buffers.Where(IsGradient));
            foreach (LossPlan loss in plan.Losses)
            {
                w.Line();
                LossEmitter.Shapes(w, loss);
            }
        }
    }

    private static void Shapes(CodeWriter w, ModelPlan plan, IEnumerable<BufferPlan> buffers)
    {
        List<BufferPlan> shaped = [.. buffers];
        foreach (BufferPlan buffer in shaped.Where(buffer => !IsConditional(plan, buffer)))
        {
            w.Line(ShapeText(buffer));
        }

        Conditional(w, "history", shaped.Where(buffer => buffer.Role == BufferRole.Saved));
        Conditional(w, "WantsInputGradients", shaped.Where(buffer => IsInputGradient(plan, buffer)));
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");

    private static bool IsConditional(ModelPlan plan, BufferPlan buffer) => buffer.Role == BufferRole.Saved || IsInputGradient(plan, buffer);

    // The table of an embedding learns from them, wanted or not.
    private static bool IsInputGradient(ModelPlan plan, BufferPlan buffer) => buffer.Field == SequencePlanner.InputGradientField && plan.Embedding is null;

    private static string ShapeText(BufferPlan buffer) =>
        $"{buffer.Field} = {Names.StepBuffer}.Shape({buffer.Field}, {Slots(buffer)}, Rows, {buffer.StrideName});";

    private static void Conditional(CodeWriter w, string condition, IEnumerable<BufferPlan> buffers)
    {
        List<BufferPlan> list = [.. buffers];
        if (list.Count > 0)
        {
            w.Line();
            using (w.Block($"if ({condition})"))
            {
                list.ForEach(buffer => w.Line(ShapeText(buffer)));
            }
        }
    }

    private static string Slots(BufferPlan buffer) => buffer.Role switch
    {
        BufferRole.State => "history ? Steps + 1 : 2",
        BufferRole.OutputState => "Steps + 1",
        BufferRole.Operand => "history ? Steps : 1",
        BufferRole.Input or BufferRole.Output or BufferRole.Saved or BufferRole.Mask or BufferRole.ProductGradient or BufferRole.OutputGradient => "Steps",
        BufferRole.StateGradient => "2",
        _ => "1",
    };
}
