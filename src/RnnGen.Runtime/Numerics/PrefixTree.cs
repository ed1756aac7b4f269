using System;

namespace RnnGen.Numerics;

/// <summary>Beginnings of sequences of labels, each the label behind another beginning: each has one place, whenever it comes.</summary>
internal sealed class PrefixTree
{
    /// <summary>The beginning without labels.</summary>
    public const int Root = 0;

    /// <summary>No label, no place.</summary>
    public const int None = -1;

    private Node[] _nodes = new Node[64];

    /// <summary>How many beginnings there are.</summary>
    public int Count { get; private set; }

    /// <summary>Leaves the beginning without labels alone.</summary>
    public void Clear()
    {
        _nodes[Root] = new Node(None, None, 0, None, None);
        Count = 1;
    }

    /// <summary>The last label.</summary>
    public int Last(int node) => _nodes[node].Label;

    /// <summary>The beginning without the last label.</summary>
    public int Parent(int node) => _nodes[node].Parent;

    /// <summary>The place of a beginning and a label behind it.</summary>
    public int Child(int node, int label)
    {
        for (int child = _nodes[node].FirstChild; child != None; child = _nodes[child].Next)
        {
            if (_nodes[child].Label == label)
            {
                return child;
            }
        }

        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * Count);
        }

        _nodes[Count] = new Node(node, label, _nodes[node].Length + 1, None, _nodes[node].FirstChild);
        _nodes[node] = _nodes[node] with { FirstChild = Count };
        return Count++;
    }

    /// <summary>Writes the labels.</summary>
    /// <returns>How many there are.</returns>
    public int Copy(int node, Span<int> labels)
    {
        int length = _nodes[node].Length;
        for (int place = length - 1; place >= 0; place--)
        {
            labels[place] = _nodes[node].Label;
            node = _nodes[node].Parent;
        }

        return length;
    }

    /// <summary>
    /// Whether one beginning comes before another: the shorter one, or that of the smaller label where they first differ.
    /// </summary>
    /// <param name="left">The one's place, or that of all but its last label.</param>
    /// <param name="leftLabel">That label, or none.</param>
    /// <param name="right">The other's.</param>
    /// <param name="rightLabel">Its last label, or none.</param>
    public bool IsBefore(int left, int leftLabel, int right, int rightLabel)
    {
        int leftLength = _nodes[left].Length + (leftLabel == None ? 0 : 1);
        int rightLength = _nodes[right].Length + (rightLabel == None ? 0 : 1);
        if (leftLength != rightLength)
        {
            return leftLength < rightLength;
        }

        bool isBefore = false;
        for (int place = leftLength; place > 0; place--)
        {
            // From the end on: the last difference that is met is the first.
            int one = Take(ref left, ref leftLabel), other = Take(ref right, ref rightLabel);
            isBefore = one == other ? isBefore : one < other;
        }

        return isBefore;
    }

    private int Take(ref int node, ref int label)
    {
        if (label != None)
        {
            int taken = label;
            label = None;
            return taken;
        }

        Node last = _nodes[node];
        node = last.Parent;
        return last.Label;
    }

    /// <summary>A beginning.</summary>
    /// <param name="Parent">The place of the beginning without the last label.</param>
    /// <param name="Label">The last label.</param>
    /// <param name="Length">How many labels it has.</param>
    /// <param name="FirstChild">A beginning of one label more.</param>
    /// <param name="Next">Another one of the same parent.</param>
    private readonly record struct Node(int Parent, int Label, int Length, int FirstChild, int Next);
}
