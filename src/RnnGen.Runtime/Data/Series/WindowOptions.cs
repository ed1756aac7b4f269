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
    /// <see cref="TargetsEveryStep"/> how far ahead of each step its target lies.
    /// </summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Steps from the beginning of one window to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Whether each step has a target: the target columns <see cref="Horizon"/> steps later.</summary>
    public bool TargetsEveryStep { get; init; }

    /// <summary>Columns to read; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>Columns to predict; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Receives a line that says the step of the series, its gaps, and how many windows were left out.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Steps of a window from the first input to the last target.</summary>
    internal int Span => checked(InputSteps + Horizon);

    /// <summary>Steps from the beginning of a window to its first target.</summary>
    internal int FirstTarget => TargetsEveryStep ? Horizon : InputSteps;

    /// <summary>Checks the numbers.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Stride, 1);
    }

    /// <summary>Finds the columns.</summary>
    internal (int[] Inputs, int[] Targets) In(int columns, Func<string, int> find)
    {
        int[] all = [.. Enumerable.Range(0, columns)];
        int[] inputs = Inputs is null ? all : [.. Inputs.Select(find)], targets = Targets is null ? all : [.. Targets.Select(find)];
        return inputs.Length > 0 && targets.Length > 0
            ? (inputs, targets)
            : throw new ArgumentException("Windows need at least one column to read and one to predict.");
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

    /// <summary>What windows look like.</summary>
    internal SequenceShape Shape(int inputs, int targets) => new()
    {
        Features = inputs,
        Steps = InputSteps,
        Targets = TargetForm.Values,
        TargetSize = TargetsEveryStep ? targets : checked(Horizon * targets),
        TargetsEveryStep = TargetsEveryStep,
    };

    /// <summary>Writes the window that begins with the first row.</summary>
    /// <param name="rows">At least <see cref="Span"/> rows, [steps, columns].</param>
    /// <param name="columns">Columns of a row.</param>
    /// <param name="inputColumns">Columns to read.</param>
    /// <param name="targetColumns">Columns to predict.</param>
    /// <param name="inputs">Receives the inputs.</param>
    /// <param name="targets">Receives the targets.</param>
    internal void Write(
        ReadOnlySpan<float> rows, int columns, int[] inputColumns, int[] targetColumns, Span<float> inputs, Span<float> targets)
    {
        Copy(rows, columns, inputColumns, inputs);
        Copy(rows[(FirstTarget * columns)..], columns, targetColumns, targets);
    }

    private static void Copy(ReadOnlySpan<float> rows, int columns, int[] chosen, Span<float> values)
    {
        for (int to = 0, row = 0; to < values.Length; row += columns)
        {
            foreach (int column in chosen)
            {
                values[to++] = rows[row + column];
            }
        }
    }
}
