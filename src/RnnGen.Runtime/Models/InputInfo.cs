namespace RnnGen;

/// <summary>What a network reads of an input, and when.</summary>
public enum InputKind
{
    /// <summary>A vector of floats at every step: columns of <see cref="SequenceBatch.Values"/>.</summary>
    EveryStep,

    /// <summary>One vector of floats a row, which all of its steps see: columns of <see cref="SequenceBatch.SequenceInputs"/>.</summary>
    PerSequence,

    /// <summary>A token at every step, of which an embedding makes a vector: <see cref="SequenceBatch.Tokens"/>.</summary>
    Tokens,
}

/// <summary>An input of a model: the only one, or one of several.</summary>
/// <param name="Name">Its name; <c>input</c> of a model that does not name its inputs.</param>
/// <param name="Size">Floats of one step, or of one row; of tokens the units that their embedding makes of one.</param>
/// <param name="Kind">What the network reads, and when.</param>
/// <param name="FirstColumn">
/// Its first column among those of its kind: in a step of <see cref="SequenceBatch.Values"/>, or in a row of
/// <see cref="SequenceBatch.SequenceInputs"/>; 0 of tokens.
/// </param>
public sealed record InputInfo(string Name, int Size, InputKind Kind, int FirstColumn);
