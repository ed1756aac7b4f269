using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace RnnGen.Bits.Tests;

/// <summary>The record's training: three updates on batches of their own.</summary>
internal static class Training
{
    private const int Rows = 9;

    /// <summary>The losses, then all parameters; nothing where the model has no loss. The model is trained by it.</summary>
    public static float[]? ThreeUpdates(IRnnTrainer trainer, RecordedModel recorded)
    {
        Adam adam = new(0.01f);
        List<float> results = [];
        for (int update = 0; update < 3; update++)
        {
            RecordedBatch batch = new(trainer.Model.Description, 10 + (ulong)update, Rows, recorded.Steps, ragged: update > 0);
            if (Loss(trainer, batch, recorded.Ignored, update) is not float loss)
            {
                return null;
            }

            using ParameterEdit edit = trainer.Model.Parameters.Edit();
            adam.Update(edit.Values, trainer.Gradients);
            results.Add(loss);
            if (trainer is ISupervisedTrainer heads && trainer.Model.Description.HasNamedHeads)
            {
                results.AddRange(heads.HeadLosses);
            }
        }

        return [.. results, .. trainer.Model.Parameters.Values];
    }

    private static float? Loss(IRnnTrainer trainer, RecordedBatch batch, int? ignored, int update)
    {
        ModelDescription model = trainer.Model.Description;
        Numbers numbers = new(20 + (ulong)update);
        if (trainer is not ISupervisedTrainer supervised)
        {
            return null;
        }

        HeadTarget[] targets =
        [
            .. model.Heads.Select(head =>
            {
                int count = batch.Rows * (head.OutputsEveryStep ? batch.Steps : 1);

                if (head.Blank is int blank)
                {
                    return Sequences(numbers, batch, head.OutputSize, blank);
                }

                // Class indices; of a head alone twice, then probabilities.
                return head.IsClassifier
                    && (model.HasNamedHeads || update < 2) ? new HeadTarget(Labels(numbers, count, head.OutputSize, ignored))
                    : head.IsClassifier ? new HeadTarget(numbers.Distributions(count, head.OutputSize))
                    : new HeadTarget(Truths(numbers, count * head.TargetSize));
            }),
        ];
        return supervised.ComputeGradients(batch.Of(model), targets, batch.States);
    }

    /// <summary>Labels for half of a row's steps at most, so that there is a blank for each that repeats.</summary>
    private static HeadTarget Sequences(Numbers numbers, RecordedBatch batch, int units, int blank)
    {
        int[] counts = [.. numbers.Integers(batch.Rows, batch.Steps).Select((count, row) => Math.Min(count, batch.Length(row) / 2))];
        int[] labels = numbers.Integers(counts.Sum(), units - 1);
        return HeadTarget.OfSequences(Array.ConvertAll(labels, label => label < blank ? label : label + 1), counts);
    }

    private static int[] Labels(Numbers numbers, int count, int classes, int? ignored)
    {
        int[] labels = numbers.Integers(count, classes);
        for (int i = 0; ignored is int none && i < count; i += 4)
        {
            labels[i] = none;
        }

        return labels;
    }

    /// <summary>From 0 to 1, as a yes/no output wants them; numbers to approximate otherwise.</summary>
    private static float[] Truths(Numbers numbers, int count) => Array.ConvertAll(numbers.Floats(count), value => (value + 1) / 2);
}
