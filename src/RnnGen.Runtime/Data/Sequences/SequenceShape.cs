using System;
using System.Collections.Generic;
using System.Linq;

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
    /// <summary>Floats of one input step; 0 where there are none, as of tokens alone.</summary>
    public int Features { get; init; }

    /// <summary>Number of token ids, each 0 to this - 1; 0 where there are no tokens.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Floats of a sequence that all of its steps see; 0 where there are none.</summary>
    public int SequenceFeatures { get; init; }

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

    /// <summary>Targets of the heads after the first, of a model of named heads.</summary>
    public IReadOnlyList<TargetShape> MoreTargets { get; init; } = [];

    /// <summary>The targets of each head, in the order of the model's.</summary>
    public IReadOnlyList<TargetShape> HeadTargets => [new TargetShape(Targets, TargetSize, TargetsEveryStep, IgnoredLabel), .. MoreTargets];

    /// <summary>Whether batches may continue the one before (<see cref="TrainingBatch.Continues"/>), so that states are kept.</summary>
    public bool Continues { get; init; }

    /// <summary>Checks the numbers themselves.</summary>
    /// <exception cref="ArgumentException">A number is out of its range, or there are no inputs.</exception>
    public void Check()
    {
        if (Features < 0 || Vocabulary < 0 || SequenceFeatures < 0 || (Features | Vocabulary | SequenceFeatures) == 0)
        {
            throw new ArgumentException(
                $"Inputs are floats, tokens or both: {nameof(Features)}, {nameof(Vocabulary)} or {nameof(SequenceFeatures)} must be at "
                + $"least 1 and none negative; they are {Features}, {Vocabulary} and {SequenceFeatures}.");
        }

        if (TargetSize < 1 || Steps is < 1)
        {
            throw new ArgumentException(
                $"{nameof(TargetSize)} and {nameof(Steps)} must be at least 1; they are {TargetSize} and {Steps?.ToString() ?? "unset"}.");
        }

        for (int head = 1; head <= MoreTargets.Count; head++)
        {
            if (MoreTargets[head - 1].Size < 1)
            {
                throw new ArgumentException(
                    $"The targets of head {head} have a size of {MoreTargets[head - 1].Size}; it must be at least 1.");
            }
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
        CheckInputs(model, source);
        if (model.Steps is int steps && Steps != steps)
        {
            throw Misfit(
                source,
                $"has {(Steps is int given ? $"batches of {given} steps" : "batches of any number of steps")}, "
                + $"{model.Name} is static with {steps}",
                $"pad batches to {steps} steps, or declare the model without Steps");
        }

        IReadOnlyList<TargetShape> targets = HeadTargets;
        if (targets.Count != model.Heads.Count)
        {
            throw Misfit(
                source,
                $"has targets of {targets.Count} {(targets.Count == 1 ? "head" : "heads")}, {model.Name} has "
                + $"{(model.HasNamedHeads ? $"{model.Heads.Count}: {string.Join(", ", model.Heads.Select(head => head.Name))}" : "one")}");
        }

        for (int head = 0; head < targets.Count; head++)
        {
            CheckTargets(model, head, targets[head], source);
        }
    }

    private void CheckInputs(ModelDescription model, string source)
    {
        if (Vocabulary > 0 && model.Vocabulary is null)
        {
            throw Misfit(
                source, $"gives tokens, {model.Name} takes {model.Floats()}",
                "give the tokens as one-hot floats, or begin the model with an embedding");
        }

        if (Vocabulary == 0 && model.Vocabulary is int tokens)
        {
            string floats = Features > 0 ? $"{Features} features a step" : $"{SequenceFeatures} features a sequence";
            throw Misfit(source, $"has {floats}, {model.Name} takes tokens, 0 to {tokens - 1}");
        }

        if (model.Vocabulary is int vocabulary && Vocabulary != vocabulary)
        {
            throw Misfit(source, $"has a vocabulary of {Vocabulary} tokens, {model.Name} one of {vocabulary}");
        }

        if (Features != model.StepInputSize)
        {
            throw Misfit(
                source,
                $"has {Features} features a step, {model.Name} takes {model.StepInputSize}{model.NamesOf(InputKind.EveryStep)}");
        }

        if (SequenceFeatures != model.SequenceInputSize)
        {
            throw Misfit(
                source,
                $"has {SequenceFeatures} features of a whole sequence, {model.Name} takes {model.SequenceInputSize}"
                + model.NamesOf(InputKind.PerSequence));
        }
    }

    private static void CheckTargets(ModelDescription model, int index, TargetShape targets, string source)
    {
        HeadInfo head = model.Heads[index];
        string name = model.HasNamedHeads ? $"head '{head.Name}' of {model.Name}" : model.Name;
        if (targets.EveryStep != head.OutputsEveryStep)
        {
            throw Misfit(
                source,
                $"has a target for each {(targets.EveryStep ? "step" : "sequence")}, "
                + $"{name} an output for each {(head.OutputsEveryStep ? "step" : "sequence")}");
        }

        if (targets.IsLabels && !head.IsClassifier)
        {
            throw Misfit(source, $"has labels of {targets.Size} classes, the loss of {name} takes {head.TargetSize} numbers a target");
        }

        int expected = targets.IsLabels ? head.OutputSize : head.TargetSize;
        if (targets.Size != expected)
        {
            throw Misfit(source, $"has {targets.Size} {(targets.IsLabels ? "classes" : "numbers a target")}, {name} has {expected}");
        }
    }

    private static ArgumentException Misfit(string source, string what, string advice = "") =>
        new($"The {source} data do not fit the model: the source {what}{(advice.Length == 0 ? "" : $"; {advice}")}.");
}
