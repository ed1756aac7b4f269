using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.Logging;

namespace RnnGen.Data;

/// <summary>What a window of a time series is: steps to read and what to predict.</summary>
public sealed record WindowOptions
{
    /// <summary>Steps that the network reads.</summary>
    public required int InputSteps { get; init; }

    /// <summary>
    /// Steps after the inputs to predict: their target columns are one target, [horizon, columns]. With
    /// <see cref="TargetsEveryStep"/> how far ahead of each step its target lies; 0 for the step itself, as an autoencoder wants it.
    /// </summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Steps from the beginning of one window to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Whether each step has a target: the target columns <see cref="Horizon"/> steps later.</summary>
    public bool TargetsEveryStep { get; init; }

    /// <summary>
    /// Columns to read; <see langword="null"/> for all that are not among <see cref="FutureInputs"/> and <see cref="StaticInputs"/>.
    /// </summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>
    /// How many steps before each step lies what it reads of <see cref="Inputs"/>, [lags, inputs]: with 0, 24 and 48 a step of hours reads
    /// its own values, those of the day before and those of two days before. The largest lag is how many more steps a window reaches back.
    /// </summary>
    public IReadOnlyList<int> Lags { get; init; } = [0];

    /// <summary>
    /// Columns that are known in advance, such as the hour or a holiday: what a step reads of them is that of <see cref="Horizon"/> steps
    /// later, behind <see cref="Inputs"/>. With <see cref="TargetsEveryStep"/> each step reads that of its target; otherwise the last
    /// <see cref="Horizon"/> steps read those of all targets, where <see cref="InputSteps"/> are as many.
    /// </summary>
    public IReadOnlyList<string> FutureInputs { get; init; } = [];

    /// <summary>
    /// Columns that have one value in each series, such as the size of a shop: read once, as what all steps of a window see
    /// (<see cref="SequenceBatch.SequenceInputs"/>). One that changes within a series is refused.
    /// </summary>
    public IReadOnlyList<string> StaticInputs { get; init; } = [];

    /// <summary>
    /// Columns to predict; <see langword="null"/> for all that are not among <see cref="FutureInputs"/> and <see cref="StaticInputs"/>.
    /// </summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Receives a line that says the step of the series, its gaps, and how many windows were left out.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Steps that a window reaches back before its first step.</summary>
    internal int Reach
    {
        get
        {
            // Without an enumerator: every window asks, and reading allocates nothing.
            int reach = 0;
            for (int lag = 0; lag < Lags.Count; lag++)
            {
                reach = Math.Max(reach, Lags[lag]);
            }

            return reach;
        }
    }

    /// <summary>Rows of a window from the first that is read to the last target.</summary>
    internal int Span => checked(Reach + InputSteps + Horizon);

    /// <summary>Rows from the beginning of a window to its first target.</summary>
    internal int FirstTarget => checked(Reach + (TargetsEveryStep ? Horizon : InputSteps));

    /// <summary>Checks the numbers.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, TargetsEveryStep ? 0 : 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Stride, 1);
        ArgumentNullException.ThrowIfNull(FutureInputs);
        ArgumentNullException.ThrowIfNull(StaticInputs);
        ArgumentNullException.ThrowIfNull(Lags);
        if (Lags.Count == 0 || Lags.Any(lag => lag < 0) || Lags.Distinct().Count() < Lags.Count)
        {
            throw new ArgumentException(
                $"{nameof(Lags)} are [{string.Join(", ", Lags)}]; at least one, none below 0 and none twice were expected.");
        }
    }

    /// <summary>Says what gaps cost.</summary>
    internal WindowGaps Told(WindowGaps gaps)
    {
        if (Logger is not null)
        {
            WindowLog.Told(Logger, gaps);
        }

        return gaps;
    }
}
