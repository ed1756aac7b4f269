using System;

namespace RnnGen.Data;

/// <summary>What the targets of one head look like.</summary>
/// <param name="Form">What a target is.</param>
/// <param name="Size">Of labels the number of classes, of values the floats of one target.</param>
/// <param name="EveryStep">Whether each valid step has a target; otherwise each sequence has one.</param>
/// <param name="IgnoredLabel">The label that marks a target as none, where the head has one.</param>
public sealed record TargetShape(TargetForm Form, int Size, bool EveryStep = false, int? IgnoredLabel = null)
{
    /// <summary>Whether targets are class indices.</summary>
    internal bool IsLabels => Form == TargetForm.Labels;

    /// <summary>Targets of some rows.</summary>
    internal int Count(int rows, int steps) => rows * (EveryStep ? steps : 1);

    /// <summary>The first label that is neither a class nor ignored, or -1.</summary>
    internal int BadLabel(ReadOnlySpan<int> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)Size && labels[i] != IgnoredLabel)
            {
                return i;
            }
        }

        return -1;
    }
}
