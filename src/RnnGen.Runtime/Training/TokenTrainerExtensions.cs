using System;

namespace RnnGen.Training;

/// <summary>Training steps of models that read tokens, on top of a trainer and an optimizer.</summary>
public static class TokenTrainerExtensions
{
    /// <summary>One training step with class indices: forward, loss, backward, update. Predictions that start meanwhile throw.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="batch">The tokens, [batch, steps] (or time-major); at least one row.</param>
    /// <param name="labels">Class indices, [batch] or [batch, steps].</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The loss before the update, in nats.</returns>
    /// <exception cref="NonFiniteTrainingException">Loss, gradients or what the update would write is not finite; nothing has been updated.</exception>
    public static float Train(
        this ITokenClassifierTrainer trainer,
        scoped in TokenBatch batch,
        ReadOnlySpan<int> labels,
        IOptimizer optimizer,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default,
        GradientClipping? clipping = null)
    {
        using ParameterEdit edit = trainer.Model.Parameters.Edit();
        return trainer.Update(edit.Values, trainer.ComputeGradients(batch, labels, initialStates, finalStates), optimizer, clipping);
    }

    /// <summary>One training step with class probabilities, truth values or numbers as targets.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="batch">The tokens, [batch, steps] (or time-major); at least one row.</param>
    /// <param name="targets">What to learn, [batch, target size] or [batch, steps, target size].</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="NonFiniteTrainingException">Loss, gradients or what the update would write is not finite; nothing has been updated.</exception>
    public static float Train(
        this ITokenSupervisedTrainer trainer,
        scoped in TokenBatch batch,
        ReadOnlySpan<float> targets,
        IOptimizer optimizer,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default,
        GradientClipping? clipping = null)
    {
        using ParameterEdit edit = trainer.Model.Parameters.Edit();
        return trainer.Update(edit.Values, trainer.ComputeGradients(batch, targets, initialStates, finalStates), optimizer, clipping);
    }

    /// <summary>One training step of a model of named heads.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="batch">The tokens, [batch, steps] (or time-major); at least one row.</param>
    /// <param name="targets">What each head is to learn, in the order of <see cref="ModelDescription.Heads"/>.</param>
    /// <param name="optimizer">What updates the parameters.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
    /// <returns>The weighted sum of the losses before the update.</returns>
    /// <exception cref="NonFiniteTrainingException">Loss, gradients or what the update would write is not finite; nothing has been updated.</exception>
    public static float Train(
        this ITokenMultiHeadTrainer trainer,
        scoped in TokenBatch batch,
        ReadOnlySpan<HeadTarget> targets,
        IOptimizer optimizer,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default,
        GradientClipping? clipping = null)
    {
        using ParameterEdit edit = trainer.Model.Parameters.Edit();
        return trainer.Update(edit.Values, trainer.ComputeGradients(batch, targets, initialStates, finalStates), optimizer, clipping);
    }
}
