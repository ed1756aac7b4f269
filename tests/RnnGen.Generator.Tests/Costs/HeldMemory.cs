using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Generated;

namespace RnnGen.Generator.Tests.Costs;

/// <summary>What models and trainers hold, read from their fields: the lengths of their buffers as they were allocated.</summary>
internal static class HeldMemory
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The buffers of activations of the workspace that the last prediction has given back.</summary>
    public static long OfPrediction(IRnnModel model) =>
        Activations(Field(Field(Field(model, "_predictor")!, "_workspaces")!, "_one")!);

    /// <summary>The parameters packed for batches.</summary>
    public static long OfPanels(IRnnModel model) => Buffers(Field(Field(Field(model, "_predictor")!, "_panels")!, "_packed")!);

    /// <summary>The parameters packed for single rows; 0 where none are.</summary>
    public static long OfRows(IRnnModel model) =>
        (Field(model, "_rowWeights") is object cache ? Field(cache, "_packed") : null) is object packed ? Buffers(packed) : 0;

    /// <summary>The buffers of activations and of targets of a trainer.</summary>
    public static long OfTraining(object trainer) => Activations(Field(trainer, "_workspace")!)
        + ((LossTargets[])Field(trainer, "Losses")!).Sum(loss => loss.Targets.Bytes + loss.Terms.Bytes);

    /// <summary>A trainer's packed parameters.</summary>
    public static long OfTrainerPanels(object trainer) => Buffers(Field(Field(trainer, "_workspace")!, "Weights")!);

    /// <summary>Its gradients, and the sums that they are made of; not what each thread has for itself.</summary>
    public static long OfGradients(object trainer)
    {
        object workspace = Field(trainer, "_workspace")!;
        return Buffers(workspace) + Fields(workspace).OfType<WeightGradient>().Sum(Buffers);
    }

    private static long Activations(object workspace)
    {
        long bytes = Fields(workspace, name => !name.EndsWith("Projection", StringComparison.Ordinal)).OfType<StepBuffer>()
            .Sum(buffer => buffer.Bytes);

        // The runtime's own count.
        Assert(((NetworkWorkspace)workspace).Bytes, bytes);
        return bytes;
    }

    private static void Assert(long expected, long actual) => Xunit.Assert.Equal(expected, actual);

    private static long Buffers(object owner) => Fields(owner).OfType<AlignedBuffer>().Sum(buffer => 4L * buffer.Length);

    private static object? Field(object owner, string name)
    {
        object?[] found = [.. Fields(owner, field => field == name || field == $"<{name}>k__BackingField")];
        return found.Length == 0 ? null : found[0];
    }

    private static IEnumerable<object?> Fields(object owner, Func<string, bool>? which = null)
    {
        for (Type? type = owner.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Own).Where(field => which?.Invoke(field.Name) ?? true))
            {
                yield return field.GetValue(owner);
            }
        }
    }
}
