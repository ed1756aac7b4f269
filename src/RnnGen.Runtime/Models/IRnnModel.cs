using System;

namespace RnnGen;

/// <summary>
/// What every generated class offers: parameters, prediction, streaming. <see cref="Predict"/>, <c>Step</c> and
/// <see cref="Trace"/> are safe from any number of threads at once; they throw while the parameters are being edited or trained.
/// </summary>
/// <remarks>
/// States in this interface are flat, <see cref="ModelDescription.StateSize"/> floats a row; the class itself has typed ones.
/// </remarks>
public interface IRnnModel
{
    /// <summary>Sizes, parameter table, state table and cost.</summary>
    ModelDescription Description { get; }

    /// <summary>The parameters: one flat buffer of named tensors.</summary>
    ModelParameters Parameters { get; }

    /// <summary>
    /// Threads that one call of <see cref="Predict"/> or <see cref="StepBatch"/> may use. Results do not depend on it.
    /// </summary>
    int Threads { get; set; }

    /// <summary>Runs the network over a batch.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major), or tokens: see <see cref="TokenBatch.Sequences"/>.</param>
    /// <param name="outputs">
    /// [batch, output size]; where <see cref="ModelDescription.OutputsEveryStep"/> is set [batch, steps, output size] in the batch's
    /// layout. Of a model of named heads the outputs of all, one head after the other, each in its own shape:
    /// <see cref="ModelDescription.OutputCount"/> numbers, a head's at <see cref="ModelDescription.OutputRange"/>.
    /// </param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="InitialState"/>.
    /// </param>
    /// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted.</param>
    /// <exception cref="ArgumentException">
    /// The length of a span does not match the sizes, or a row's length is outside 0..steps.
    /// </exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary; nothing has been computed.</exception>
    /// <exception cref="NotSupportedException">The batch holds floats and the model reads tokens, or the other way round.</exception>
    void Predict(
        scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates = default, Span<float> finalStates = default);

    /// <summary>Runs one time step of one sequence and keeps its state with the caller.</summary>
    /// <param name="input">One frame, [input].</param>
    /// <param name="state">The state, [state size]; replaced by the state after this step.</param>
    /// <param name="output">
    /// The output of this step: logits [classes], or the last layer's output [units]; of named heads those that stream, one after the
    /// other.
    /// </param>
    /// <exception cref="ArgumentException">The length of a span does not match the sizes.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">
    /// Every output needs all steps of a sequence, a layer reads its steps from the last to the first, or the model reads tokens.
    /// </exception>
    void Step(ReadOnlySpan<float> input, Span<float> state, Span<float> output);

    /// <summary>Runs one time step of one sequence of tokens and keeps its state with the caller.</summary>
    /// <param name="token">The token, 0 to vocabulary - 1.</param>
    /// <param name="state">The state, [state size]; replaced by the state after this step.</param>
    /// <param name="output">The output of this step, as in <see cref="Step(ReadOnlySpan{float}, Span{float}, Span{float})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary; the state is as it was.</exception>
    /// <exception cref="ArgumentException">The length of a span does not match the sizes.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">The outputs need all steps, or the model reads floats.</exception>
    void Step(int token, Span<float> state, Span<float> output) => throw Description.ReadsFloats();

    /// <summary>Runs one time step of one sequence of a model with inputs of every step and of the whole sequence.</summary>
    /// <param name="input">
    /// The floats of this step, [<see cref="ModelDescription.StepInputSize"/>]; empty of a model that reads none.
    /// </param>
    /// <param name="sequenceInput">
    /// What all steps of the sequence see, [<see cref="ModelDescription.SequenceInputSize"/>], the same at each; empty of a model without.
    /// </param>
    /// <param name="state">The state, [state size]; replaced by the state after this step.</param>
    /// <param name="output">The output of this step, as in <see cref="Step(ReadOnlySpan{float}, Span{float}, Span{float})"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the sizes say; the state is as it was.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">The outputs need all steps, or the model reads tokens.</exception>
    void Step(ReadOnlySpan<float> input, ReadOnlySpan<float> sequenceInput, Span<float> state, Span<float> output)
    {
        Description.RequireNoSequenceInput(sequenceInput.Length, nameof(sequenceInput));
        Step(input, state, output);
    }

    /// <summary>Runs one time step of one sequence of a model with tokens beside other inputs.</summary>
    /// <param name="input">
    /// The floats of this step, [<see cref="ModelDescription.StepInputSize"/>]; empty of a model that reads none.
    /// </param>
    /// <param name="token">The token, 0 to vocabulary - 1.</param>
    /// <param name="sequenceInput">
    /// What all steps of the sequence see, [<see cref="ModelDescription.SequenceInputSize"/>], the same at each; empty of a model without.
    /// </param>
    /// <param name="state">The state, [state size]; replaced by the state after this step.</param>
    /// <param name="output">The output of this step, as in <see cref="Step(ReadOnlySpan{float}, Span{float}, Span{float})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary; the state is as it was.</exception>
    /// <exception cref="ArgumentException">A span has another length than the sizes say; the state is as it was.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">The outputs need all steps, or the model reads no tokens.</exception>
    void Step(ReadOnlySpan<float> input, int token, ReadOnlySpan<float> sequenceInput, Span<float> state, Span<float> output)
    {
        Description.RequireTokensAlone(input.Length, nameof(input));
        Description.RequireNoSequenceInput(sequenceInput.Length, nameof(sequenceInput));
        Step(token, state, output);
    }

