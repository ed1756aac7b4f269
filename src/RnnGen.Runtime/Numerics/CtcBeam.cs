using System;
using RnnGen.Generated;

namespace RnnGen.Numerics;

/// <summary>
/// The likeliest beginnings of sequences of labels after some steps. Each has the probability of the ways that end with a blank and of
/// those that end with its last label, as logarithms: only after a blank can the same label come again.
/// </summary>
internal sealed class CtcBeam(int classes, int blank)
{
    private readonly PrefixTree _prefixes = new();
    private Prefix[] _kept = [], _best = [];
    private int[] _places = [];
    private bool[] _isReached = [];
    private int _width, _bestCount;

    /// <summary>How many beginnings there are.</summary>
    public int Count { get; private set; }

    /// <summary>Before the first step: the beginning without labels, for certain.</summary>
    public void Begin(int width)
    {
        if ((long)width * classes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(width), width, $"A beam of {width} with {classes} outputs has more candidates than an array holds.");
        }

        if (_kept.Length < width)
        {
            (_kept, _best, _isReached) = (new Prefix[width], new Prefix[width], new bool[width * classes]);
        }

        _width = width;
        _prefixes.Clear();
        _kept[0] = new Prefix(PrefixTree.Root, PrefixTree.None, 0, double.NegativeInfinity, 0);
        Count = 1;
    }

    /// <summary>One more step.</summary>
    /// <param name="logarithms">log softmax of its logits, [classes].</param>
    public void Add(ReadOnlySpan<double> logarithms)
    {
        _bestCount = 0;
        FindPlaces();
        for (int place = 0; place < Count; place++)
        {
            Offer(Stay(_kept[place], logarithms));
        }

        for (int place = 0; place < Count; place++)
        {
            Prefix prefix = _kept[place];
            int last = _prefixes.Last(prefix.Node);
            for (int label = 0; label < classes; label++)
            {
                double ways = (label == last ? prefix.Blank : prefix.All) + logarithms[label];
                if (label != blank && !_isReached[(place * classes) + label])
                {
                    Offer(new Prefix(prefix.Node, label, double.NegativeInfinity, ways, ways));
                }
            }
        }

        Array.Clear(_isReached, 0, Count * classes);
        for (int place = 0; place < Count; place++)
        {
            _places[_kept[place].Node] = -1;
        }

        for (int place = 0; place < _bestCount; place++)
        {
            Prefix best = _best[place];
            _kept[place] = best.Label == PrefixTree.None
                ? best
                : best with { Node = _prefixes.Child(best.Node, best.Label), Label = PrefixTree.None };
        }

        Count = _bestCount;
    }

    /// <summary>Puts the likeliest first.</summary>
    public void Sort() => _kept.AsSpan(0, Count).Sort((left, right) => IsBetter(left, right) ? -1 : IsBetter(right, left) ? 1 : 0);

    /// <summary>The logarithm of the probability of a beginning.</summary>
    public double LogProbability(int place) => _kept[place].All;

    /// <summary>Writes the labels of a beginning.</summary>
    /// <returns>How many there are.</returns>
    public int Copy(int place, Span<int> labels) => _prefixes.Copy(_kept[place].Node, labels);

    /// <summary>Where each prefix of the tree stands in the beam, if it does.</summary>
    private void FindPlaces()
    {
        if (_places.Length < _prefixes.Count)
        {
            int known = _places.Length;
            Array.Resize(ref _places, Math.Max(_prefixes.Count, 2 * known));
            _places.AsSpan(known).Fill(-1);
        }

        for (int place = 0; place < Count; place++)
        {
            _places[_kept[place].Node] = place;
        }
    }

    /// <summary>
    /// The same beginning one step later: a blank, its last label once more, or that label for the first time where the beginning without
    /// it was kept too.
    /// </summary>
    private Prefix Stay(in Prefix prefix, ReadOnlySpan<double> logarithms)
    {
        double ends = prefix.All + logarithms[blank], goesOn = double.NegativeInfinity;
        int last = _prefixes.Last(prefix.Node);
        if (last != PrefixTree.None)
        {
            goesOn = prefix.Ending + logarithms[last];
            int parent = _prefixes.Parent(prefix.Node), place = _places[parent];
            if (place >= 0)
            {
                double before = last == _prefixes.Last(parent) ? _kept[place].Blank : _kept[place].All;
                goesOn = LogSum(goesOn, before + logarithms[last]);
                _isReached[(place * classes) + last] = true;
            }
        }

        return new Prefix(prefix.Node, PrefixTree.None, ends, goesOn, LogSum(ends, goesOn));
    }

    /// <summary>Keeps a candidate that is possible while it is among the best: a heap whose first is the worst.</summary>
    private void Offer(in Prefix candidate)
    {
        if (double.IsNegativeInfinity(candidate.All))
        {
            return;
        }

        int place = 0;
        if (_bestCount < _width)
        {
            for (place = _bestCount++; place > 0 && IsBetter(_best[(place - 1) / 2], candidate); place = (place - 1) / 2)
            {
                _best[place] = _best[(place - 1) / 2];
            }
        }
        else if (!IsBetter(candidate, _best[0]))
        {
            return;
        }
        else
        {
            for (int child = 1; child < _bestCount; child = (2 * place) + 1)
            {
                child += child + 1 < _bestCount && IsBetter(_best[child], _best[child + 1]) ? 1 : 0;
                if (!IsBetter(candidate, _best[child]))
                {
                    break;
                }

                _best[place] = _best[child];
                place = child;
            }
        }

        _best[place] = candidate;
    }

    private bool IsBetter(in Prefix left, in Prefix right) => left.All != right.All
        ? left.All > right.All
        : _prefixes.IsBefore(left.Node, left.Label, right.Node, right.Label);

    /// <summary>log(exp(a) + exp(b)), with the functions of the networks: the same bits on every machine.</summary>
    private static double LogSum(double a, double b) => double.IsNegativeInfinity(a) ? b
        : double.IsNegativeInfinity(b) ? a
        : Math.Max(a, b) + Kernels.LogSum(0, -(float)Math.Abs(a - b));

    /// <summary>A beginning, or a candidate for one.</summary>
    /// <param name="Node">Its place in the tree, or that of all but its last label.</param>
    /// <param name="Label">The last label of a candidate that is not in the tree.</param>
    /// <param name="Blank">The probability of the ways that end with a blank, as a logarithm.</param>
    /// <param name="Ending">That of those that end with its last label.</param>
    /// <param name="All">That of both.</param>
    private readonly record struct Prefix(int Node, int Label, double Blank, double Ending, double All);
}
