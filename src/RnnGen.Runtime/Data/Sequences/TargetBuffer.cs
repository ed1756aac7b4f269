using System;

namespace RnnGen.Data;

/// <summary>The targets of one head in a batch: labels or values, in arrays that grow to the largest batch and stay.</summary>
internal sealed class TargetBuffer
{
    private int[] _labels = [];
    private float[] _values = [];

    /// <summary>What the targets look like.</summary>
    public TargetShape? Shape { get; private set; }

    /// <summary>Makes room; what was there stays, whatever it means.</summary>
    public void Reserve(TargetShape shape, int rows, int steps)
    {
        Shape = shape;
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
        kept.Keep(_labels, Shape!.IsLabels ? 1 : 0, Shape.EveryStep);
        kept.Keep(_values, Shape.IsLabels ? 0 : Shape.Size, Shape.EveryStep);
    }

    /// <summary>Class indices of some rows; empty where the targets are values.</summary>
    public Span<int> Labels(int rows, int steps) => _labels.AsSpan(0, Shape is { IsLabels: true } ? Shape.Count(rows, steps) : 0);

    /// <summary>Values of some rows; empty where the targets are labels.</summary>
    public Span<float> Values(int rows, int steps) =>
        _values.AsSpan(0, Shape is { IsLabels: false } ? Shape.Count(rows, steps) * Shape.Size : 0);

    /// <summary>Class indices of one row of a batch-major batch.</summary>
    public Span<int> LabelsOf(int row, int steps, int length) =>
        Shape is { IsLabels: true } ? _labels.AsSpan(Shape.Count(row, steps), Shape.Count(1, length)) : default;

    /// <summary>Values of one row of a batch-major batch.</summary>
    public Span<float> ValuesOf(int row, int steps, int length) =>
        Shape is { IsLabels: false } ? _values.AsSpan(Shape.Count(row, steps) * Shape.Size, Shape.Count(1, length) * Shape.Size) : default;

    /// <summary>The targets as a trainer takes them.</summary>
    public HeadTarget Target(int rows, int steps) => Shape is { IsLabels: true }
        ? new HeadTarget(_labels.AsMemory(0, Shape.Count(rows, steps)))
        : new HeadTarget(_values.AsMemory(0, Values(rows, steps).Length));
}
