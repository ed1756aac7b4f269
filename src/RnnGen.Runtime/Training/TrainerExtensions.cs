using System;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>Training steps on top of a trainer and an optimizer.</summary>
public static class TrainerExtensions
{
    /// <summary>One training step of a model of one head: forward, loss, backward, update.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="batch">The inputs, or tokens; at least one row.</param>
    /// <param name="target">What the head is to learn: an array of labels or of values.</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.
    /// </param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="NonFiniteTrainingException">
    /// Loss, gradients or what the update would write is not finite; nothing has been updated.
    /// </exception>
    public static float Train(
        this ISupervisedTrainer trainer,
        scoped in SequenceBatch batch,
        HeadTarget target,
        IOptimizer optimizer,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default,
        GradientClipping? clipping = null) => trainer.Train(batch, [target], optimizer, initialStates, finalStates, clipping);

    /// <summary>One training step: forward, losses, backward, update. Predictions that start in the meantime throw.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="batch">
    /// The inputs, [batch, steps, input] (or time-major), or tokens: see <see cref="TokenBatch.Sequences"/>; at least one row.
    /// </param>
    /// <param name="targets">What each head is to learn, in the order of <see cref="ModelDescription.Heads"/>.</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.
    /// </param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The weighted sum of the losses before the update.</returns>
    /// <exception cref="NonFiniteTrainingException">
    /// Loss, gradients or what the update would write is not finite; nothing has been updated.
    /// </exception>
    public static float Train(
        this ISupervisedTrainer trainer,
        scoped in SequenceBatch batch,
        ReadOnlySpan<HeadTarget> targets,
        IOptimizer optimizer,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default,
        GradientClipping? clipping = null)
    {
        using ParameterEdit edit = trainer.Model.Parameters.Edit();
        return trainer.Update(edit.Values, trainer.ComputeGradients(batch, targets, initialStates, finalStates), optimizer, clipping);
    }

    /// <summary>
    /// The end of every training step: clips the gradients of the last pass, updates, and hands the loss back. Nothing is updated where
    /// loss or gradients are not finite, nor by an <see cref="Optimizer"/> where the update would not be.
    /// </summary>
    /// <exception cref="NonFiniteTrainingException">
    /// Something is not finite; parameters and optimizer are those before the step.
    /// </exception>
    internal static float Update(
        this IRnnTrainer trainer, Span<float> parameters, float loss, IOptimizer optimizer, GradientClipping? clipping)
    {
        long step = (optimizer as Optimizer)?.Steps ?? -1;
        double norm = GradientNorms.Of(trainer.Gradients, GradientNorm.Euclidean, SimdSupport.VectorBits);
        if (!float.IsFinite(loss) || !double.IsFinite(norm))
        {
            throw NonFiniteTrainingException.Find(trainer, null, step, "", loss);
        }

        ReadOnlySpan<float> gradients = clipping is null
            ? trainer.Gradients
            : clipping.Apply(trainer.Gradients, norm, SimdSupport.VectorBits);
        if (optimizer is not Optimizer known)
        {
            optimizer.Update(parameters, gradients);
        }
        else if (known.TryUpdate(trainer.Model.Parameters, parameters, gradients, norm) is UpdateFailure failure)
        {
            throw NonFiniteTrainingException.Of(trainer.Model.Description, failure, step, "", loss, norm, known.LearningRate);
        }

        return loss;
    }
}
