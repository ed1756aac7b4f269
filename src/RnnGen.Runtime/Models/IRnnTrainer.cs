using System;

namespace RnnGen;

/// <summary>Forward and backward passes over one model, used by one thread at a time; it works on its own threads inside.</summary>
public interface IRnnTrainer
{
    /// <summary>The model whose parameters are read.</summary>
    ITrainableModel Model { get; }

    /// <summary>Gradients of the last backward pass, laid out as <see cref="ModelParameters.Values"/>.</summary>
    ReadOnlySpan<float> Gradients { get; }

    /// <summary>Bytes held for activations and gradients of activations.</summary>
    long ActivationBytes { get; }

    /// <summary>
    /// Seed of the masks of dropout. Equal seeds and equal <see cref="DropoutPass"/> give equal masks, to the bit. Without effect on a
    /// network without dropout.
    /// </summary>
    ulong DropoutSeed { get; set; }

    /// <summary>
    /// Number of the next pass, which its masks depend on; every pass with dropout raises it. Set it back to draw the same masks again.
    /// </summary>
    long DropoutPass { get; set; }

    /// <summary>Runs the network over a batch and keeps what <c>Backward</c> and <see cref="Trace"/> need.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major), or tokens: see <see cref="TokenBatch.Sequences"/>.</param>
    /// <param name="outputs">Receives the outputs as in <see cref="IRnnModel.Predict"/>; empty when not wanted.</param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.
    /// </param>
    /// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary; nothing has been computed.</exception>
    /// <exception cref="NotSupportedException">The batch holds floats and the model reads tokens, or the other way round.</exception>
    void Forward(
        scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);

    /// <summary>
    /// Backpropagates given gradients through the last <see cref="Forward"/> pass and replaces <see cref="Gradients"/>.
    /// </summary>
    /// <param name="outputGradients">Gradients of the outputs, in their shape; empty for zero.</param>
    /// <param name="finalStateGradients">Gradients of the final states, [batch, state size]; empty for zero.</param>
    /// <param name="inputGradients">
    /// Receives the gradients of the inputs of every step, in their shape and layout; empty when not wanted. Of tokens alone: of what the
    /// embedding made of them, [batch, steps, <see cref="ModelDescription.InputSize"/>].
    /// </param>
    /// <param name="initialStateGradients">
    /// Receives the gradients of the initial states, [batch, state size]; empty when not wanted.
    /// </param>
    /// <param name="sequenceInputGradients">
    /// Receives the gradients of <see cref="SequenceBatch.SequenceInputs"/>, [batch, <see cref="ModelDescription.SequenceInputSize"/>];
    /// empty when not wanted.
    /// </param>
    /// <exception cref="ArgumentException">The length of a span does not match the sizes.</exception>
    /// <exception cref="InvalidOperationException">No forward pass came before, or the parameters changed since.</exception>
    void Backward(
        ReadOnlySpan<float> outputGradients,
        ReadOnlySpan<float> finalStateGradients = default,
        Span<float> inputGradients = default,
        Span<float> initialStateGradients = default,
        Span<float> sequenceInputGradients = default)
    {
        Model.Description.RequireNoSequenceInput(sequenceInputGradients.Length, nameof(sequenceInputGradients));
        Backward(outputGradients, finalStateGradients, inputGradients, initialStateGradients);
    }

    /// <summary>The same without the gradients of the inputs that all steps of a row see.</summary>
    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float})"/>
    void Backward(
        ReadOnlySpan<float> outputGradients,
        ReadOnlySpan<float> finalStateGradients,
        Span<float> inputGradients,
        Span<float> initialStateGradients);

    /// <summary>Every intermediate value of every step of the last pass; a view, valid until the next pass.</summary>
    ModelTrace Trace();
}

/// <summary>
/// A trainer of a model each of whose heads ends in a loss: what is learned is the sum of the losses, each times its head's weight.
/// </summary>
public interface ISupervisedTrainer : IRnnTrainer
{
    /// <summary>The loss of each head of the last pass, before its weight, in the order of <see cref="ModelDescription.Heads"/>.</summary>
    ReadOnlySpan<float> HeadLosses { get; }

    /// <summary>
    /// What the loss of each head of the last pass was divided by: rows, valid steps or the sum of class weights, as
    /// <see cref="HeadInfo.Reduction"/> says; 1 of a sum, 0 where nothing was counted. With it the losses of several batches make that of
    /// all their rows: <c>Σ weight·loss / Σ weight</c>.
    /// </summary>
    ReadOnlySpan<float> LossWeights { get; }

    /// <summary>Forward pass, losses, backward pass.</summary>
    /// <param name="batch">
    /// The inputs, [batch, steps, input] (or time-major), or tokens: see <see cref="TokenBatch.Sequences"/>; at least one row.
    /// </param>
    /// <param name="targets">
    /// What each head is to learn, in the order of <see cref="ModelDescription.Heads"/>: a classifier takes labels or probabilities, one
    /// that learns sequences of labels <see cref="HeadTarget.OfSequences"/>, others values. What stands past a row's length has no effect.
    /// </param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into
    /// them.
    /// </param>
    /// <param name="finalStates">
    /// Receives the states after each row's last valid step, [batch, state size]; empty when not wanted. May be the initial states.
    /// </param>
    /// <returns>Σ weight·loss before any update, each loss divided as its <see cref="LossReduction"/> says.</returns>
    /// <exception cref="ArgumentException">The targets do not fit the heads; nothing has been computed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A label is not a class, or a token is not in the vocabulary; nothing has been computed.
    /// </exception>
    float ComputeGradients(
        scoped in SequenceBatch batch,
        ReadOnlySpan<HeadTarget> targets,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default);

    /// <summary>The same for a model of one head.</summary>
    /// <param name="batch">The inputs, or tokens; at least one row.</param>
    /// <param name="target">What the head is to learn: an array of labels, or of values.</param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.
    /// </param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <returns>The loss before any update.</returns>
    /// <exception cref="ArgumentException">The model has several heads, or the target does not fit; nothing has been computed.</exception>
    float ComputeGradients(
        scoped in SequenceBatch batch,
        HeadTarget target,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default) => ComputeGradients(batch, [target], initialStates, finalStates);

    /// <summary>
    /// The same loss of a batch that is not learned from: forward as a prediction makes it, without dropout, and the losses.
    /// <see cref="IRnnTrainer.Gradients"/> stay those of the last backward pass.
    /// </summary>
    /// <param name="batch">The inputs, or tokens; at least one row.</param>
    /// <param name="targets">What each head is to learn, in the order of <see cref="ModelDescription.Heads"/>.</param>
    /// <param name="outputs">Receives the outputs as in <see cref="IRnnModel.Predict"/>; empty when not wanted.</param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.
    /// </param>
    /// <param name="finalStates">Receives the states after the last valid step; empty when not wanted. May be the initial states.</param>
    /// <returns>Σ weight·loss, each loss divided as its <see cref="LossReduction"/> says.</returns>
    /// <exception cref="ArgumentException">The targets do not fit the heads; nothing has been computed.</exception>
    float ComputeLoss(
        scoped in SequenceBatch batch,
        ReadOnlySpan<HeadTarget> targets,
        Span<float> outputs = default,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default);
}
