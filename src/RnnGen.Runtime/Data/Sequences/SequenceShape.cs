using System;

namespace RnnGen.Data;

/// <summary>What a source gives as targets.</summary>
public enum TargetForm
{
    /// <summary>Class indices: one whole number a target.</summary>
    Labels,

    /// <summary>Numbers, truth values or class probabilities: <see cref="SequenceShape.TargetSize"/> floats a target.</summary>
    Values,
}

/// <summary>What the sequences of a source look like; compared with a model before any work.</summary>
public sealed record SequenceShape
{
    /// <summary>Floats of one input step; 0 where the inputs are tokens.</summary>
    public int Features { get; init; }

    /// <summary>Number of token ids, each 0 to this - 1; 0 where the inputs are floats.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Time steps of every batch, padding included; <see langword="null"/> where batches differ.</summary>
    public int? Steps { get; init; }

    /// <summary>What a target is.</summary>
    public required TargetForm Targets { get; init; }

    /// <summary>Of labels the number of classes, of values the floats of one target.</summary>
    public required int TargetSize { get; init; }

    /// <summary>Whether each valid step has a target; otherwise each sequence has one.</summary>
    public bool TargetsEveryStep { get; init; }

    /// <summary>
    /// The label that marks a target as none, where the model has one (<see cref="SoftmaxCrossEntropyAttribute.IgnoreIndex"/>).
    /// </summary>
    public int? IgnoredLabel { get; init; }

    /// <summary>Whether batches may continue the one before (<see cref="TrainingBatch.Continues"/>), so that states are kept.</summary>
    public bool Continues { get; init; }

    /// <summary>Checks the numbers themselves.</summary>
    /// <exception cref="ArgumentException">A number is out of its range, or the inputs are both floats and tokens, or neither.</exception>
    public void Check()
    {
        if (Features < 0 || Vocabulary < 0 || Features > 0 == Vocabulary > 0)
        {
            throw new ArgumentException(
                $"Inputs are floats or tokens: {nameof(Features)} or {nameof(Vocabulary)} must be at least 1 and the other 0; "
                + $"they are {Features} and {Vocabulary}.");
        }

        if (TargetSize < 1 || Steps is < 1)
        {
            throw new ArgumentException(
                $"{nameof(TargetSize)} and {nameof(Steps)} must be at least 1; they are {TargetSize} and {Steps?.ToString() ?? "unset"}.");
        }
    }

    /// <summary>Checks whether a trainer can learn from sequences of this shape.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="source">What the source is called in messages, such as "training".</param>
    /// <exception cref="ArgumentException">Inputs, steps or targets are not those of the model; the message names both.</exception>
    public void Check(ISupervisedTrainer trainer, string source)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        Check();
        ModelDescription model = trainer.Model.Description;
        if (Features == 0 && model.Vocabulary is null)
        {
            throw Misfit(
                source, $"gives tokens, {model.Name} takes {model.InputSize} floats a step",
                "give the tokens as one-hot floats, or begin the model with an embedding");
        }

        if (Features > 0 && model.Vocabulary is int tokens)
        {
            throw Misfit(source, $"has {Features} features a step, {model.Name} takes tokens, 0 to {tokens - 1}");
        }

        if (model.Vocabulary is int vocabulary && Vocabulary != vocabulary)
        {
            throw Misfit(source, $"has a vocabulary of {Vocabulary} tokens, {model.Name} one of {vocabulary}");
        }

        if (Features > 0 && Features != model.InputSize)
        {
            throw Misfit(source, $"has {Features} features a step, {model.Name} takes {model.InputSize}");
        }

        if (model.Steps is int steps && Steps != steps)
        {
            throw Misfit(
                source,
                $"has {(Steps is int given ? $"batches of {given} steps" : "batches of any number of steps")}, "
                + $"{model.Name} is static with {steps}",
                $"pad batches to {steps} steps, or declare the model without Steps");
        }

        if (TargetsEveryStep != model.OutputsEveryStep)
        {
            throw Misfit(
                source,
                $"has a target for each {(TargetsEveryStep ? "step" : "sequence")}, "
                + $"{model.Name} an output for each {(model.OutputsEveryStep ? "step" : "sequence")}");
        }

        CheckTargets(trainer, source);
    }

    /// <summary>The first label that is neither a class nor ignored, or -1.</summary>
    internal int BadLabel(ReadOnlySpan<int> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)TargetSize && labels[i] != IgnoredLabel)
            {
                return i;
            }
        }

        return -1;
    }

    private void CheckTargets(ISupervisedTrainer trainer, string source)
    {
        ModelDescription model = trainer.Model.Description;
        if (Targets == TargetForm.Labels && !model.Heads[0].IsClassifier)
        {
            throw Misfit(
                source, $"has labels of {TargetSize} classes, the loss of {model.Name} takes {model.Heads[0].TargetSize} numbers a target");
        }

        int expected = Targets == TargetForm.Labels ? model.OutputSize : model.Heads[0].TargetSize;
        if (TargetSize != expected)
        {
            string what = Targets == TargetForm.Labels ? "classes" : "numbers a target";
            throw Misfit(source, $"has {TargetSize} {what}, {model.Name} has {expected}");
        }
    }

    private static ArgumentException Misfit(string source, string what, string advice = "") =>
        new($"The {source} data do not fit the model: the source {what}{(advice.Length == 0 ? "" : $"; {advice}")}.");
}
