using System;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>A loss or a gradient is infinite or NaN. The parameters are those before the step.</summary>
public sealed class NonFiniteTrainingException : Exception
{
    private NonFiniteTrainingException(string message, long step, string tensor)
        : base(message) => (Step, Tensor) = (step, tensor);

    /// <summary>Number of the update, from 0.</summary>
    public long Step { get; }

    /// <summary>The first tensor with a value that is not finite, in the order of the computation: inputs, targets, parameters, traced values, gradients.</summary>
    public string Tensor { get; }

    /// <summary>Looks for the first bad value.</summary>
    internal static NonFiniteTrainingException Find(ISupervisedTrainer trainer, TrainingBatch batch, long step, SourcePosition position, float loss)
    {
        (string tensor, string where) = First(trainer, batch);
        return new NonFiniteTrainingException(
            FormattableString.Invariant(
                $"Step {step} (epoch {position.Epoch}, batch {position.Batch - 1}): the loss is {loss}. The first value that is not finite is in {tensor}{where}. The parameters are those before the step."),
            step, tensor);
    }

    private static (string Tensor, string Where) First(ISupervisedTrainer trainer, TrainingBatch batch)
    {
        ModelDescription model = trainer.Model.Description;
        SequenceShape shape = batch.Shape!;
        if (FirstOfBatch(batch, batch.Inputs, shape.Features, everyStep: true) is string input)
        {
            return ("the inputs", input);
        }

        if (shape.Targets == TargetForm.Values && FirstOfBatch(batch, batch.Targets, shape.TargetSize, shape.TargetsEveryStep) is string target)
        {
            return ("the targets", target);
        }

        foreach (ParameterInfo parameter in model.Parameters)
        {
            if (FirstOf(trainer.Model.Parameters.Values.Slice(parameter.Offset, parameter.Count)) is string value)
            {
                return (parameter.Name, value);
            }
        }

        if (FirstTraced(trainer.Trace) is (string, string) traced)
        {
            return traced;
        }

        foreach (ParameterInfo parameter in model.Parameters)
        {
            if (FirstOf(trainer.Gradients.Slice(parameter.Offset, parameter.Count)) is string value)
            {
                return ($"the gradient of {parameter.Name}", value);
            }
        }

        return ("the loss", "");
    }

    /// <summary>Step by step, since a bad value spreads to all later ones.</summary>
    private static (string, string)? FirstTraced(ModelTrace trace)
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
                        return (tensor.Name, FormattableString.Invariant($", step {step}, row {row}{value}"));
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
                int index = !everyStep ? row : batch.Layout == SequenceLayout.BatchMajor ? (row * batch.Steps) + step : (step * batch.Rows) + row;
                if (FirstOf(values.Slice(index * size, size)) is string value)
                {
                    return FormattableString.Invariant($"{(everyStep ? $", step {step}" : "")}, row {row}{value}");
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
