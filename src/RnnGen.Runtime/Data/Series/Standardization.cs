using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>
/// Moves and scales each feature to mean 0 and standard deviation 1: <c>(x - mean) / deviation</c>, computed in double precision. Learned
/// on what is trained on, never on what the result is measured with, and stored with the model.
/// </summary>
public sealed class Standardization
{
    private readonly double[] _means, _deviations;

    /// <summary>Takes known numbers.</summary>
    /// <param name="means">Mean of each feature.</param>
    /// <param name="deviations">Standard deviation of each feature, above 0; 1 for a feature that never changes.</param>
    /// <exception cref="ArgumentException">
    /// The numbers of features differ, or a number is not finite or a deviation not positive.
    /// </exception>
    public Standardization(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        if (means.Count != deviations.Count || means.Count == 0)
        {
            throw new ArgumentException(
                $"There are {means.Count} means and {deviations.Count} deviations; as many, and at least one, were expected.",
                nameof(deviations));
        }

        (_means, _deviations) = ([.. means], [.. deviations]);
        for (int feature = 0; feature < _means.Length; feature++)
        {
            if (!double.IsFinite(_means[feature]) || !double.IsFinite(_deviations[feature]) || _deviations[feature] <= 0)
            {
                throw new ArgumentException(
                    $"Feature {feature} has mean {_means[feature]} and deviation {_deviations[feature]}; both must be finite, "
                    + "and the deviation above 0.",
                    nameof(deviations));
            }
        }
    }

    /// <summary>Mean of each feature.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>Standard deviation of each feature (of the whole, divided by their number); 1 where it never changes.</summary>
    public IReadOnlyList<double> Deviations => _deviations;

    /// <summary>Learns from the valid steps of sequences.</summary>
    /// <param name="training">What is trained on.</param>
    public static Standardization Learn(ISequenceSet training)
    {
        ArgumentNullException.ThrowIfNull(training);
        StandardizationLearner learner = new(training.Shape.Features);
        TrainingBatch row = new();
        for (int index = 0; index < training.Count; index++)
        {
            row.Resize(training.Shape, 1, training.Length(index));
            training.Write(index, row.Row(0, row.Steps));
            learner.Add(row.Inputs);
        }

        return learner.Finish();
    }

    /// <summary>Learns each column from the steps that are trained on: those before the validation part.</summary>
    /// <param name="table">The series.</param>
    /// <param name="split">Where the validation part begins.</param>
    public static Standardization Learn(TimeSeriesTable table, TimeSplit split)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(split);
        StandardizationLearner learner = new(table.Columns.Count);
        foreach (TimeSeries series in table.Series)
        {
            int steps = series.Times.Span.BinarySearch(split.ValidationFrom);
            learner.Add(series.Values.Span[..((steps >= 0 ? steps : ~steps) * table.Columns.Count)]);
        }

        return learner.Finish();
    }

    /// <summary>Standardises in place.</summary>
    /// <param name="steps">Values, [steps, features].</param>
    public void Apply(Span<float> steps)
    {
        CheckWhole(steps.Length, _means.Length);
        for (int i = 0; i < steps.Length; i++)
        {
            int feature = i % _means.Length;
            steps[i] = (float)((steps[i] - _means[feature]) / _deviations[feature]);
        }
    }

    /// <summary>A view of sequences with their inputs standardised.</summary>
    /// <param name="set">Sequences of as many features.</param>
    public ISequenceSet Apply(ISequenceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        CheckFeatures(set.Shape.Features);
        return new StandardizedSet(set, this);
    }

    /// <summary>A copy of time series with all columns standardised.</summary>
    /// <param name="table">Series of as many columns.</param>
    public TimeSeriesTable Apply(TimeSeriesTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckFeatures(table.Columns.Count);
        return table.With(table.Columns, [.. table.Series.Select(series =>
        {
            float[] values = series.Values.ToArray();
            Apply(values);
            return series with { Values = values };
        })]);
    }

    /// <summary>Turns forecasts back into the data's units, in place: <c>mean + x·deviation</c>.</summary>
    /// <param name="values">Values, [any, columns].</param>
    /// <param name="columns">Which feature each column is; empty for all features in their order.</param>
    public void Invert(Span<float> values, ReadOnlySpan<int> columns = default)
    {
        int width = columns.IsEmpty ? _means.Length : columns.Length;
        CheckWhole(values.Length, width);
        for (int i = 0; i < values.Length; i++)
        {
            int feature = columns.IsEmpty ? i % width : columns[i % width];
            values[i] = (float)(_means[feature] + (values[i] * _deviations[feature]));
        }
    }

    /// <summary>
    /// Adds the numbers, to the last bit, to what is stored with a model
    /// (<see cref="ModelParameters.Save(string, IReadOnlyDictionary{string, string})"/>).
    /// </summary>
    /// <param name="metadata">Receives them.</param>
    /// <param name="name">What is standardised, where there are several.</param>
    public void AddTo(IDictionary<string, string> metadata, string name = "inputs")
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata[Key(name, "means")] = Join(_means);
        metadata[Key(name, "deviations")] = Join(_deviations);
    }

    /// <summary>What was stored with a model.</summary>
    /// <param name="metadata">What <see cref="ModelParameters.ReadMetadata"/> gives.</param>
    /// <param name="name">What is standardised.</param>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public static Standardization From(IReadOnlyDictionary<string, string> metadata, string name = "inputs")
    {
        ArgumentNullException.ThrowIfNull(metadata);
        try
        {
            return new Standardization(Split(metadata, Key(name, "means")), Split(metadata, Key(name, "deviations")));
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"The standardization '{name}' of the file is damaged: {failure.Message}", failure);
        }
    }

    private static string Key(string name, string what) => $"standardization/{name}/{what}";

    private static string Join(double[] numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static double[] Split(IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out string? numbers))
        {
            throw new InvalidDataException($"The file has no '{key}' among its metadata.");
        }

        return [.. numbers.Split(' ').Select(text => double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new InvalidDataException($"'{key}' among the file's metadata has '{text}'; expected a number."))];
    }

    private void CheckFeatures(int features)
    {
        if (features != _means.Length)
        {
            throw new ArgumentException($"The data have {features} features; {_means.Length} were standardised.");
        }
    }

    private static void CheckWhole(int values, int width)
    {
        if (values % width != 0)
        {
            throw new ArgumentException($"{values} values are not whole steps of {width}.", nameof(values));
        }
    }

    private sealed class StandardizedSet(ISequenceSet set, Standardization standardization) : ISequenceSet
    {
        public SequenceShape Shape => set.Shape;

        public int Count => set.Count;

        public IReadOnlyDictionary<string, string> Settings => set.Settings;

        public int Length(int index) => set.Length(index);

        public void Write(int index, BatchRow row)
        {
            set.Write(index, row);
            standardization.Apply(row.Inputs);
        }
    }
}
