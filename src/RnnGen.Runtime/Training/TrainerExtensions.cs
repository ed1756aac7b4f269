using System;

namespace RnnGen.Training;

/// <summary>Training steps on top of a trainer and an optimizer.</summary>
public static class TrainerExtensions
{
    /// <summary>One training step: forward, mean loss, backward, update. Predictions that start meanwhile throw.</summary>
    /// <returns>The mean loss before the update, in nats.</returns>
    public static float Train(this IClassifierTrainer trainer, scoped in SequenceBatch batch, ReadOnlySpan<int> labels, IOptimizer optimizer)
    {
        using ParameterEdit edit = trainer.Model.Parameters.Edit();
        float loss = trainer.ComputeGradients(batch, labels);
        optimizer.Update(edit.Values, trainer.Gradients);
        return loss;
    }

    /// <summary>One training step with class probabilities, [batch, classes], as targets.</summary>
    /// <returns>The mean loss before the update, in nats.</returns>
    public static float Train(this IClassifierTrainer trainer, scoped in SequenceBatch batch, ReadOnlySpan<float> targets, IOptimizer optimizer)
    {
        using ParameterEdit edit = trainer.Model.Parameters.Edit();
        float loss = trainer.ComputeGradients(batch, targets);
        optimizer.Update(edit.Values, trainer.Gradients);
        return loss;
    }
}
