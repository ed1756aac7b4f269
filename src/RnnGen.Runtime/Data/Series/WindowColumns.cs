using System;
using System.Linq;

namespace RnnGen.Data;

/// <summary>Which columns of a row windows read and predict.</summary>
/// <param name="Inputs">Those read as they are <see cref="WindowOptions.Lags"/> before each step.</param>
/// <param name="Future">Those read as they are <see cref="WindowOptions.Horizon"/> steps after each step.</param>
/// <param name="Static">Those read once, the same at all steps.</param>
/// <param name="Targets">Those to predict.</param>
internal sealed record WindowColumns(int[] Inputs, int[] Future, int[] Static, int[] Targets)
{
    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentException">There is nothing to read or nothing to predict.</exception>
    public static WindowColumns Of(WindowOptions options, int columns, Func<string, int> find)
    {
        int[] future = [.. options.FutureInputs.Select(find)], constant = [.. options.StaticInputs.Select(find)];
        int[] others = [.. Enumerable.Range(0, columns).Except(future).Except(constant)];
        WindowColumns found = new(
            options.Inputs is null ? others : [.. options.Inputs.Select(find)], future, constant,
            options.Targets is null ? others : [.. options.Targets.Select(find)]);
        return found.Inputs.Length + future.Length + constant.Length > 0 && found.Targets.Length > 0
            ? found
            : throw new ArgumentException("Windows need at least one column to read and one to predict.");
    }

    /// <summary>What windows look like.</summary>
    public SequenceShape Shape(WindowOptions options) => new()
    {
        Features = checked((options.Lags.Count * Inputs.Length) + Future.Length),
        SequenceFeatures = Static.Length,
        Steps = options.InputSteps,
        Targets = TargetForm.Values,
        TargetSize = options.TargetsEveryStep ? Targets.Length : checked(options.Horizon * Targets.Length),
        TargetsEveryStep = options.TargetsEveryStep,
    };

    /// <summary>Writes the window that begins with the first row.</summary>
    /// <param name="options">What a window is.</param>
    /// <param name="rows">At least <see cref="WindowOptions.Span"/> rows, [steps, columns].</param>
    /// <param name="columns">Columns of a row.</param>
    /// <param name="inputs">Receives the inputs of each step.</param>
    /// <param name="sequenceInputs">Receives those that are the same at all steps.</param>
    /// <param name="targets">Receives the targets.</param>
    public void Write(
        WindowOptions options, ReadOnlySpan<float> rows, int columns, Span<float> inputs, Span<float> sequenceInputs, Span<float> targets)
    {
        int past = options.Lags.Count * Inputs.Length, width = past + Future.Length, reach = options.Reach;
        for (int lag = 0; lag < options.Lags.Count; lag++)
        {
            Copy(rows[((reach - options.Lags[lag]) * columns)..], columns, Inputs, inputs, width, lag * Inputs.Length);
        }

        Copy(rows[((reach + options.Horizon) * columns)..], columns, Future, inputs, width, past);
        Copy(rows, columns, Static, sequenceInputs, Static.Length, 0);
        Copy(rows[(options.FirstTarget * columns)..], columns, Targets, targets, Targets.Length, 0);
    }

    private static void Copy(ReadOnlySpan<float> rows, int columns, int[] chosen, Span<float> values, int width, int first)
    {
        for (int at = first, row = 0; chosen.Length > 0 && at < values.Length; at += width, row += columns)
        {
            for (int index = 0; index < chosen.Length; index++)
            {
                values[at + index] = rows[row + chosen[index]];
            }
        }
    }
}
