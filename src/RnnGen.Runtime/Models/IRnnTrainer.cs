using System;

namespace RnnGen;

/// <summary>Forward and backward passes over one model, used by one thread at a time; it works on its own threads inside.</summary>
/// <remarks>A trainer of a model that reads tokens is an <see cref="ITokenTrainer"/>; what takes floats throws <see cref="NotSupportedException"/>.</remarks>
public interface IRnnTrainer
{
    /// <summary>The model whose parameters are read.</summary>
    ITrainableModel Model { get; }

    /// <summary>Gradients of the last backward pass, laid out as <see cref="ModelParameters.Values"/>.</summary>
    ReadOnlySpan<float> Gradients { get; }

    /// <summary>Bytes held for activations and gradients of activations.</summary>
    long ActivationBytes { get; }

    /// <summary>Runs the network over a batch and keeps what <see cref="Backward"/> and <see cref="Trace"/> need.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major).</param>
    /// <param name="outputs">Receives the outputs as of <see cref="IRnnModel.Predict"/>; empty when not wanted.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>.</param>
    /// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted.</param>
    void Forward(scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);

    /// <summary>
    /// Backpropagates given gradients through the last <see cref="Forward"/> pass and replaces <see cref="Gradients"/>.
    /// </summary>
    /// <param name="outputGradients">Gradients of the outputs, in their shape; empty for zero.</param>
    /// <param name="finalStateGradients">Gradients of the final states, [batch, state size]; empty for zero.</param>
    /// <param name="inputGradients">
    /// Receives the gradients of the inputs, in their shape and layout; empty when not wanted. Of tokens: of what the embedding made of them,
    /// [batch, steps, <see cref="ModelDescription.InputSize"/>].
    /// </param>
    /// <param name="initialStateGradients">Receives the gradients of the initial states, [batch, state size]; empty when not wanted.</param>
    /// <exception cref="InvalidOperationException">No forward pass came before, or the parameters changed since.</exception>
    void Backward(
        ReadOnlySpan<float> outputGradients,
        ReadOnlySpan<float> finalStateGradients = default,
        Span<float> inputGradients = default,
        Span<float> initialStateGradients = default);

    /// <summary>Every intermediate value of every step of the last pass; a view, valid until the next pass.</summary>
    ModelTrace Trace { get; }
}

/// <summary>A trainer of a model with dropout, whose masks are a function of seed and pass.</summary>
public interface IDropoutTrainer : IRnnTrainer
{
    /// <summary>Seed of the masks of dropout. Equal seeds and equal <see cref="DropoutPass"/> give equal masks, to the bit.</summary>
    ulong DropoutSeed { get; set; }

    /// <summary>Number of the next pass, which its masks depend on; every pass raises it. Set it back to draw the same masks again.</summary>
    long DropoutPass { get; set; }
}

/// <summary>A trainer of a model that ends in a loss.</summary>
public interface ISupervisedTrainer : IRnnTrainer
{
    /// <summary>Values of one target: classes, outputs, or of a Gaussian likelihood half the outputs.</summary>
    int TargetSize { get; }

    /// <summary>What the model's loss divides the sum over the targets by.</summary>
    LossReduction Reduction { get; }

    /// <summary>
    /// What the loss of the last pass was divided by: rows, valid steps or the sum of class weights, as <see cref="Reduction"/> says; 1 of a sum,
    /// 0 where nothing was counted. With it the losses of several batches make that of all their rows: <c>Σ weight·loss / Σ weight</c>.
    /// </summary>
    float LossWeight { get; }

    /// <summary>Forward pass, loss, backward pass.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major); at least one row.</param>
    /// <param name="targets">
    /// What to learn: class probabilities, truth values or numbers, [batch, <see cref="TargetSize"/>]; where the outputs have steps
    /// [batch, steps, <see cref="TargetSize"/>] in the batch's layout. What stands past a row's length has no effect.
    /// </param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into them.</param>
    /// <param name="finalStates">
    /// Receives the states after each row's last valid step, [batch, state size]; empty when not wanted. May be the initial states.
    /// </param>
    /// <returns>The loss before any update, divided as the model's <see cref="LossReduction"/> says.</returns>
    float ComputeGradients(
        scoped in SequenceBatch batch,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default);
}

/// <summary>A trainer of a model that ends in a classification loss: targets are class probabilities, or class indices.</summary>
public interface IClassifierTrainer : ISupervisedTrainer
{
    /// <summary>Forward pass, loss, backward pass, with class indices as targets.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major); at least one row.</param>
    /// <param name="labels">The class index of each row, [batch]; where the outputs have steps of each step, [batch, steps] in the batch's layout.</param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into them.</param>
    /// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted. May be the initial states.</param>
    /// <returns>The loss before any update, in nats, divided as the model's <see cref="LossReduction"/> says.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class; nothing has been computed.</exception>
    float ComputeGradients(
        scoped in SequenceBatch batch,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default);
}

/// <summary>A trainer of a model of named heads, each with a loss: what is learned is the sum of the losses, each times its head's weight.</summary>
public interface IMultiHeadTrainer : IRnnTrainer
{
    /// <summary>
    /// The loss of each head of the last <see cref="ComputeGradients"/>, before its weight, in the order of <see cref="ModelDescription.Heads"/>.
    /// </summary>
    ReadOnlySpan<float> HeadLosses { get; }

    /// <summary>Forward pass, losses, backward pass.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major); at least one row.</param>
    /// <param name="targets">
    /// What each head is to learn, in the order of <see cref="ModelDescription.Heads"/>: a classifier takes labels or probabilities, others values.
    /// What stands past a row's length has no effect.
    /// </param>
    /// <param name="initialStates">States before the first step, [batch, state size]; empty for those of <see cref="IRnnModel.InitialState"/>. No gradient flows into them.</param>
    /// <param name="finalStates">
    /// Receives the states after each row's last valid step, [batch, state size]; empty when not wanted. May be the initial states.
    /// </param>
    /// <returns>Σ weight·loss before any update, each loss divided as its <see cref="LossReduction"/> says.</returns>
    /// <exception cref="ArgumentException">The targets do not fit the heads; nothing has been computed.</exception>
    float ComputeGradients(
        scoped in SequenceBatch batch,
        ReadOnlySpan<HeadTarget> targets,
        ReadOnlySpan<float> initialStates = default,
        Span<float> finalStates = default);
}
