using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The buffers of the workspace: their fields, and their shapes for a batch.</summary>
internal static class WorkspaceBufferEmitter
{
    /// <summary>The fields that hold buffers.</summary>
    public static void Fields(CodeWriter w, EquatableArray<WorkspaceBufferPlan> buffers)
    {
        foreach (BufferPlan buffer in buffers.Select(buffer => buffer.Buffer))
        {
            w.Line($"/// <summary>{Escape(buffer.Summary)}</summary>");
            w.Line($"public {Names.StepBuffer} {Names.Of(buffer.Buffer)};");
            w.Line();
        }
    }

    /// <summary>The method that shapes the buffers of the forward pass.</summary>
    public static void ShapeForward(CodeWriter w, ModelPlan plan)
    {
        w.Line("/// <summary>Makes room for a batch; with \"history\" every step has a slot of its own.</summary>");
        using (w.Block("protected override void Shape(bool history)"))
        {
            Shapes(w, plan.Workspace.Forward.Where(buffer => buffer.Passing is not null));
            WorkspaceBufferPlan[] historical = [.. plan.Workspace.Forward.Where(buffer => buffer.Passing is null)];
            if (historical.Length > 0)
            {
                w.Line();
                using (w.Block("if (history)"))
                {
                    Shapes(w, historical);
                }
            }
        }
    }

    /// <summary>The method that shapes those of the backward pass.</summary>
    public static void ShapeBackward(CodeWriter w, ModelPlan plan)
    {
        w.Line("/// <summary>Makes room for their gradients.</summary>");
        using (w.Block("protected override void ShapeGradients()"))
        {
            Shapes(w, plan.Workspace.Backward);
        }
    }

    private static void Shapes(CodeWriter w, IEnumerable<WorkspaceBufferPlan> buffers)
    {
        foreach (WorkspaceBufferPlan buffer in buffers)
        {
            w.Line($"Shape(ref {Names.Of(buffer.Buffer.Buffer)}, {Slots(buffer)}, {Names.Of(buffer.Buffer.Buffer.Stride)});");
        }
    }

    private static string Slots(WorkspaceBufferPlan buffer) => buffer.Passing is SlotCount passing && passing != buffer.History
        ? $"history ? {Text(buffer.History)} : {Text(passing)}"
        : Text(buffer.History);

    private static string Text(SlotCount slots) => slots.EveryStep ? Names.Offset("Steps", slots.Fixed) : Names.Number(slots.Fixed);

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");
}
