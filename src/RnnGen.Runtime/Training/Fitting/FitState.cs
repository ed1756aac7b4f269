using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>What a training over epochs knows beside model and optimizer, as a part of its checkpoints.</summary>
/// <param name="context">Trainer and last update.</param>
/// <param name="place">The place in what is learned from.</param>
/// <param name="step">Number of updates, carried states.</param>
/// <param name="sums">The epoch that runs.</param>
/// <param name="records">What it was like so far.</param>
/// <param name="best">The best epoch.</param>
/// <param name="monitor">Name of the monitored number.</param>
/// <param name="keepsBest">Whether the best parameters are wanted.</param>
internal sealed class FitState(
    FitContext context, EpochPlace place, FitStep step, EpochSums sums, FitRecords records, BestEpoch best, string monitor,
    bool keepsBest) : ICheckpointPart
{
    private const string Steps = "fit/steps", Records = "fit/records", Monitor = "fit/monitor", Direction = "fit/higher_is_better",
        EpochSteps = "fit/epoch_steps", EpochLoss = "fit/epoch_loss", EpochWeight = "fit/epoch_weight",
        EpochNorm = "fit/epoch_gradient_norm", EpochSeconds = "fit/epoch_seconds",
        Rows = EpochPlace.CarriedRows, States = "fit/carried_states", DropoutSeed = "fit/dropout_seed", DropoutPass = "fit/dropout_pass",
        BestNumber = "fit/best_epoch", BestValue = "fit/best_value", BestSince = "fit/best_since", BestParameters = "fit/best_parameters";

    /// <summary>More updates than any training makes, and far enough from the end of 64 bits to count on.</summary>
    private const long MostCount = 1L << 53;

    private static readonly string[] Counts = [.. EpochPlace.Counts, Steps, EpochSteps, Rows, BestSince];

    private bool HasDropout => context.Trainer.Model.Description.HasDropout;

    private int StateSize => context.Trainer.Model.Description.StateSize;

    public void Save(CheckpointState state)
    {
        place.Save(state, sums.Position);
        state.Set(Steps, step.Steps);
        state.Set(EpochSteps, sums.Steps);
        state.Set(EpochLoss, sums.Loss);
        state.Set(EpochWeight, sums.Weight);
        state.Set(EpochNorm, sums.GradientNorm);
        state.Set(EpochSeconds, sums.Seconds);
        state.Set(Rows, step.Whole.CarriedRows);
        state.Set(States, step.Whole.CarriedStates);
        if (HasDropout)
        {
            state.Set(DropoutSeed, context.Trainer.DropoutSeed);
            state.Set(DropoutPass, context.Trainer.DropoutPass);
        }

        state.Set(Monitor, monitor);
        state.Set(Direction, best.HigherIsBetter);
        state.Set(BestNumber, best.Epoch);
        state.Set(BestValue, best.Value);
        state.Set(BestSince, best.Since);
        if (best.Kept is { Length: > 0 } kept)
        {
            state.Set(BestParameters, kept);
        }

        state.Set(Records, records.ToJson(context.Step));
    }

    public void AddMisfits(CheckpointState state, ICollection<string> misfits)
    {
        int before = misfits.Count;
        foreach (string name in Counts)
        {
            long most = name is Rows or BestSince ? int.MaxValue : MostCount;
            bool isNumber = state.TryGet(name, out long count);
            Expect(isNumber && count >= 0 && count <= most, name, $"a count up to {most}{(isNumber ? $", found {count}" : "")}");
        }

        foreach (string name in new[] { EpochLoss, EpochWeight, EpochNorm, EpochSeconds, BestValue })
        {
            // Norms and measured numbers may be infinite, and there is no best value before the first number.
            bool isNumber = state.TryGet(name, out double value);
            bool holds = isNumber && name switch
            {
                EpochLoss => double.IsFinite(value),
                EpochWeight => double.IsFinite(value) && value >= 0,
                EpochNorm => value >= 0,
                EpochSeconds => double.IsFinite(value) && value >= 0,
                _ => true,
            };
            Expect(holds, name, $"a number{(isNumber ? $", found {value:R}" : "")}");
        }

        Expect(
            !state.TryGet(Rows, out long rows)
            || (state.TryGet(States, out ReadOnlyMemory<float> states) && states.Length == rows * StateSize),
            States, $"{rows} rows of {StateSize}");
        Expect(state.TryGet(Monitor, out string found) && found == monitor, Monitor, $"'{monitor}', found '{found}'");
        Expect(
            state.TryGet(Direction, out bool higherIsBetter) && higherIsBetter == best.HigherIsBetter, Direction,
            $"{(best.HigherIsBetter ? "true" : "false")}: more or less of '{monitor}' was better when it was saved, "
            + "and now the other way round");
        Expect(state.TryGet(BestNumber, out long number) && number >= -1, BestNumber, "the number of an epoch");
        int parameters = context.Trainer.Model.Description.ParameterCount;
        Expect(
            !keepsBest || number < 0 || (state.TryGet(BestParameters, out ReadOnlyMemory<float> kept) && kept.Length == parameters),
            BestParameters,
            $"{parameters} parameters, since early stopping restores the best");
        if (HasDropout)
        {
            Expect(state.TryGet(DropoutSeed, out ulong _), DropoutSeed, "a seed");
            Expect(state.TryGet(DropoutPass, out long _), DropoutPass, "a number");
        }

        if (misfits.Count == before)
        {
            AddContradictions();
        }

        if (misfits.Count == before)
        {
            place.AddMisfits(state, (int)rows, misfits);
        }

        // Between values that are what they should be, each by itself.
        void AddContradictions()
        {
            (long epoch, long batch) = EpochPlace.Saved(state);
            long steps = state.GetInt64(Steps), epochSteps = state.GetInt64(EpochSteps);
            Expect(
                epochSteps <= steps && epochSteps > 0 == batch > 0, EpochSteps,
                $"a share of {steps} updates, made with {batch} batches of the epoch, found {epochSteps}");
            Expect(
                number < epoch && number >= 0 != double.IsNaN(state.GetDouble(BestValue)), BestNumber,
                $"the best of {epoch} epochs, or -1 without a value, found {number}");
            Expect(state.GetInt64(BestSince) <= epoch, BestSince, $"a count up to {epoch} epochs, found {state.GetInt64(BestSince)}");
            FitRecordsJson? records = state.TryGet(Records, out string json) ? FitRecords.Parse(json) : null;
            string? misfit = records is null ? "a history" : FitRecordsCheck.Misfit(records, epoch, steps, epochSteps);
            Expect(misfit is null, Records, misfit ?? "");
        }

        void Expect(bool holds, string name, string what)
        {
            if (!holds)
            {
                misfits.Add($"state {name} must be {what}");
            }
        }
    }

    public void Restore(CheckpointState state)
    {
        step.Steps = state.GetInt64(Steps);
        sums.Begin(place.In(state).Epoch);
        step.States.Resize(0);
        if (place.IsKept(state))
        {
            // Of several ranks each goes on with its rows, however many ranks there were.
            step.Share.Of((int)state.GetInt64(Rows), out int first, out int count);
            step.States.Resize(count);
            state.GetSingles(States).Span.Slice(first * StateSize, count * StateSize).CopyTo(step.States.Values);
            sums.Restore(
                place.In(state), state.GetInt64(EpochSteps), state.GetDouble(EpochLoss), state.GetDouble(EpochWeight),
                state.GetDouble(EpochNorm),
                state.GetDouble(EpochSeconds));
        }

        if (HasDropout)
        {
            (context.Trainer.DropoutSeed, context.Trainer.DropoutPass) = (state.GetUInt64(DropoutSeed), state.GetInt64(DropoutPass));
        }

        best.Restore(
            state.GetInt64(BestNumber), state.GetDouble(BestValue), (int)state.GetInt64(BestSince),
            keepsBest && state.TryGet(BestParameters, out ReadOnlyMemory<float> kept) ? kept.Span : default);
        FitRecordsJson json = FitRecords.Parse(state.GetString(Records))!;
        records.Restore(json);
        context.Step = json.Last;
    }
}
