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

    /// <summary>
    /// Sequences of labels without places in time, one a sequence of inputs, each of a length of its own
    /// (<see cref="ConnectionistTemporalClassificationAttribute"/>).
    /// </summary>
    LabelSequences,
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

    /// <summary>
    /// Of labels the number of classes, of sequences of labels the labels that there are and the blank, of values the floats of one target.
    /// </summary>
    public required int TargetSize { get; init; }

    /// <summary>Whether each valid step has a target; otherwise each sequence has one.</summary>
    public bool TargetsEveryStep { get; init; }

    /// <summary>
    /// The label that marks a target as none, where the model has one (<see cref="SoftmaxCrossEntropyAttribute.IgnoreIndex"/>).
    /// </summary>
    public int? IgnoredLabel { get; init; }

    /// <summary>
    /// Of sequences of labels the one that stands for none and is in no sequence, as the model has it
    /// (<see cref="ConnectionistTemporalClassificationAttribute.Blank"/>); 0 unless set.
    /// </summary>
    public int Blank { get; init; }

    /// <summary>Targets of the heads after the first, of a model of named heads.</summary>
    public IReadOnlyList<TargetShape> MoreTargets { get; init; } = [];

    /// <summary>The targets of each head, in the order of the model's.</summary>
    public IReadOnlyList<TargetShape> HeadTargets =>
        [new TargetShape(Targets, TargetSize, TargetsEveryStep, IgnoredLabel, Blank), .. MoreTargets];

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

        IReadOnlyList<TargetShape> targets = HeadTargets;
        for (int head = 0; head < targets.Count; head++)
        {
            if (targets[head].Size < 1)
            {
                throw new ArgumentException($"The targets of head {head} have a size of {targets[head].Size}; it must be at least 1.");
            }

            targets[head].CheckSequences(head);
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
            if (Continues && targets[head].IsSequences)
            {
                throw Misfit(
                    source,
                    $"goes on with the same sequences in the next batch, but the labels of {model.Name} are those of whole sequences",
                    "give each sequence whole in one batch");
            }
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
        if (targets.IsSequences != (head.Blank is not null))
        {
            throw Misfit(
                source,
                targets.IsSequences
                    ? $"has sequences of labels, the loss of {name} takes {(head.IsClassifier ? "classes" : $"{head.TargetSize} numbers")}"
                    : $"has {(targets.IsLabels ? "labels of single targets" : "numbers")}, the loss of {name} takes sequences of labels",
                $"{nameof(Targets)} says which");
        }

        if (!targets.IsSequences && targets.EveryStep != head.OutputsEveryStep)
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

        int expected = targets.Form == TargetForm.Values ? head.TargetSize : head.OutputSize;
        if (targets.Size != expected)
        {
            string what = targets.Form switch
            {
                TargetForm.Labels => "classes",
                TargetForm.LabelSequences => "labels with the blank",
                _ => "numbers a target",
            };
            throw Misfit(source, $"has {targets.Size} {what}, {name} has {expected}");
        }

        if (head.Blank is int blank && targets.Blank != blank)
        {
            throw Misfit(source, $"has the blank {targets.Blank}, {name} has {blank}");
        }
    }

    private static ArgumentException Misfit(string source, string what, string advice = "") =>
        new($"The {source} data do not fit the model: the source {what}{(advice.Length == 0 ? "" : $"; {advice}")}.");
}