    /// <summary>Runs a block of time steps of one sequence: what a loop around <c>Step</c> gives, to the bit.</summary>
    /// <param name="inputs">The frames, [steps, input].</param>
    /// <param name="steps">Number of steps; with 0 nothing happens.</param>
    /// <param name="state">The state, [state size]; replaced by the state after the last step.</param>
    /// <param name="outputs">
    /// The outputs, [steps, output size]; of named heads those that stream, one after the other, each [steps, size]. The inputs may be the
    /// same memory where both begin at the same place and a step has as many of one as of the other.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is negative.</exception>
    /// <exception cref="ArgumentException">The length of a span does not match the sizes, or spans overlap otherwise.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">As for a step.</exception>
    void Step(ReadOnlySpan<float> inputs, int steps, Span<float> state, Span<float> outputs) =>
        Step(inputs, default, default, steps, state, outputs);

    /// <summary>Runs a block of time steps of one sequence of tokens: what a loop around <c>Step</c> gives, to the bit.</summary>
    /// <param name="tokens">The tokens, [steps], each 0 to vocabulary - 1.</param>
    /// <param name="state">The state, [state size]; replaced by the state after the last step.</param>
    /// <param name="outputs">The outputs, as in <see cref="Step(ReadOnlySpan{float}, int, Span{float}, Span{float})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary; nothing has been computed.</exception>
    /// <exception cref="ArgumentException">The length of a span does not match the sizes, or state and outputs overlap.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">As for a step.</exception>
    void Step(ReadOnlySpan<int> tokens, Span<float> state, Span<float> outputs) =>
        Step(default, tokens, default, tokens.Length, state, outputs);

    /// <summary>Runs a block of time steps of one sequence of any model: what a loop around <c>Step</c> gives, to the bit.</summary>
    /// <param name="inputs">
    /// The floats of the steps, [steps, <see cref="ModelDescription.StepInputSize"/>]; empty of a model that reads none.
    /// </param>
    /// <param name="tokens">The tokens, [steps], each 0 to vocabulary - 1; empty of a model that reads none.</param>
    /// <param name="sequenceInput">
    /// What all steps of the sequence see, [<see cref="ModelDescription.SequenceInputSize"/>]; empty of a model without.
    /// </param>
    /// <param name="steps">Number of steps; with 0 nothing happens.</param>
    /// <param name="state">The state, [state size]; replaced by the state after the last step.</param>
    /// <param name="outputs">The outputs, as in <see cref="Step(ReadOnlySpan{float}, int, Span{float}, Span{float})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of steps is negative, or a token is not in the vocabulary; nothing has been computed.
    /// </exception>
    /// <exception cref="ArgumentException">The length of a span does not match the sizes, or spans overlap otherwise.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">As for a step.</exception>
    void Step(
        ReadOnlySpan<float> inputs, ReadOnlySpan<int> tokens, ReadOnlySpan<float> sequenceInput, int steps, Span<float> state,
        Span<float> outputs) => StepLoop.Run(this, inputs, tokens, sequenceInput, steps, state, outputs);

    /// <summary>Runs one time step of many sequences, each with a state of its own.</summary>
    /// <remarks>
    /// A generated class gives what <see cref="Predict"/> gives of one step from the same states, to the bit, however many step; one of a
    /// generator without this member steps one by one, <see cref="Step(ReadOnlySpan{float}, Span{float}, Span{float})"/>.
    /// </remarks>
    /// <param name="batch">
    /// The inputs of the sequences that step, in the order of <paramref name="rows"/>: a batch of one step without lengths, of static
    /// models too.
    /// </param>
    /// <param name="states">The states of all sequences, [states, state size]; those of the rows that step are replaced.</param>
    /// <param name="rows">Which of the states step, in any order, none twice; empty for all, in their order.</param>
    /// <param name="outputs">
    /// Receives the outputs of this step, [rows, output size]; of named heads those that stream, one head after the other.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, spans share memory, or a row stands there twice; no state has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A row is none of the states, or a token is not in the vocabulary; no state has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    /// <exception cref="NotSupportedException">
    /// The outputs need all steps, or the batch holds floats and the model reads tokens, or the other way round.
    /// </exception>
    void StepBatch(scoped in SequenceBatch batch, Span<float> states, ReadOnlySpan<int> rows, Span<float> outputs) =>
        StepLoop.Run(this, batch, states, rows, outputs);

    /// <summary>Gives the state of a sequence before its first step: zero, but for states that the model has learned.</summary>
    /// <param name="state">Receives the state, [state size].</param>
    /// <exception cref="ArgumentException">The span has the wrong length.</exception>
    /// <exception cref="InvalidOperationException">Some are learned, and the parameters are being edited or trained.</exception>
    void InitialState(Span<float> state)
    {
        if (state.Length != Description.StateSize)
        {
            throw new ArgumentException(
                $"The state holds {state.Length} values; {Description.StateSize} were expected (one row).", nameof(state));
        }

        state.Clear();
    }

    /// <summary>Runs the network over a batch and keeps every intermediate value of every step for reading.</summary>
    /// <param name="batch">The inputs, [batch, steps, input] (or time-major), or tokens.</param>
    /// <param name="initialStates">
    /// States before the first step, [batch, state size]; empty for those of <see cref="InitialState"/>.
    /// </param>
    /// <exception cref="NotSupportedException">The batch holds floats and the model reads tokens, or the other way round.</exception>
    ModelTrace Trace(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates = default);
}

/// <summary>
/// A model that can be trained. <see cref="IRnnModel"/> refers to nothing here, so prediction alone carries no backward code.
/// </summary>
public interface ITrainableModel : IRnnModel
{
    /// <summary>Creates a trainer: the owner of activations, gradients and packed weights.</summary>
    /// <param name="threads">Threads to use; 0 for the model's <see cref="IRnnModel.Threads"/>. Results do not depend on it.</param>
    IRnnTrainer CreateTrainer(int threads = 0);
}
