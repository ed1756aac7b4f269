using System;
using System.Collections.Generic;

namespace RnnGen.Data;

/// <summary>How a text becomes batches.</summary>
public sealed record TokenOptions
{
    /// <summary>Rows of a batch: parts of the text that are read side by side.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Steps of a batch; the next one continues it.</summary>
    public required int Steps { get; init; }

    /// <summary>
    /// Whether inputs are one-hot floats, [rows, steps, vocabulary], for models without an embedding; otherwise they are tokens.
    /// </summary>
    public bool OneHot { get; init; }
}

/// <summary>
/// Learns what comes next: the text is cut into as many equal streams as a batch has rows, and each batch is the next window of all of
/// them, so that states carry over from batch to batch (Karpathy's char-rnn). The label of a step is the token after it. An epoch begins
/// with zero states and has no order to shuffle; what is left at the end of the streams, less than a window, is not used.
/// </summary>
public sealed class TokenSource : ISequenceSource
{
    private readonly ReadOnlyMemory<int> _tokens;
    private readonly TokenOptions _options;
    private readonly int _stream;
    private SourcePosition _position;

    /// <summary>Starts before the first batch of epoch 0.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="options">Rows and steps.</param>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or the text is too short for a batch.</exception>
    public TokenSource(ReadOnlyMemory<int> tokens, int vocabulary, TokenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Steps, 1);
        int bad = tokens.Span.IndexOfAnyExceptInRange(0, vocabulary - 1);
        if (bad >= 0)
        {
            throw new ArgumentException($"Token {bad} is {tokens.Span[bad]}; it must be 0 to {vocabulary - 1}.", nameof(tokens));
        }

        (_tokens, _options) = (tokens, options);
        _stream = (tokens.Length - 1) / options.BatchSize;
        Batches = _stream / options.Steps;
        if (Batches < 1)
        {
            throw new ArgumentException(
                $"{tokens.Length} tokens are too few: {options.BatchSize} rows of {options.Steps} steps and one token more are "
                + $"{((long)options.BatchSize * options.Steps) + 1}.",
                nameof(tokens));
        }

        Shape = new SequenceShape
        {
            Features = options.OneHot ? vocabulary : 0,
            Vocabulary = options.OneHot ? 0 : vocabulary,
            Steps = options.Steps,
            Targets = TargetForm.Labels,
            TargetSize = vocabulary,
            TargetsEveryStep = true,
            Continues = true,
        };
    }

    /// <inheritdoc/>
    public SequenceShape Shape { get; }

    /// <summary>Batches of an epoch.</summary>
    public int Batches { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => new SourceSettings
    {
        { "tokens", _tokens.Length },
        { "batch size", _options.BatchSize },
        { "steps of a batch", _options.Steps },
    };

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => _position;
        set => _position = value.Epoch >= 0 && value.Batch >= 0 && value.Batch <= Batches ? value : throw new ArgumentOutOfRangeException(
            nameof(value), $"Batch {value.Batch} of epoch {value.Epoch} is not a place in a source of {Batches} batches an epoch.");
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch) => ReadShare(batch, default);

    /// <inheritdoc/>
    public bool ReadShare(TrainingBatch batch, BatchShare share)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_position.Batch == Batches)
        {
            return false;
        }

        int steps = _options.Steps, start = (int)_position.Batch * steps;
        batch.ReserveShare(Shape, _options.BatchSize, steps, share);
        for (int row = 0; row < batch.Rows; row++)
        {
            BatchRow target = batch.ClearedRow(row, steps);
            ReadOnlySpan<int> window = _tokens.Span.Slice(((batch.FirstRow + row) * _stream) + start, steps + 1);
            window[1..].CopyTo(target.Labels);
            if (!_options.OneHot)
            {
                window[..steps].CopyTo(target.Tokens);
                continue;
            }

            for (int step = 0; step < steps; step++)
            {
                target.Inputs[(step * Shape.Features) + window[step]] = 1;
            }
        }

        batch.Continues = start > 0;
        _position = _position with { Batch = _position.Batch + 1 };
        return true;
    }
}
