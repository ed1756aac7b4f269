using System;

namespace RnnGen;

/// <summary>
/// What a class offers whose first layer is an embedding: the members of <see cref="IRnnModel"/> that read tokens. Those that read floats
/// throw <see cref="NotSupportedException"/>.
/// </summary>
public interface ITokenModel : IRnnModel
{
    /// <summary>Runs the network over a batch.</summary>
    /// <param name="batch">The tokens, [batch, steps] (or time-major).</param>
    /// <param name="outputs">As of <see cref="IRnnModel.Predict"/>.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    /// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted.</param>
    /// <exception cref="ArgumentException">A span has another length than the sizes say, or a length is outside 0..steps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of the vocabulary; nothing has been computed.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained, or were before a large batch was read to its end.</exception>
    void Predict(scoped in TokenBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);

    /// <summary>Runs one time step of one sequence and keeps its state with the caller.</summary>
    /// <param name="token">The token, 0 to vocabulary - 1.</param>
    /// <param name="state">The state, [state size]; replaced by the state after this step.</param>
    /// <param name="output">The output of this step, [output size].</param>
    /// <exception cref="ArgumentOutOfRangeException">The token is none of the vocabulary; the state is as it was.</exception>
    /// <exception cref="ArgumentException">A span has another length than the sizes say.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">The outputs need all steps.</exception>
    void Step(int token, Span<float> state, Span<float> output);

    /// <summary>Runs the network over a batch and keeps every intermediate value of every step for reading.</summary>
    /// <param name="batch">The tokens, [batch, steps] (or time-major).</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    ModelTrace Trace(scoped in TokenBatch batch, ReadOnlySpan<float> initialStates = default);
}

/// <summary>A trainer of a model that reads tokens.</summary>
public interface ITokenTrainer : IRnnTrainer
{
    /// <summary>Runs the network over a batch and keeps what <see cref="IRnnTrainer.Backward"/> and the trace need.</summary>
    /// <param name="batch">The tokens, [batch, steps] (or time-major).</param>
    /// <param name="outputs">Receives the outputs as of <see cref="IRnnModel.Predict"/>; empty when not wanted.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    /// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of the vocabulary; nothing has been computed.</exception>
    void Forward(scoped in TokenBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);
}

/// <summary>A trainer of a model that reads tokens and ends in a loss.</summary>
public interface ITokenSupervisedTrainer : ITokenTrainer, ISupervisedTrainer
{
    /// <summary>Forward pass, loss, backward pass, as of <see cref="ISupervisedTrainer"/>.</summary>
    /// <param name="batch">The tokens, [batch, steps] (or time-major); at least one row.</param>
    /// <param name="targets">What to learn, [batch, target size] or [batch, steps, target size].</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into them.</param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <returns>The loss before any update.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of the vocabulary; nothing has been computed.</exception>
    float ComputeGradients(scoped in TokenBatch batch, ReadOnlySpan<float> targets, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);
}

/// <summary>A trainer of a model that reads tokens and ends in a classification loss.</summary>
public interface ITokenClassifierTrainer : ITokenSupervisedTrainer, IClassifierTrainer
{
    /// <summary>Forward pass, loss, backward pass, with class indices as targets, as of <see cref="IClassifierTrainer"/>.</summary>
    /// <param name="batch">The tokens, [batch, steps] (or time-major); at least one row.</param>
    /// <param name="labels">Class indices, [batch] or [batch, steps].</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into them.</param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <returns>The loss before any update, in nats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of the vocabulary, or a label no class; nothing has been computed.</exception>
    float ComputeGradients(scoped in TokenBatch batch, ReadOnlySpan<int> labels, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);
}

/// <summary>A trainer of a model that reads tokens and has named heads, each with a loss.</summary>
public interface ITokenMultiHeadTrainer : ITokenTrainer, IMultiHeadTrainer
{
    /// <summary>Forward pass, losses, backward pass, as of <see cref="IMultiHeadTrainer"/>.</summary>
    /// <param name="batch">The tokens, [batch, steps] (or time-major); at least one row.</param>
    /// <param name="targets">What each head is to learn, in the order of <see cref="ModelDescription.Heads"/>.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into them.</param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <returns>Σ weight·loss before any update.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of the vocabulary; nothing has been computed.</exception>
    /// <exception cref="ArgumentException">The targets do not fit the heads; nothing has been computed.</exception>
    float ComputeGradients(scoped in TokenBatch batch, ReadOnlySpan<HeadTarget> targets, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);
}
