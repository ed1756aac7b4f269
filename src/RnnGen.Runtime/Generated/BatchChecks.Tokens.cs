using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <content>Tokens: each names a row of the table. Those past a row's length are not looked at.</content>
public static partial class BatchChecks
{
    /// <summary>Checks a single step of tokens; the sizes are constants of the caller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary.</exception>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TokenStep(
        ModelDescription model, int token, int vocabulary, int stateLength, int stateSize, int outputLength, int outputSize)
    {
        if ((uint)token >= (uint)vocabulary || stateLength != stateSize || outputLength != outputSize)
        {
            RefuseToken(model, token, vocabulary);
            Refuse(0, 0, stateLength, stateSize, outputLength, outputSize);
        }
    }

    private static void RefuseToken(ModelDescription model, int token, int vocabulary)
    {
        if ((uint)token >= (uint)vocabulary)
        {
            throw new ArgumentOutOfRangeException(
                nameof(token), token, $"The token is {token}; {model.Name} has tokens 0 to {vocabulary - 1}.");
        }
    }

    private static void Tokens(ModelDescription model, scoped in SequenceBatch batch, int vocabulary)
    {
        // There may be any number of rows without a step.
        for (int row = 0; row < batch.BatchSize && !batch.Tokens.IsEmpty; row++)
        {
            int length = batch.Lengths.IsEmpty ? batch.Steps : batch.Lengths[row];
            for (int step = 0; step < length; step++)
            {
                int token =
                    batch.Tokens[batch.Layout == SequenceLayout.BatchMajor ? (row * batch.Steps) + step : (step * batch.BatchSize) + row];
                if ((uint)token >= (uint)vocabulary)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(batch), token,
                        $"Step {step} of row {row} has token {token}; {model.Name} has tokens 0 to {vocabulary - 1}.");
                }
            }
        }
    }
}
