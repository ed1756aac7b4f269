using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Numerics;

namespace RnnGen.Tests.Networks;

/// <summary>What a trainer's private workspace holds after a pass.</summary>
internal static class WorkspaceBuffers
{
    /// <summary>Every buffer of steps by its name, padding included.</summary>
    public static IReadOnlyDictionary<string, float[]> Of(IRnnTrainer trainer)
    {
        const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;
        object workspace = trainer.GetType().GetField("_w", Private)!.GetValue(trainer)!;
        FieldInfo values = typeof(StepBuffer).GetField("_values", Private)!;
        return workspace.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(StepBuffer))
            .ToDictionary(field => field.Name, field => ((AlignedBuffer)values.GetValue(field.GetValue(workspace))!).Span.ToArray());
    }
}
