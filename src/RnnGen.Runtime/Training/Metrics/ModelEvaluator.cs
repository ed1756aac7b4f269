using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;

namespace RnnGen.Training;

/// <summary>
/// Measures a model with a source: predicts an epoch of it and feeds the metrics. Targets past a row's length and ignored labels are not
/// looked at. Keeps its buffers for the next time; used by one thread at a time.
/// </summary>
public sealed partial class ModelEvaluator
{
    private readonly IRnnModel _model;

    // Arrays: going through them for every target allocates nothing.
    private readonly Metric[] _metrics;
    private readonly Metric[][] _ofHeads;
    private readonly TrainingBatch _batch = new();
    private readonly CarriedStates _states;
    private float[] _outputs = [], _rowOutputs = [];

    /// <summary>Measures nothing yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metrics">
    /// What to measure, under names of their own; of a model of named heads each <see cref="Metric.Of"/> a head.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Two metrics have one name, or one is not of a head that the model has, or measures sequences of labels where the head learns none,
    /// or the other way round.
    /// </exception>
    public ModelEvaluator(IRnnModel model, IReadOnlyList<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _metrics = Distinct(metrics);
        _states = new CarriedStates(model.Description.StateSize);
        _ofHeads = [.. model.Description.Heads.Select(_ => Array.Empty<Metric>())];
        foreach (Metric metric in _metrics)
        {
            int head = HeadOf(model.Description, metric);
            CheckTargets(model.Description, head, metric);
            ref Metric[] ofHead = ref _ofHeads[head];
            ofHead = [.. ofHead, metric];
        }
    }

    /// <summary>The metrics.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>The numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Values => _metrics.ToDictionary(metric => metric.Name, metric => metric.Value);

    /// <summary>Measures with epoch 0 of a source, whose place is set to its beginning.</summary>
    /// <param name="source">The source; its shape is that of the model.</param>
    /// <returns>Targets that were measured with; <see cref="Metric.Value"/> holds the numbers.</returns>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    public long Evaluate(ISequenceSource source) => Evaluate(source, null);

    /// <summary>The same, with the losses of each head beside.</summary>
    /// <param name="source">The source.</param>
    /// <param name="losses">Takes the losses of the batches; <see langword="null"/> where none are wanted.</param>
    internal long Evaluate(ISequenceSource source, EvaluatedLosses? losses)
    {
        ArgumentNullException.ThrowIfNull(source);
        Begin(source, losses);
        long targets = 0;
        while (source.Read(_batch))
        {
            Span<float> outputs = Outputs();
            if (losses is null)
            {
                _model.Predict(_batch.Sequences, outputs, _states.Initial(_batch), _states.Final(_batch));
            }
            else
            {
                losses.Add(_batch, outputs, _states.Initial(_batch), _states.Final(_batch));
            }

            targets += Measure(outputs);
        }

        return targets;
    }

    private bool Begin(ISequenceSource source, EvaluatedLosses? losses)
    {
        for (int head = 0; head < _ofHeads.Length; head++)
        {
            foreach (Metric metric in _ofHeads[head])
            {
                metric.Reset(_model.Description.Heads[head]);
            }
        }

        losses?.Clear();
        source.Position = default;
        return true;
    }

    private Span<float> Outputs()
    {
        int size = checked((int)_model.Description.OutputCount(_batch.Rows, _batch.Steps));
        if (_outputs.Length < size)
        {
            _outputs = new float[size];
        }

        return _outputs.AsSpan(0, size);
    }

    private long Measure(ReadOnlySpan<float> outputs)
    {
        long targets = 0;
        for (int head = 0; head < _ofHeads.Length; head++)
        {
            targets += Measure(head, outputs[_model.Description.OutputRange(head, _batch.Rows, _batch.Steps)]);
        }

        return targets;
    }

    private static Metric[] Distinct(IReadOnlyList<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int place = 0; place < metrics.Count; place++)
        {
            if (!places.TryAdd(metrics[place].Name, place))
            {
                throw new ArgumentException(
                    $"Metrics {places[metrics[place].Name]} and {place} are both called '{metrics[place].Name}'; "
                    + "give each a name of its own.",
                    nameof(metrics));
            }
        }

