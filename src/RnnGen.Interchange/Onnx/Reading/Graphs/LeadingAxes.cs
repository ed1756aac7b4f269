using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>
/// The leading axes of a graph: each input brings its own, operators find out which are the same, and recurrent operators which are rows
/// and which are steps.
/// </summary>
internal sealed class LeadingAxes
{
    // What Shape gives for a leading axis: no extent, but which axis; far from any number that a shape is computed with.
    private const long FirstCode = long.MinValue / 2, FirstJoinedCode = long.MinValue / 4;

    private readonly List<int> _parents = [];
    private readonly List<SourceAxis?> _roles = [];
    private readonly List<long> _sizes = [];
    private readonly List<Axis> _joined = [];

    /// <summary>A new leading axis.</summary>
    /// <param name="size">Its extent in the file, or 0 where that is open.</param>
    /// <param name="role">What it runs over, where that is known.</param>
    public Axis Add(long size, SourceAxis? role = null)
    {
        _parents.Add(_parents.Count);
        _roles.Add(role);
        _sizes.Add(size);
        return new Axis(1, [_parents.Count - 1]);
    }

    /// <summary>What a leading axis runs over; rows where nothing says otherwise.</summary>
    public SourceAxis RoleOf(int axis) => _roles[Root(axis)] ?? SourceAxis.Batch;

    /// <summary>Whether an axis is known to run over steps.</summary>
    public bool IsTime(Axis axis) => axis.Leading is [int only] && _roles[Root(only)] == SourceAxis.Time;

    /// <summary>Whether any axis of the graph runs over steps.</summary>
    public bool HasTime => _roles.Contains(SourceAxis.Time);

    /// <summary>The extent that the file gives an axis, or 0.</summary>
    public long SizeOf(Axis axis) => axis.Leading is [int only] ? _sizes[Root(only)] : 0;

    /// <summary>Says what an axis runs over; an axis of one element that is not leading may be either.</summary>
    /// <exception cref="NotSupportedException">It is known to run over the other, or is a joined one.</exception>
    public void Bind(Axis axis, SourceAxis role)
    {
        if (axis.Leading is null)
        {
            if (axis.Size != 1)
            {
                throw new NotSupportedException($"an axis of {axis.Size} features stands where {Word(role)} should be");
            }

            return;
        }

        if (axis.Leading is not [int only])
        {
            throw new NotSupportedException($"rows and steps are joined in one axis where {Word(role)} should be");
        }

        int root = Root(only);
        if (_roles[root] is SourceAxis known && known != role)
        {
            throw new NotSupportedException($"an axis of {Word(known)} stands where {Word(role)} should be");
        }

        _roles[root] = role;
    }

    /// <summary>Two axes that an operator runs over together are the same.</summary>
    public void Unite(Axis first, Axis second)
    {
        if (first.Leading!.Count != second.Leading!.Count)
        {
            throw new NotSupportedException("rows and steps are joined in one operand and not in the other");
        }

        foreach ((int a, int b) in first.Leading.Zip(second.Leading))
        {
            int root = Root(a), other = Root(b);
            if (root == other)
            {
                continue;
            }

            if (_roles[root] is SourceAxis role && _roles[other] is SourceAxis second2 && role != second2)
            {
                throw new NotSupportedException("an axis of rows meets an axis of steps");
            }

            _parents[other] = root;
            _roles[root] ??= _roles[other];
            _sizes[root] = Math.Max(_sizes[root], _sizes[other]);
        }
    }

    /// <summary>Whether two axes are known to be the same.</summary>
    public bool AreSame(Axis first, Axis second) =>
        first.Leading!.Select(Root).SequenceEqual(second.Leading!.Select(Root));

    /// <summary>A number that stands for the extent of a leading axis, of a joined one too.</summary>
    public long Code(Axis axis)
    {
        if (axis.Leading is [int only])
        {
            return FirstCode + only;
        }

        _joined.Add(axis);
        return FirstJoinedCode + _joined.Count - 1;
    }

    /// <summary>The leading axis that a number stands for, or <see langword="null"/>.</summary>
    public Axis? FromCode(long number) =>
        number >= FirstCode && number < FirstCode + _parents.Count ? new Axis(1, [(int)(number - FirstCode)])
        : number >= FirstJoinedCode && number < FirstJoinedCode + _joined.Count ? _joined[(int)(number - FirstJoinedCode)]
        : null;

    private static string Word(SourceAxis role) => role == SourceAxis.Time ? "steps" : "rows";

    private int Root(int axis)
    {
        while (_parents[axis] != axis)
        {
            axis = _parents[axis];
        }

        return axis;
    }
}
