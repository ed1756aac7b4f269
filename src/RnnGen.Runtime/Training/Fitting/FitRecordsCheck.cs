using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Training;

/// <summary>
/// Whether a history can be that of a training which stands where its checkpoint says. A digest tells that a file is as it was written, not
/// that a training wrote it; what is wrong here would otherwise fail in the middle of an epoch.
/// </summary>
internal static class FitRecordsCheck
{
    /// <summary>What is wrong with a history.</summary>
    /// <param name="records">The history.</param>
    /// <param name="epochs">Epochs that have ended.</param>
    /// <param name="steps">Updates so far.</param>
    /// <param name="stepsOfEpoch">Those of them in the epoch that runs.</param>
    /// <returns>What it must be, as a phrase with the numbers; <see langword="null"/> where nothing is wrong.</returns>
    public static string? Misfit(FitRecordsJson records, long epochs, long steps, long stepsOfEpoch)
    {
        if (records.Epochs.Length != epochs)
        {
            return $"a history of {epochs} epochs, found {records.Epochs.Length}";
        }

        return EpochMisfit(records.Epochs, steps - stepsOfEpoch)
            ?? CurveMisfit(records, epochs, steps) ?? LastMisfit(records.Last, epochs, steps);
    }

    private static string? EpochMisfit(EpochRecord?[] epochs, long steps)
    {
        long before = 0;
        for (int i = 0; i < epochs.Length; i++)
        {
            // The serializer sees to it that an array is there, not that its elements are.
            if (epochs[i] is not EpochRecord epoch)
            {
                return $"a history without gaps, found null for epoch {i}";
            }

            if (epoch.Epoch != i || epoch.Steps <= before)
            {
                return $"a history in its order, found epoch {epoch.Epoch} with {epoch.Steps} updates as number {i}, "
                    + $"after {before} updates";
            }

            before = epoch.Steps;
        }

        // Fewer where an epoch was begun anew: the updates of its first beginning count too.
        return before <= steps ? null : $"a history whose epochs end after at most {steps} updates, found {before}";
    }

    private static string? CurveMisfit(FitRecordsJson records, long epochs, long steps)
    {
        long spacing = StepCurve.SpacingOf(steps), count = (steps + spacing - 1) / spacing;
        if (records.Spacing != spacing)
        {
            return $"a history with every {spacing}. of {steps} updates, found a spacing of {records.Spacing}";
        }

        IReadOnlyList<int> lengths = [
            records.Step.Length, records.Epoch.Length, records.Loss.Length,
            records.LearningRate.Length, records.GradientNorm.Length, records.Seconds.Length];
        if (lengths.Any(length => length != count))
        {
            return $"a history of {count} updates in every column, found {string.Join(", ", lengths)}";
        }

        long epoch = 0;
        for (int i = 0; i < count; i++)
        {
            if (records.Step[i] != i * spacing || records.Epoch[i] < epoch || records.Epoch[i] > epochs)
            {
                return $"a history in its order, found update {records.Step[i]} of epoch {records.Epoch[i]} "
                    + $"where update {i * spacing} of epoch {epoch} to {epochs} belongs";
            }

            epoch = records.Epoch[i];
        }

        return null;
    }

    private static string? LastMisfit(StepRecord last, long epochs, long steps) =>
        last.Step == long.Max(steps - 1, 0) && last.Epoch >= 0 && last.Epoch <= epochs
            ? null
            : $"a history whose last update is {long.Max(steps - 1, 0)} of epoch 0 to {epochs}, "
                + $"found update {last.Step} of epoch {last.Epoch}";
}
