using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using RnnGen.Data;

namespace RnnGen.Training.Distributed;

/// <summary>What all ranks of a training must have the same: model, data and options, as names and values.</summary>
internal static class RankSettings
{
    /// <summary>Those of a training.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="train">What is learned from.</param>
    /// <param name="validation">What is measured with.</param>
    /// <param name="options">How.</param>
    /// <param name="monitor">What is monitored.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(
        ISupervisedTrainer trainer, ISequenceSource train, ISequenceSource? validation, FitOptions options, string monitor)
    {
        ModelDescription model = trainer.Model.Description;
        List<(string, string)> settings =
        [
            ("model", $"spec {model.SpecHash} ({model.ParameterCount} parameters)"),
            ("seed of dropout", model.HasDropout ? Text(trainer.DropoutSeed) : "none"),
            ("pass of dropout", model.HasDropout ? Text(trainer.DropoutPass) : "none"),
            ("epochs", Text(options.Epochs)),
            ("batches of an update", Text(options.AccumulateBatches)),
            ("optimizer", Optimizer(options.Optimizer)),
            ("schedule", Schedule(options.Schedule)),
            ("plateau", options.Plateau is { State: (var rate, var best, var bad, var cooldown) }
                ? FormattableString.Invariant($"rate {rate:R}, best {best:R}, {bad} bad reports, cooldown {cooldown}")
                : "none"),
            ("clipping", options.Clipping?.ToString() ?? "none"),
            ("metrics", string.Join(", ", options.Metrics.Select(metric => metric.Name))),
            ("monitored number", monitor),
            ("early stopping", options.EarlyStopping is { } stopping
                ? FormattableString.Invariant($"patience {stopping.Patience}, minimum change {stopping.MinimumChange:R}, ")
                    + $"best restored: {stopping.RestoreBest}"
                : "none"),
            ("updates between two comparisons of the ranks", Text(options.CompareRanksEverySteps)),
            ("checkpoints", options.Checkpoints is { } saved
                ? $"every {saved.EveryEpochs} epochs, every {saved.EverySteps} updates, epoch begun anew: {saved.BeginEpochAnew}"
                : "none"),
        ];
        Add("training", train);
        Add("validation", validation);
        return settings;

        void Add(string data, ISequenceSource? source)
        {
            settings.Add(($"{data} data", source is null ? "none" : Shape(source.Shape)));
            if (source is not null)
            {
                settings.AddRange(source.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => ($"{data} data, {pair.Key}", pair.Value)));
            }
        }
    }

    /// <summary>Compares them by their SHA-256, and finds the difference where there is one.</summary>
    /// <exception cref="DistributedTrainingException">A rank has other settings than the first.</exception>
    public static void Compare(RankGroup group, IReadOnlyList<(string Name, string Value)> own)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', own.Select(setting => $"{setting.Name}\t{setting.Value}")));
        IReadOnlyList<byte[]> hashes = group.Gather(SHA256.HashData(text));
        if (hashes.All(hash => hash.AsSpan().SequenceEqual(hashes[0])))
        {
            return;
        }

        Dictionary<string, string> first = Encoding.UTF8.GetString(group.Broadcast(text)).Split('\n').Select(line => line.Split('\t', 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        Dictionary<string, string> mine = own.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        IEnumerable<string> differences = first.Keys.Union(mine.Keys, StringComparer.Ordinal)
            .Where(name => first.GetValueOrDefault(name) != mine.GetValueOrDefault(name))
            .Select(name => $"{name}: {In(mine, name)}, on rank 0 {In(first, name)}");
        IReadOnlyList<string> all = group.GatherTexts(string.Join("; ", differences));
        int rank = group.FirstOf(all, difference => difference.Length > 0);
        throw group.Agreed(new DistributedTrainingException(
            $"Rank {rank} is not about to train what rank 0 is; nothing has been done. {all[rank]}.", rank));

        static string In(Dictionary<string, string> settings, string name) => settings.GetValueOrDefault(name, "not stated");
    }

    private static string Optimizer(IOptimizer optimizer)
    {
        string rate = optimizer.LearningRate.ToString("R", CultureInfo.InvariantCulture);
        return optimizer is IStatefulOptimizer { State: OptimizerState state }
            ? $"{state.Kind}, {string.Join(
                ", ", state.HyperParameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}"
                + $", learning rate {rate}"
            : $"{optimizer.GetType().Name}, learning rate {rate}";
    }

    /// <summary>Its rates here and there: a schedule is whatever its user has written.</summary>
    private static string Schedule(ILearningRateSchedule? schedule)
    {
        if (schedule is null)
        {
            return "none";
        }

        long[] steps = [0, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
        return string.Join(", ", steps.Select(step => $"{schedule.At(step).ToString("R", CultureInfo.InvariantCulture)} at {step}"));
    }

    private static string Shape(SequenceShape shape)
    {
        string steps = shape.Steps is int count ? Text(count) : "any number of";
        return FormattableString.Invariant($"{shape.Features} features, {shape.SequenceFeatures} of a sequence, ")
            + FormattableString.Invariant($"{shape.Vocabulary} tokens, {steps} steps, targets: {string.Join(", ", shape.HeadTargets)}");
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
