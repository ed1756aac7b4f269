using System;
using RnnGen.Generated;

namespace RnnGen.Data;

/// <summary>What the targets of one head look like.</summary>
/// <param name="Form">What a target is.</param>
/// <param name="Size">
/// Of labels the number of classes, of sequences of labels the labels that there are and the blank, of values the floats of one target.
/// </param>
/// <param name="EveryStep">Whether each valid step has a target; otherwise each sequence has one.</param>
/// <param name="IgnoredLabel">The label that marks a target as none, where the head has one.</param>
/// <param name="Blank">Of sequences of labels the one that stands for none.</param>
public sealed record TargetShape(TargetForm Form, int Size, bool EveryStep = false, int? IgnoredLabel = null, int Blank = 0)
{
    /// <summary>Whether targets are class indices.</summary>
    internal bool IsLabels => Form == TargetForm.Labels;

    /// <summary>Whether a target is a sequence of labels.</summary>
    internal bool IsSequences => Form == TargetForm.LabelSequences;

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

    /// <summary>Checks what only sequences of labels have.</summary>
    internal void CheckSequences(int head)
    {
        if (!IsSequences)
        {
            return;
        }

        if (EveryStep)
        {
            throw new ArgumentException(
                $"The targets of head {head} are sequences of labels, one a sequence of inputs: there is none for each step.");
        }

        if (Size < 2 || Blank < 0 || Blank >= Size)
        {
            throw new ArgumentException(
                $"The targets of head {head} are sequences of {Size} labels with the blank {Blank}; there must be at least 2, and the "
                + "blank is one of them.");
        }
    }

    /// <summary>What is wrong with a sequence of labels; <see langword="null"/> where nothing is.</summary>
    internal string? Problem(ReadOnlySpan<int> labels, int steps)
    {
        int bad = LabelSequences.Bad(labels, Size, Blank);
        return bad < 0
            ? LabelSequences.Shortage(labels, steps)
            : $"label {bad} is {labels[bad]}; it must be 0 to {Size - 1} without {Blank}, the blank.";
    }
}
