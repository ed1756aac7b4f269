using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>
/// Measures a model with a source: predicts an epoch of it and feeds the metrics. Targets past a row's length and ignored labels are not
/// looked at. Keeps its buffers for the next time; used by one thread at a time.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="metrics">What to measure, under names of their own.</param>
/// <exception cref="ArgumentException">Two metrics have one name.</exception>
public sealed class ModelEvaluator(IRnnModel model, IReadOnlyList<Metric> metrics)
{
    // An array: going through it for every target allocates nothing.
    private readonly Metric[] _metrics = Distinct(metrics);
    private readonly TrainingBatch _batch = new();
    private readonly CarriedStates _states = new(model.Description.StateSize);
    private float[] _outputs = [];

    /// <summary>The metrics.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>Measures with epoch 0 of a source, whose place is set to its beginning.</summary>
    /// <param name="source">The source; its shape is that of the model.</param>
    /// <returns>Targets that were measured with; <see cref="Metric.Value"/> holds the numbers.</returns>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    public long Evaluate(ISequenceSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ModelDescription description = model.Description;
        foreach (Metric metric in _metrics)
        {
            metric.Reset(description.OutputSize);
        }

        source.Position = default;
        long targets = 0;
        while (source.Read(_batch))
        {
            int size = checked(_batch.Rows * (description.OutputsEveryStep ? _batch.Steps : 1) * description.OutputSize);
            if (_outputs.Length < size)
            {
                _outputs = new float[size];
            }

            Span<float> outputs = _outputs.AsSpan(0, size);
            model.Predict(_batch.Sequences, outputs, _states.Initial(_batch), _states.Final(_batch));
            targets += Measure(outputs, description.OutputSize);
        }

        return targets;
    }

    /// <summary>The numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Values => _metrics.ToDictionary(metric => metric.Name, metric => metric.Value);

    private static Metric[] Distinct(IReadOnlyList<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int place = 0; place < metrics.Count; place++)
        {
            if (!places.TryAdd(metrics[place].Name, place))
            {
                throw new ArgumentException(
                    $"Metrics {places[metrics[place].Name]} and {place} are both called '{metrics[place].Name}'; give each a name of its own.", nameof(metrics));
            }
        }

        return [.. metrics];
    }

    private long Measure(ReadOnlySpan<float> outputs, int outputSize)
    {
        SequenceShape shape = _batch.Shape!;
        long counted = 0;
        for (int row = 0; row < _batch.Rows; row++)
        {
            int targets = shape.TargetsEveryStep ? _batch.Lengths[row] : 1;
            for (int step = 0; step < targets; step++)
            {
                int index = !shape.TargetsEveryStep ? row
                    : _batch.Layout == SequenceLayout.BatchMajor ? (row * _batch.Steps) + step : (step * _batch.Rows) + row;
                ReadOnlySpan<float> output = outputs.Slice(index * outputSize, outputSize);
                if (shape.Targets == TargetForm.Values)
                {
                    ReadOnlySpan<float> target = _batch.Targets.Slice(index * shape.TargetSize, shape.TargetSize);
                    foreach (Metric metric in _metrics)
                    {
                        metric.Add(output, target);
                    }
                }
                else if (_batch.Labels[index] != shape.IgnoredLabel)
                {
                    foreach (Metric metric in _metrics)
                    {
                        metric.Add(output, _batch.Labels[index]);
                    }
                }
                else
                {
                    continue;
                }

                counted++;
            }
        }

        return counted;
    }
}
