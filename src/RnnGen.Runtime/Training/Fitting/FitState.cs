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
    FitContext context, EpochPlace place, FitStep step, EpochSums sums, FitRecords records, BestEpoch best, string monitor, bool keepsBest) : ICheckpointPart
{
    private const string Steps = "fit/steps", Records = "fit/records", Monitor = "fit/monitor", Direction = "fit/higher_is_better",
        EpochSteps = "fit/epoch_steps", EpochLoss = "fit/epoch_loss", EpochWeight = "fit/epoch_weight", EpochNorm = "fit/epoch_gradient_norm", EpochSeconds = "fit/epoch_seconds",
        Rows = "fit/carried_rows", States = "fit/carried_states", DropoutSeed = "fit/dropout_seed", DropoutPass = "fit/dropout_pass",
        BestNumber = "fit/best_epoch", BestValue = "fit/best_value", BestSince = "fit/best_since", BestParameters = "fit/best_parameters";

    private static readonly string[] Counts = [.. EpochPlace.Counts, Steps, EpochSteps, Rows, BestSince];

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
        state.Set(Rows, step.States.Rows);
        state.Set(States, step.States.Values);
        if (context.Trainer is IDropoutTrainer dropout)
        {
            state.Set(DropoutSeed, dropout.DropoutSeed);
            state.Set(DropoutPass, dropout.DropoutPass);
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
            Expect(state.TryGet(name, out long count) && count >= 0 && (count <= int.MaxValue || name is not (Rows or BestSince)), name, "a count");
        }

        foreach (string name in new[] { EpochLoss, EpochWeight, EpochNorm, EpochSeconds, BestValue })
        {
            Expect(state.TryGet(name, out double _), name, "a number");
        }

        Expect(!state.TryGet(Rows, out long rows) || (state.TryGet(States, out ReadOnlyMemory<float> states) && states.Length == rows * StateSize), States, $"{rows} rows of {StateSize}");
        Expect(state.TryGet(Monitor, out string found) && found == monitor, Monitor, $"'{monitor}', found '{found}'");
        Expect(
            state.TryGet(Direction, out bool higherIsBetter) && higherIsBetter == best.HigherIsBetter, Direction,
            $"{(best.HigherIsBetter ? "true" : "false")}: more or less of '{monitor}' was better when it was saved, and now the other way round");
        Expect(state.TryGet(Records, out string json) && FitRecords.Parse(json) is not null, Records, "a history");
        bool hasBest = state.TryGet(BestNumber, out long number);
        Expect(hasBest && number >= -1, BestNumber, "the number of an epoch");
        int parameters = context.Trainer.Model.Description.ParameterCount;
        Expect(
            !keepsBest || number < 0 || (state.TryGet(BestParameters, out ReadOnlyMemory<float> kept) && kept.Length == parameters), BestParameters,
            $"{parameters} parameters, since early stopping restores the best");
        if (context.Trainer is IDropoutTrainer)
        {
            Expect(state.TryGet(DropoutSeed, out ulong _), DropoutSeed, "a seed");
            Expect(state.TryGet(DropoutPass, out long _), DropoutPass, "a number");
        }

        if (misfits.Count == before)
        {
            place.AddMisfits(state, misfits);
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
            step.States.Resize((int)state.GetInt64(Rows));
            state.GetSingles(States).Span.CopyTo(step.States.Values);
            sums.Restore(
                place.In(state), state.GetInt64(EpochSteps), state.GetDouble(EpochLoss), state.GetDouble(EpochWeight), state.GetDouble(EpochNorm),
                state.GetDouble(EpochSeconds));
        }

        if (context.Trainer is IDropoutTrainer dropout)
        {
            (dropout.DropoutSeed, dropout.DropoutPass) = (state.GetUInt64(DropoutSeed), state.GetInt64(DropoutPass));
        }

        best.Restore(
            state.GetInt64(BestNumber), state.GetDouble(BestValue), (int)state.GetInt64(BestSince),
            keepsBest && state.TryGet(BestParameters, out ReadOnlyMemory<float> kept) ? kept.Span : default);
        FitRecordsJson json = FitRecords.Parse(state.GetString(Records))!;
        records.Restore(json);
        context.Step = json.Last;
    }
}
