using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>A head while the graph is being read.</summary>
/// <param name="Reads">What it reads.</param>
/// <param name="Location">Where mistakes of what it reads are shown.</param>
/// <param name="Text">What diagnostics call it.</param>
/// <param name="NeedsSteps">Whether it needs all steps of that.</param>
/// <param name="TakesLast">Whether it reads the last step where there are steps; otherwise it takes what there is.</param>
internal sealed record GraphHead(IReadOnlyList<GraphRead> Reads, Location Location, string Text, bool NeedsSteps, bool TakesLast);

/// <summary>
/// Decides which values have steps, and puts in what turns one kind into the other: a dense layer without need of steps reads the last one,
/// and inputs of whole sequences are repeated for readers of steps.
/// </summary>
internal sealed class ShapeInference(
    IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphHead> heads, int inputs, int sequenceInputs,
    Action<DiagnosticDescriptor, Location, object[]> report)
{
    private readonly List<LayerSpec> _layers = [];
    private readonly Dictionary<int, int> _places = [];
    private readonly Dictionary<int, int> _lasts = [];
    private int? _repeated;

    /// <summary>The layers with those that have been put in.</summary>
    public IReadOnlyList<LayerSpec> Layers => _layers;

    /// <summary>Decides; false where a mistake has been reported.</summary>
    public bool Infer()
    {
        Settle();
        return Check();
    }

    /// <summary>Puts the layers in order, with what turns one kind of value into the other.</summary>
    public void Build()
    {
        for (int index = 0; index < nodes.Count; index++)
        {
            GraphNode node = nodes[index];
            LayerSpec layer = node.Spec with
            {
                IsVector = !node.HasSteps,
                Reads = Reads(node.Reads, TakesVector(node), node.HasSteps || node.Spec.Role == LayerRole.Pooling).ToEquatable(),
                InitialState = node.Spec.InitialState is int source ? _places[source] : null,
            };
            _places.Add(index, _layers.Count);
            _layers.Add(layer with { Reads = IsAbove(layer.Reads, _layers.Count) ? default : layer.Reads });
        }
    }

    /// <summary>What a head reads, after <see cref="Build"/> has placed the layers.</summary>
    public EquatableArray<ReadSpec> ReadsOf(GraphHead head, out bool isVector)
    {
        bool hasSteps = head.Reads.Any(HasSteps);
        bool joins = head.TakesLast && hasSteps && head.Reads.Any(read => !HasSteps(read) && read.Source >= 0);
        isVector = !hasSteps || joins;
        EquatableArray<ReadSpec> reads = Reads(head.Reads, toVectors: isVector, toSteps: !isVector).ToEquatable();
        return IsAbove(reads, _layers.Count) ? default : reads;
    }

    /// <summary>Needs go from readers to what they read, shapes the other way, until nothing changes: each goes one way only.</summary>
    private void Settle()
    {
        foreach (GraphHead head in heads.Where(head => head.NeedsSteps || (!head.TakesLast && head.Reads.Any(HasSteps))))
        {
            Need(head.Reads);
        }

        for (bool changes = true; changes;)
        {
            changes = false;
            foreach (GraphNode node in nodes)
            {
                bool before = node.HasSteps;
                node.HasSteps = Shape(node);
                changes |= before != node.HasSteps;
            }

            foreach (GraphNode node in nodes.Reverse())
            {
                if (node.Spec.IsOverTime || node.Spec.Reduction > SequenceReduction.Last
                    || ((node.HasSteps || node.NeedsSteps) && node.Spec.Role is not (LayerRole.Repeat or LayerRole.Pooling)))
                {
                    changes |= Need(node.Reads);
                }
            }
        }
    }

    private bool Shape(GraphNode node) => node.Spec.Role switch
    {
        _ when node.Spec.IsOverTime => true,
        LayerRole.Repeat => true,
        LayerRole.Pooling => false,
        LayerRole.Dense => (node.EveryStep || node.NeedsSteps) && node.Reads.Any(HasSteps),
        _ => node.Reads.Any(HasSteps),
    };

    private bool Need(IReadOnlyList<GraphRead> reads)
    {
        bool changes = false;
        foreach (GraphNode node in reads.Where(read => read.Source >= 0).Select(read => nodes[read.Source]))
        {
            changes |= !node.NeedsSteps;
            node.NeedsSteps = true;
        }

        return changes;
    }

    private bool HasSteps(GraphRead read) => read.Source >= 0 ? nodes[read.Source].HasSteps : read.Source == ReadSpec.Inputs;

    private bool Check()
    {
        bool isRight = true;
        foreach (GraphNode node in nodes)
        {
            bool needsSteps = node.Spec.IsOverTime || node.Spec.Role == LayerRole.Pooling
                || (node.EveryStep && node.Spec.Role == LayerRole.Dense)
                || (node.HasSteps && node.Spec.Role != LayerRole.Repeat);
            isRight &= !needsSteps || CheckSteps(node.Reads, $"[{node.Spec.Kind}]", node.Spec.Role == LayerRole.Pooling);
        }

        foreach (GraphHead head in heads.Where(head => head.NeedsSteps))
        {
            isRight &= CheckSteps(head.Reads, head.Text, isPooling: false);
        }

        return isRight;
    }

    private bool CheckSteps(IReadOnlyList<GraphRead> reads, string reader, bool isPooling)
    {
        bool isRight = true;
        foreach (GraphRead read in reads.Where(read => !HasSteps(read) && (read.Source >= 0 || isPooling)))
        {
            report(
                Descriptors.NeedsSteps, read.Location,
                [reader, read.Source >= 0 ? nodes[read.Source].Text : "an input of whole sequences"]);
            isRight = false;
        }

        return isRight;
    }

    // A layer that gives a vector takes the last step where its own equations do not reduce the steps.
    private static bool TakesVector(GraphNode node) =>
        node.Spec.Role == LayerRole.Repeat || (!node.HasSteps && node.Spec.Role != LayerRole.Pooling);

    private IEnumerable<ReadSpec> Reads(IReadOnlyList<GraphRead> reads, bool toVectors, bool toSteps)
    {
        foreach (GraphRead read in reads)
        {
            bool hasSteps = HasSteps(read);
            int source = read.Source >= 0 ? _places[read.Source] : read.Source;
            yield return read.Spec with
            {
                Source = hasSteps && toVectors ? Last(source)
                    : !hasSteps && toSteps && read.Source == ReadSpec.SequenceInputs ? Repeated()
                    : source,
            };
        }
    }

    private int Last(int source)
    {
        if (!_lasts.TryGetValue(source, out int place))
        {
            place = _layers.Count;
            _lasts.Add(source, place);
            LayerSpec below = source >= 0 ? _layers[source] : new LayerSpec("Pooling", inputs);
            _layers.Add(new LayerSpec(nameof(LayerRole.Pooling), below.OutputSize)
            {
                IsVector = true,
                IsImplicit = true,
                Reduction = SequenceReduction.Last,
                Reads = source == place - 1 ? default : new[] { new ReadSpec(source, 0, below.OutputSize) }.ToEquatable(),
            });
        }

        return place;
    }

    private int Repeated()
    {
        if (_repeated is null)
        {
            _repeated = _layers.Count;
            _layers.Add(new LayerSpec(nameof(LayerRole.Repeat), sequenceInputs)
            {
                IsImplicit = true,
                Reads = new[] { new ReadSpec(ReadSpec.SequenceInputs, 0, sequenceInputs) }.ToEquatable(),
            });
        }

        return _repeated.Value;
    }

    /// <summary>Whether reads are the whole of what stands above, which is what a layer reads that says nothing.</summary>
    private bool IsAbove(EquatableArray<ReadSpec> reads, int place) => reads.Count == 1 && reads[0] == new ReadSpec(
        place - 1, 0, place == 0 ? inputs : _layers[place - 1].OutputSize);
}
