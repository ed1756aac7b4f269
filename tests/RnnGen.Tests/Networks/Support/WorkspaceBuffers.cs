using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Generated;

namespace RnnGen.Tests.Networks;

/// <summary>What a trainer's private workspace holds after a pass.</summary>
internal static class WorkspaceBuffers
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo Values = typeof(StepBuffer).GetField("_values", Private)!;

    /// <summary>Every buffer of steps by its name, padding included: those of the network, of all networks and of the losses.</summary>
    public static IReadOnlyDictionary<string, float[]> Of(IRnnTrainer trainer)
    {
        TrainingWorkspace workspace = (TrainingWorkspace)typeof(NetworkTrainer).GetField("_workspace", Private)!.GetValue(trainer)!;
        Dictionary<string, float[]> buffers = workspace.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Where(field => field.FieldType == typeof(StepBuffer))
            .ToDictionary(field => field.Name, field => Floats((StepBuffer)field.GetValue(workspace)!), StringComparer.Ordinal);
        buffers.Add(nameof(workspace.Inputs), Floats(workspace.Inputs));
        buffers.Add(nameof(workspace.InputGradients), Floats(workspace.InputGradients));
        for (int head = 0; head < workspace.Losses.Length; head++)
        {
            buffers.Add($"Targets{head}", Floats(workspace.Losses[head].Targets));
            buffers.Add($"LossTerms{head}", Floats(workspace.Losses[head].Terms));
        }

        return buffers;
    }

    private static float[] Floats(StepBuffer buffer) => ((AlignedBuffer)Values.GetValue(buffer)!).Span.ToArray();
}
