using System;
using System.Collections.Generic;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>
/// A loss, a gradient or what an update would write is infinite or NaN. The parameters are those before the step, and so are the slots and
/// the counters of the optimizer.
/// </summary>
public sealed class NonFiniteTrainingException : Exception
{
    private NonFiniteTrainingException(string message, long step, string tensor)
        : base(message) => (Step, Tensor) = (step, tensor);

    /// <summary>
    /// Number of the update, from 0; outside <see cref="FitExtensions.Fit"/> that of the optimizer, or -1 where it counts none.
    /// </summary>
    public long Step { get; }

    /// <summary>
    /// The first tensor with a value that is not finite, in the order of the computation: inputs, targets, parameters, traced values,
    /// gradients, their sum over several batches, slots and parameters after the update.
    /// </summary>
    public string Tensor { get; }

    /// <summary>Looks for the first bad value.</summary>
    /// <param name="trainer">The trainer, after its pass.</param>
    /// <param name="batch">What it learned from, where that is known.</param>
    /// <param name="step">Number of the update.</param>
    /// <param name="place">Where the batch comes from, in brackets after the number.</param>
    /// <param name="loss">The loss.</param>
    internal static NonFiniteTrainingException Find(IRnnTrainer trainer, TrainingBatch? batch, long step, string place, float loss)
    {
        (string tensor, string where) = First(trainer, batch);
        return Of(step, place, loss, $"The first value that is not finite is in {tensor}{where}.", tensor);
    }

    /// <summary>Looks for the first bad value in the sum of gradients that are all finite.</summary>
    internal static NonFiniteTrainingException FindSum(
        ModelDescription model, ReadOnlySpan<float> gradients, int batches, long step, string place, double loss)
    {
        (string tensor, string where) = FirstOf(model, gradients) ?? ("the loss", "");
        tensor = $"the sum of {batches} gradients of {tensor}";
        return Of(step, place, loss, $"The first value that is not finite is in {tensor}{where}.", tensor);
    }

    /// <summary>Of an update that was not made.</summary>
    internal static NonFiniteTrainingException Of(
        ModelDescription model, UpdateFailure failure, long step, string place, double loss, double norm, float rate)
    {
        ParameterInfo parameter = model.Parameters[0];
        foreach (ParameterInfo next in model.Parameters)
        {
            parameter = next.Offset <= failure.Index ? next : parameter;
        }

        string tensor = failure.Slot is null ? parameter.Name : $"{failure.Slot} of {parameter.Name}";
        return Of(
            step, place, loss,
            FormattableString.Invariant($"With gradients of the norm {norm:G6} and a learning rate of {rate} the update would make ")
            + FormattableString.Invariant($"element {failure.Index - parameter.Offset} of {tensor} {failure.Value}."),
            tensor);
    }

    private static NonFiniteTrainingException Of(long step, string place, double loss, string what, string tensor) => new(
        FormattableString.Invariant($"Step {step}{place}: the loss is {(float)loss}. {what} The parameters are those before the step."),
        step, tensor);

    /// <summary>Of a loss or gradients of several ranks.</summary>
    /// <param name="parts">Of each rank the tensor and the place of the first bad value of its part, a line each; empty for none.</param>
    /// <param name="sum">The first bad value of the sum.</param>
    /// <param name="step">Number of the update.</param>
    /// <param name="place">Where the batch comes from.</param>
    /// <param name="loss">The loss of all ranks.</param>
    internal static NonFiniteTrainingException OfRanks(
        IReadOnlyList<string> parts, (string Tensor, string Where) sum, long step, string place, double loss)
    {
        for (int rank = 0; rank < parts.Count; rank++)
        {
            if (parts[rank].Length > 0)
            {
                string[] lines = parts[rank].Split('\n');
                return Of(step, place, loss, $"The first value that is not finite is on rank {rank}, in {lines[0]}{lines[1]}.", lines[0]);
            }
        }

        string tensor = $"the sum over {parts.Count} ranks of {(sum.Tensor == "the loss" ? sum.Tensor : $"the gradients of {sum.Tensor}")}";
        return Of(step, place, loss, $"The first value that is not finite is in {tensor}{sum.Where}.", tensor);
    }