        return [.. metrics];
    }

    private static int HeadOf(ModelDescription model, Metric metric)
    {
        string? name = (metric as HeadMetric)?.Head;
        for (int head = 0; head < model.Heads.Count; head++)
        {
            if (name is null ? !model.HasNamedHeads : model.Heads[head].Name == name)
            {
                return head;
            }
        }

        string has = model.HasNamedHeads
            ? $"has the heads {string.Join(", ", model.Heads.Select(head => head.Name))}"
            : "has no named heads";
        string mismatch = name is null
            ? $"not of a head; {model.Name} {has}: use {nameof(Metric.Of)}"
            : $"of head '{name}'; {model.Name} {has}";
        throw new ArgumentException($"Metric '{metric.Name}' is {mismatch}.", nameof(metric));
    }

    private static void CheckTargets(ModelDescription model, int index, Metric metric)
    {
        HeadInfo head = model.Heads[index];
        if (metric.TakesLabelSequences != (head.Blank is not null))
        {
            string name = model.HasNamedHeads ? $"head '{head.Name}' of {model.Name}" : model.Name;
            throw new ArgumentException(
                metric.TakesLabelSequences
                    ? $"Metric '{metric.Name}' measures sequences of labels; {name} learns none."
                    : $"Metric '{metric.Name}' measures targets one by one; {name} learns sequences of labels.",
                nameof(metric));
        }
    }

    /// <summary>Sequences of labels, each with all outputs of its row.</summary>
    private long MeasureSequences(int head, ReadOnlySpan<float> outputs)
    {
        int size = _model.Description.Heads[head].OutputSize;
        for (int row = 0; row < _batch.Rows && _ofHeads[head].Length > 0; row++)
        {
            ReadOnlySpan<float> ofRow = RowOutputs(outputs, row, size);
            foreach (Metric metric in _ofHeads[head])
            {
                metric.AddSequence(ofRow, _batch.SequenceOf(head, row));
            }
        }

        return _batch.Rows;
    }

    private ReadOnlySpan<float> RowOutputs(ReadOnlySpan<float> outputs, int row, int size)
    {
        int length = _batch.Lengths[row];
        if (_batch.Layout == SequenceLayout.BatchMajor)
        {
            return outputs.Slice(row * _batch.Steps * size, length * size);
        }

        if (_rowOutputs.Length < length * size)
        {
            _rowOutputs = new float[length * size];
        }

        for (int step = 0; step < length; step++)
        {
            outputs.Slice(((step * _batch.Rows) + row) * size, size).CopyTo(_rowOutputs.AsSpan(step * size));
        }

        return _rowOutputs.AsSpan(0, length * size);
    }

    private long Measure(int head, ReadOnlySpan<float> outputs)
    {
        TargetShape shape = _batch.ShapeOf(head);
        if (shape.IsSequences)
        {
            return MeasureSequences(head, outputs);
        }

        Metric[] metrics = _ofHeads[head];
        int outputSize = _model.Description.Heads[head].OutputSize;
        ReadOnlySpan<int> labels = _batch.LabelsOf(head);
        ReadOnlySpan<float> values = _batch.TargetsOf(head);
        long counted = 0;
        for (int row = 0; row < _batch.Rows; row++)
        {
            for (int step = 0; step < (shape.EveryStep ? _batch.Lengths[row] : 1); step++)
            {
                int index = !shape.EveryStep ? row
                    : _batch.Layout == SequenceLayout.BatchMajor ? (row * _batch.Steps) + step : (step * _batch.Rows) + row;
                ReadOnlySpan<float> output = outputs.Slice(index * outputSize, outputSize);
                if (shape.Form == TargetForm.Values)
                {
                    foreach (Metric metric in metrics)
                    {
                        metric.Add(output, values.Slice(index * shape.Size, shape.Size));
                    }
                }
                else if (labels[index] != shape.IgnoredLabel)
                {
                    foreach (Metric metric in metrics)
                    {
                        metric.Add(output, labels[index]);
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
