using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>
/// The place in the training data, as a part of a checkpoint. A number of batches says nothing about other batches: a place within an epoch
/// comes with the settings of the source and a digest of the batch before it, so that no row is silently read twice or left out.
/// </summary>
/// <param name="source">What is learned from.</param>
/// <param name="step">Who reads.</param>
/// <param name="beginsAnew">Whether the epoch is begun anew instead.</param>
internal sealed class EpochPlace(ISequenceSource source, FitStep step, bool beginsAnew)
{
    private const string Epoch = "fit/epoch", Batch = "fit/batch", Setting = "fit/source/", LastBatch = "fit/last_batch";

    /// <summary>Name of the number of rows whose states are carried on.</summary>
    public const string CarriedRows = "fit/carried_rows";

    /// <summary>Names of the counts of a place.</summary>
    public static IReadOnlyList<string> Counts { get; } = [Epoch, Batch];

    /// <summary>Sets all of it.</summary>
    public void Save(CheckpointState state, SourcePosition place)
    {
        state.Set(Epoch, place.Epoch);
        state.Set(Batch, place.Batch);
        if (place.Batch == 0)
        {
            return;
        }

        foreach ((string name, string value) in source.Settings)
        {
            state.Set(Setting + name, value);
        }

        state.Set(LastBatch, step.Whole.LastBatch);
    }

    /// <summary>Where to go on.</summary>
    /// <param name="state">A state with both counts.</param>
    public SourcePosition In(CheckpointState state) => new(state.GetInt64(Epoch), beginsAnew ? 0 : state.GetInt64(Batch));

    /// <summary>Whether training goes on where it was, rather than with the epoch from its beginning.</summary>
    public bool IsKept(CheckpointState state) => In(state).Batch == state.GetInt64(Batch);

    /// <summary>The counts of a state that has both: epochs that have ended, batches of the one that runs.</summary>
    public static (long Epoch, long Batch) Saved(CheckpointState state) => (state.GetInt64(Epoch), state.GetInt64(Batch));

    /// <summary>
    /// Adds what keeps the source from going on. It is put back where it was, since nothing may change before all is known to fit.
    /// </summary>
    /// <param name="state">A state with both counts.</param>
    /// <param name="carriedRows">Rows whose states are carried on.</param>
    /// <param name="misfits">Receives what does not fit.</param>
    public void AddMisfits(CheckpointState state, int carriedRows, ICollection<string> misfits)
    {
        SourcePosition before = source.Position, place = In(state);
        List<string> found = place.Batch > 0 ? Differences(state) : [];
        try
        {
            if (found.Count > 0 || place.Batch == 0 || !state.TryGet(LastBatch, out string digest) || digest.Length == 0)
            {
                source.Position = place;
            }
            else if (DigestBefore(place) != digest)
            {
                found.Add("the batch before the place holds other values");
            }

            TrainingBatch next = new();
            if (found.Count == 0 && place.Batch > 0 && source.Read(next) && next.Continues && next.Rows != carriedRows)
            {
                misfits.Add($"state {CarriedRows} must be {next.Rows}, the rows of the batch that goes on there, found {carriedRows}");
            }
        }
        catch (ArgumentOutOfRangeException refused)
        {
            misfits.Add($"the training data have no such place: {refused.Message}");
        }

        source.Position = before;
        if (found.Count > 0)
        {
            misfits.Add(
                $"the training data are not those of epoch {place.Epoch}, {place.Batch} batches of which have been learned: "
                + $"{string.Join(", ", found)}; {nameof(FitCheckpoints)}.{nameof(FitCheckpoints.BeginEpochAnew)} begins the epoch anew");
        }
    }

    private List<string> Differences(CheckpointState state)
    {
        Dictionary<string, string> saved = state.Names.Where(name => name.StartsWith(Setting, StringComparison.Ordinal))
            .ToDictionary(
                name => name[Setting.Length..], name => state.TryGet(name, out string value) ? value : "no text", StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> now = source.Settings;
        return [.. saved.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(name => saved.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {saved.GetValueOrDefault(name, "not stated")}, is {now.GetValueOrDefault(name, "not stated")}")];
    }

    /// <summary>Of the batch before a place, which leads to the place; <see langword="null"/> where there is none.</summary>
    private string? DigestBefore(SourcePosition place)
    {
        TrainingBatch batch = new();
        source.Position = place with { Batch = place.Batch - 1 };
        return source.Read(batch) ? BatchDigest.Of(batch) : null;
    }
}
