using System;
using System.Collections.Generic;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans what makes one vector of the steps of a row.</summary>
/// <param name="stem">Stem of its names in generated code.</param>
/// <param name="path">What the name of its traced value begins with.</param>
/// <param name="buffers">Receives its buffers.</param>
internal sealed class ReductionPlanner(string stem, string path, List<BufferPlan> buffers)
{
    /// <summary>A reduction, without the scores of an attention.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="value">What it reads.</param>
    /// <param name="isWritten">
    /// Whether a gradient of a value, which this one writes, has been written when the way back comes here; that of a state is always added
    /// to.
    /// </param>
    public ReductionPlan Reduce(SequenceReduction kind, PlannedValue value, Func<BufferRef, bool> isWritten)
    {
        (string field, string summary, string trace) = kind switch
        {
            SequenceReduction.Mean => ("StepMean", "The mean over each row's valid steps.", "mean"),
            SequenceReduction.Max => ("StepMax", "The largest values over each row's valid steps.", "max"),
            SequenceReduction.Attention => ("Attended", "The mean over each row's valid steps, weighted by attention.", "attention"),
            _ => ("LastStep", "The last valid step of each row.", "last"),
        };
        SequenceValue source = value.Output;
        BufferRef target = new(stem, field, source.Access.Buffer.Stride);
        List<LastPartPlan> parts = kind == SequenceReduction.Last ? LastParts(value) : [];
        buffers.Add(new BufferPlan(target, BufferRole.Scratch, source.Width, 1, summary, path + trace));
        buffers.Add(new BufferPlan(target.Gradient, BufferRole.ScratchGradient, source.Width, 1, $"Gradient of {Casing.Camel(summary)}"));
        return new ReductionPlan(
            kind,
            stem + field,
            source.Width,
            source.WidthSize,
            source.Access,
            source.GradientBuffer,
            parts.Count > 1 ? value.Merge : LayerMerge.Concatenate,
            parts.ToEquatable(),
            target)
        {
            Accumulate = Accumulates(parts, source.GradientBuffer, isWritten),
        };
    }

    private static bool Accumulates(List<LastPartPlan> parts, BufferRef? source, Func<BufferRef, bool> isWritten)
    {
        if (parts.Count == 0)
        {
            return isWritten(source!);
        }

        bool accumulates = false;
        foreach (LastPartPlan part in parts)
        {
            accumulates = part.IsState ? accumulates : isWritten(part.GradientBuffer);
        }

        return accumulates;
    }

    /// <summary>A state holds a row's last valid step at the end; another output is gathered at the row's own length.</summary>
    private static List<LastPartPlan> LastParts(PlannedValue value)
    {
        List<LastPartPlan> parts = [];
        int column = 0;
        foreach (LayerPlan layer in value.Top)
        {
            SequenceValue output = layer.Output;
            parts.Add(layer.OutputState is StatePlan state
                ? new LastPartPlan(IsState: true, state.Buffer, state.GradientBuffer, output.Width, output.WidthSize, column)
                : new LastPartPlan(IsState: false, output.Access.Buffer, output.GradientBuffer!, output.Width, output.WidthSize, column));
            column += value.Merge == LayerMerge.Concatenate ? output.Width : 0;
        }

        SequenceValue top = value.Output;
        return parts.Count > 0
            ? parts
            : [new LastPartPlan(IsState: false, top.Access.Buffer, top.GradientBuffer!, top.Width, top.WidthSize, 0)];
    }
}
