using System;

namespace RnnGen.Data;

/// <summary>
/// The targets of one head in a batch: labels, values or sequences of labels, in arrays that grow to the largest batch and stay. Sequences
/// are padded to the longest of the batch, which is known when all have been written.
/// </summary>
internal sealed class TargetBuffer
{
    private int[] _labels = [];
    private int[] _lengths = [];
    private float[] _values = [];
    private int _rows, _width;

    /// <summary>What the targets look like.</summary>
    public TargetShape? Shape { get; private set; }

    /// <summary>Makes room; what was there stays, whatever it means.</summary>
    public void Reserve(TargetShape shape, int rows, int steps)
    {
        Shape = shape;
        if (shape.IsSequences)
        {
            (_rows, _width) = (rows, 0);
            _lengths = _lengths.Length < rows ? new int[rows] : _lengths;
            Array.Clear(_lengths, 0, rows);
            return;
        }

        int count = shape.Count(rows, steps);
        if (shape.IsLabels && _labels.Length < count)
        {
            _labels = new int[count];
        }

        if (!shape.IsLabels && _values.Length < count * shape.Size)
        {
            _values = new float[count * shape.Size];
        }
    }

    /// <summary>Moves the rows that stay to the beginning.</summary>
    public void Keep(in RowRange kept)
    {
        if (Shape!.IsSequences)
        {
            kept.Keep(_labels, _width, everyStep: false);
            kept.Keep(_lengths, 1, everyStep: false);
            _rows = kept.Count;
            return;
        }

        kept.Keep(_labels, Shape.IsLabels ? 1 : 0, Shape.EveryStep);
        kept.Keep(_values, Shape.IsLabels ? 0 : Shape.Size, Shape.EveryStep);
    }

    /// <summary>Writes the sequence of labels of a row, and makes all rows longer where it is longer than they.</summary>
    public void SetSequence(int row, ReadOnlySpan<int> labels)
    {
        if (labels.Length > _width)
        {
            Widen(labels.Length);
        }

        Span<int> target = _labels.AsSpan(row * _width, _width);
        labels.CopyTo(target);
        target[labels.Length..].Clear();
        _lengths[row] = labels.Length;
    }

    /// <summary>How many labels each row has; empty where the targets are no sequences.</summary>
    public Span<int> Lengths(int rows) => _lengths.AsSpan(0, Shape is { IsSequences: true } ? rows : 0);

    /// <summary>Class indices of some rows, or their sequences of labels, padded; empty where the targets are values.</summary>
    public Span<int> Labels(int rows, int steps) => _labels.AsSpan(0, Shape switch
    {
        { IsLabels: true } => Shape.Count(rows, steps),
        { IsSequences: true } => rows * _width,
        _ => 0,
    });

    /// <summary>Values of some rows; empty where the targets are labels.</summary>
    public Span<float> Values(int rows, int steps) =>
        _values.AsSpan(0, Shape is { Form: TargetForm.Values } ? Shape.Count(rows, steps) * Shape.Size : 0);

    /// <summary>Class indices of one row of a batch-major batch, or its sequence of labels.</summary>
    public Span<int> LabelsOf(int row, int steps, int length) => Shape switch
    {
        { IsLabels: true } => _labels.AsSpan(Shape.Count(row, steps), Shape.Count(1, length)),
        { IsSequences: true } => _labels.AsSpan(row * _width, _lengths[row]),
        _ => default,
    };

    /// <summary>Values of one row of a batch-major batch.</summary>
    public Span<float> ValuesOf(int row, int steps, int length) =>
        Shape is { Form: TargetForm.Values }
            ? _values.AsSpan(Shape.Count(row, steps) * Shape.Size, Shape.Count(1, length) * Shape.Size)
            : default;

    /// <summary>The targets as a trainer takes them.</summary>
    public HeadTarget Target(int rows, int steps) => Shape switch
    {
        { IsLabels: true } => new HeadTarget(_labels.AsMemory(0, Shape.Count(rows, steps))),
        { IsSequences: true } => HeadTarget.OfSequences(_labels.AsMemory(0, rows * _width), _lengths.AsMemory(0, rows)),
        _ => new HeadTarget(_values.AsMemory(0, Values(rows, steps).Length)),
    };

    private void Widen(int width)
    {
        long count = (long)_rows * width;
        if (count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {_rows} rows of {width} labels has {count} of them; an array holds at most {Array.MaxLength}.");
        }

        int[] wide = _labels.Length < count ? new int[count] : _labels;

        // From the last row on: nothing is written over that is still to be moved.
        for (int row = _rows - 1; row >= 0; row--)
        {
            _labels.AsSpan(row * _width, _lengths[row]).CopyTo(wide.AsSpan(row * width));
            wide.AsSpan((row * width) + _lengths[row], width - _lengths[row]).Clear();
        }

        (_labels, _width) = (wide, width);
    }
}
