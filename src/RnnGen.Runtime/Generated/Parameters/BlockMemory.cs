using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>
/// What a block of steps needs besides the state where its inputs are not read in place: some frames at a time, and its tokens. It grows
/// with the largest block and is then kept.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BlockMemory
{
    private AlignedBuffer _floats;
    private int[] _tokens = [];

    /// <summary>Floats that may hold anything.</summary>
    /// <param name="count">How many.</param>
    public Span<float> Floats(int count)
    {
        if (_floats.Length < count)
        {
            _floats = AlignedBuffer.Allocate(count);
        }

        return _floats.Span[..count];
    }

    /// <summary>Copies tokens, which decide addresses and may change at the caller's, and checks the copy.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">One a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    public ReadOnlySpan<int> Tokens(ModelDescription model, ReadOnlySpan<int> tokens)
    {
        if (_tokens.Length < tokens.Length)
        {
            _tokens = new int[tokens.Length];
        }

        Span<int> own = _tokens.AsSpan(0, tokens.Length);
        tokens.CopyTo(own);
        int vocabulary = model.Vocabulary ?? throw model.ReadsFloats();
        for (int step = 0; step < own.Length; step++)
        {
            if ((uint)own[step] >= (uint)vocabulary)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tokens), own[step], $"Step {step} has token {own[step]}; {model.Name} has tokens 0 to {vocabulary - 1}.");
            }
        }

        return own;
    }

    /// <summary>Copies the rows of a table that tokens name to the first columns of frames.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="version">Their version.</param>
    /// <param name="table">Offset of the table.</param>
    /// <param name="units">Columns of the table.</param>
    /// <param name="tokens">Tokens that have been checked, one a frame.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="frame">Floats from frame to frame.</param>
    /// <exception cref="InvalidOperationException">The parameters have another version by now.</exception>
    public static void Embed(
        ModelParameters parameters, long version, int table, int units, ReadOnlySpan<int> tokens, Span<float> frames, int frame)
    {
        ReadOnlySpan<float> values = parameters.Values;
        for (int step = 0; step < tokens.Length; step++)
        {
            values.Slice(table + (tokens[step] * units), units).CopyTo(frames[(step * frame)..]);
        }

        parameters.RequireVersion(version);
    }

    /// <summary>Copies an input to its columns of frames.</summary>
    /// <param name="input">The input from its first step on.</param>
    /// <param name="stride">Its floats from step to step.</param>
    /// <param name="size">Floats of a step.</param>
    /// <param name="frames">The frames, from the column of the input on.</param>
    /// <param name="frame">Floats from frame to frame.</param>
    /// <param name="steps">How many.</param>
    public static void Gather(ReadOnlySpan<float> input, int stride, int size, Span<float> frames, int frame, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            input.Slice(step * stride, size).CopyTo(frames[(step * frame)..]);
        }
    }
}
