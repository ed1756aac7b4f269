using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The buffers of the workspace: their fields, and their shapes for a batch.</summary>
internal static class WorkspaceBufferEmitter
{
    /// <summary>Whether only training needs the buffer.</summary>
    public static bool IsGradient(BufferPlan buffer) =>
        buffer.Role is BufferRole.ProductGradient or BufferRole.StateGradient or BufferRole.OutputGradient or BufferRole.ScratchGradient
            or BufferRole.Mask or BufferRole.SequenceMask;

    /// <summary>The field that holds a buffer.</summary>
    public static void Field(CodeWriter w, BufferPlan buffer)
    {
        if (IsOwn(buffer))
        {
            w.Line($"/// <summary>{Escape(buffer.Summary)}</summary>");
            w.Line($"public {Names.StepBuffer} {buffer.Field};");
            w.Line();
        }
    }

    /// <summary>The method that shapes the buffers of the forward pass.</summary>
    public static void ShapeForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("protected override void Shape(bool history)"))
        {
            Shapes(w, plan.Buffers.Where(buffer => !IsGradient(buffer)));
        }
    }

    /// <summary>The method that shapes those of the backward pass.</summary>
    public static void ShapeBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("protected override void ShapeGradients()"))
        {
            Shapes(w, plan.Buffers.Where(IsGradient));
        }
    }

    private static void Shapes(CodeWriter w, IEnumerable<BufferPlan> buffers)
    {
        List<BufferPlan> shaped = [.. buffers.Where(IsOwn)];
        foreach (BufferPlan buffer in shaped.Where(buffer => buffer.Role != BufferRole.Saved))
        {
            w.Line(ShapeText(buffer));
        }

        Conditional(w, "history", shaped.Where(buffer => buffer.Role == BufferRole.Saved));
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");

    // Inputs and their gradients are the base's: every network has them.
    private static bool IsOwn(BufferPlan buffer) => buffer.Field is not (SequencePlanner.InputField or SequencePlanner.InputGradientField);

    private static string ShapeText(BufferPlan buffer) =>
        $"Shape(ref {buffer.Field}, {Slots(buffer)}, {buffer.StrideName});";

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
        BufferRole.Input or BufferRole.Output or BufferRole.Saved or BufferRole.Mask or BufferRole.ProductGradient
            or BufferRole.OutputGradient => "Steps",
        BufferRole.StateGradient => "2",
        _ => "1",
    };
}