    /// <summary>The first bad value of a rank's own part of a pass, if there is one.</summary>
    /// <param name="trainer">The trainer, after its own pass.</param>
    /// <param name="batch">The rank's rows.</param>
    /// <param name="loss">Its part of the loss.</param>
    internal static (string Tensor, string Where)? OwnPart(IRnnTrainer trainer, TrainingBatch batch, float loss) =>
        float.IsFinite(loss) && FirstOf(trainer.Model.Description, trainer.Gradients) is null ? null : First(trainer, batch);

    /// <summary>The first bad value of a pass, in the order of the computation.</summary>
    internal static (string Tensor, string Where) First(IRnnTrainer trainer, TrainingBatch? batch)
    {
        ModelDescription model = trainer.Model.Description;
        if (batch?.Shape is SequenceShape shape)
        {
            if (FirstOfBatch(batch, batch.Inputs, shape.Features, everyStep: true) is string input)
            {
                return ("the inputs", input);
            }

            if (FirstOfBatch(batch, batch.SequenceInputs, shape.SequenceFeatures, everyStep: false) is string sequenceInput)
            {
                return ("the inputs of the sequences", sequenceInput);
            }

            IReadOnlyList<TargetShape> heads = shape.HeadTargets;
            for (int head = 0; head < heads.Count; head++)
            {
                if (heads[head].Form == TargetForm.Values
                    && FirstOfBatch(batch, batch.TargetsOf(head), heads[head].Size, heads[head].EveryStep) is string target)
                {
                    return (model.HasNamedHeads ? $"the targets of head '{model.Heads[head].Name}'" : "the targets", target);
                }
            }
        }

        if (FirstOf(model, trainer.Model.Parameters.Values) is (string, string) parameter)
        {
            return parameter;
        }

        if (FirstTraced(trainer.Trace(), batch?.FirstRow ?? 0) is (string, string) traced)
        {
            return traced;
        }

        return FirstOf(model, trainer.Gradients) is (string Tensor, string Where) found
            ? ($"the gradient of {found.Tensor}", found.Where)
            : ("the loss", "");
    }

    /// <summary>The first bad value in a buffer with the layout of the parameters.</summary>
    internal static (string Tensor, string Where)? FirstOf(ModelDescription model, ReadOnlySpan<float> values)
    {
        foreach (ParameterInfo parameter in model.Parameters)
        {
            if (FirstOf(values.Slice(parameter.Offset, parameter.Count)) is string where)
            {
                return (parameter.Name, where);
            }
        }

        return null;
    }

    /// <summary>Step by step, since a bad value spreads to all later ones.</summary>
    private static (string, string)? FirstTraced(ModelTrace trace, int firstRow)
    {
        int steps = 0;
        foreach (TraceTensor tensor in trace.Tensors)
        {
            steps = Math.Max(steps, tensor.Steps);
        }

        for (int step = 0; step < steps; step++)
        {
            foreach (TraceTensor tensor in trace.Tensors)
            {
                for (int row = 0; row < tensor.Rows && step < tensor.Steps; row++)
                {
                    if (FirstOf(tensor[step, row]) is string value)
                    {
                        return (tensor.Name, FormattableString.Invariant($", step {step}, row {firstRow + row}{value}"));
                    }
                }
            }
        }

        return null;
    }

    private static string? FirstOfBatch(TrainingBatch batch, ReadOnlySpan<float> values, int size, bool everyStep)
    {
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int step = 0; step < (everyStep ? batch.Lengths[row] : 1); step++)
            {
                int index = !everyStep ? row
                    : batch.Layout == SequenceLayout.BatchMajor ? (row * batch.Steps) + step
                    : (step * batch.Rows) + row;
                if (FirstOf(values.Slice(index * size, size)) is string value)
                {
                    return FormattableString.Invariant($"{(everyStep ? $", step {step}" : "")}, row {batch.FirstRow + row}{value}");
                }
            }
        }

        return null;
    }

    private static string? FirstOf(ReadOnlySpan<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!float.IsFinite(values[index]))
            {
                return FormattableString.Invariant($", element {index} ({values[index]})");
            }
        }

        return null;
    }
}
