using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Language;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Parsing.Windows;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads the layers of the graph one by one: what each reads, how wide its value is, what it is called.</summary>
internal sealed class GraphParser(
    ValueTable values, IReadOnlyList<GraphRead> inputs, Action<DiagnosticDescriptor, Location, object[]> report)
{
    private readonly List<GraphNode> _nodes = [];
    private IReadOnlyList<GraphRead>? _headReads;
    private string? _head;
    private bool _isFirstOfHead;
    private int _trunk = -1;

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>What a head reads that does not say so itself: the layer above.</summary>
    public IReadOnlyList<GraphRead> Above => _isFirstOfHead && _headReads is not null ? _headReads
        : _nodes.Count == 0 || (_isFirstOfHead && _trunk < 0) ? inputs
        : [Whole(_isFirstOfHead ? _trunk : _nodes.Count - 1)];

    /// <summary>What the last layer is as one writes it; "missing" without layers.</summary>
    public string Last => _nodes.Count == 0 ? "missing"
        : _nodes[_nodes.Count - 1].Spec is { Role: LayerRole.Recurrent or LayerRole.Dense or LayerRole.LayerNorm or LayerRole.Conv1D } layer
            ? $"[{layer.Kind}({layer.Units})]"
            : $"[{_nodes[_nodes.Count - 1].Spec.Kind}]";

    /// <summary>Begins a head, whose first layer reads what the head does.</summary>
    public void Open(string head, IReadOnlyList<GraphRead>? reads)
    {
        _trunk = _head is null ? _nodes.Count - 1 : _trunk;
        _head = head;
        _headReads = reads;
        _isFirstOfHead = true;
    }

    /// <summary>What an attribute reads.</summary>
    public IReadOnlyList<GraphRead> ReadsOf(AttributeReader attribute) => values.From(attribute) ?? Above;

    /// <summary>Adds a layer with weights: a recurrent or a dense one.</summary>
    public void Add(AttributeReader attribute, int units, string? equations)
    {
        IReadOnlyList<GraphRead> reads = ReadsOf(attribute);
        LayerSpec layer = new LayerParser(attribute, report).Parse(units, equations);
        if (layer.Role == LayerRole.Conv1D)
        {
            layer = new WindowParser(attribute, report).Convolution(layer, reads.Sum(read => read.Columns));
        }

        IReadOnlyList<GraphRead> beside = layer.IsRecurrent ? StepInputs(attribute, layer) : [];
        Append(attribute, layer with { InitialState = InitialState(attribute, layer) }, reads, beside);
    }

    /// <summary>Adds a layer that is as wide as what it reads.</summary>
    public void Add(AttributeReader attribute)
    {
        IReadOnlyList<GraphRead> reads = ReadsOf(attribute);
        LayerSpec layer = new(attribute.ShortName, Math.Max(1, reads.Sum(read => read.Columns)));
        switch (layer.Role)
        {
            case LayerRole.LayerNorm:
                layer = new LayerParser(attribute, report).Parse(layer.Units);
                break;
            case LayerRole.Sum or LayerRole.Product:
                CheckWidths(attribute, reads);
                layer = layer with { Units = reads.Count == 0 ? 1 : reads[0].Columns };
                break;
            case LayerRole.Activation:
                layer = layer with { Arguments = Arguments(StatelessCells.Function, Function(attribute)) };
                break;
            case LayerRole.Dropout:
                layer = layer with { Arguments = Dropout(attribute) };
                break;
            case LayerRole.MaxPool1D or LayerRole.AveragePool1D:
                int padding = LayerParser.Member(attribute, report, WindowCells.Padding.Name, typeof(TimePadding));
                layer = new WindowParser(attribute, report).Pool(layer, (TimePadding)padding);
                break;
            case LayerRole.Pooling:
                layer = layer with { Reduction = Pooling(attribute) };
                break;
        }

        Append(attribute, layer, reads);
    }

    /// <summary>What the properties bind that are named as the inputs of the equations.</summary>
    private IReadOnlyList<GraphRead> StepInputs(AttributeReader attribute, LayerSpec layer)
    {
        List<GraphRead> reads = [];
        foreach (string name in CellText.Define(layer).StepInputs.Select(CellNames.Display))
        {
            if (attribute.TextAlike(name) is not (string property, string text))
            {
                report(
                    Descriptors.StepInputDoesNotFit, attribute.Location,
                    [$"[{layer.Kind}({layer.Units})] reads '{name}' at every step, and nothing says what that is: "
                        + $"set {Casing.Pascal(name)} to the name of an input or of a layer"]);
            }
            else if (values.One(attribute, property, text) is GraphRead read)
            {
                if (read.Columns != 1 && read.Columns != layer.Units)
                {
                    report(
                        Descriptors.StepInputDoesNotFit, read.Location,
                        [FormattableString.Invariant(
                            $"[{layer.Kind}({layer.Units})] reads '{name}' unit by unit, so that it needs {layer.Units} columns, or one")
                            + FormattableString.Invariant($" for all units; '{text}' has {read.Columns}")]);
                }

                reads.Add(read);
            }
        }

        return reads;
    }

    private void Append(
        AttributeReader attribute, LayerSpec layer, IReadOnlyList<GraphRead> reads, IReadOnlyList<GraphRead>? beside = null)
    {
        GraphNode node = new(attribute, layer with { Name = attribute.Named("Name") as string, Head = _head }, reads)
        {
            StepInputs = beside ?? [],
        };
        _nodes.Add(node);
        _isFirstOfHead = false;
        if (node.Spec.Name is string name)
        {
            values.Add(name, Whole(_nodes.Count - 1), $"a layer, [{layer.Kind}]", attribute.ValueLocation("Name"));
        }
    }

    private GraphRead Whole(int node) => new(node, 0, _nodes[node].Spec.OutputSize, _nodes[node].Attribute.Location);

    private void CheckWidths(AttributeReader attribute, IReadOnlyList<GraphRead> reads)
    {
        if (reads.Count < 2)
        {
            report(
                Descriptors.TooFewValues, attribute.Location,
                [attribute.ShortName, Counted.Of(reads.Count, "value")]);
        }

        foreach (GraphRead read in reads.Skip(1).Where(read => read.Columns != reads[0].Columns))
        {
            report(
                Descriptors.WidthsDiffer, read.Location,
                [attribute.ShortName, Text(reads[0]), Counted.Of(reads[0].Columns, "column"), Text(read), read.Columns]);
        }
    }

    private string Text(GraphRead read) => read.Source >= 0 ? _nodes[read.Source].Text : "the input";

    private Activation Function(AttributeReader attribute)
    {
        int function = attribute.PositionalEnum(0) ?? 0;
        if (!Enum.IsDefined(typeof(Activation), function))
        {
            string members = string.Join(", ", Enum.GetNames(typeof(Activation)));
            report(Descriptors.UnknownMember, attribute.PositionalLocation(0), ["The function of [Activation]", function, members]);
        }

        return (Activation)function;
    }

    private EquatableArray<LayerArgument> Dropout(AttributeReader attribute)
    {
        double rate = attribute.Positional(0) as double? ?? 0;
        if (!(rate >= 0 && (float)rate < 1))
        {
            report(
                Descriptors.NumberOutOfRange, attribute.PositionalLocation(0), ["The rate of [Dropout]", rate, "at least 0 and below 1"]);
        }

        LayerArgument share = new(StatelessCells.Rate.Name, rate);
        return attribute.Named("Variational") is true
            ? new[] { share, new LayerArgument(StatelessCells.Variational.Name, 1) }.ToEquatable()
            : new[] { share }.ToEquatable();
    }

    private SequenceReduction Pooling(AttributeReader attribute)
    {
        // The runtime's Pooling has no None.
        SequenceReduction reduction = (SequenceReduction)((attribute.PositionalEnum(0) ?? 0) + 1);
        if (reduction == SequenceReduction.Attention)
        {
            report(
                Descriptors.WrongOrder, attribute.Location,
                ["Pooling", Last.Trim('[', ']'), "below pooling with attention stand dense layers and a loss alone"]);
        }
        else if (!Enum.IsDefined(typeof(SequenceReduction), reduction))
        {
            string members = string.Join(", ", Enum.GetNames(typeof(SequenceReduction)).Skip(1));
            report(Descriptors.UnknownMember, attribute.PositionalLocation(0), ["Pooling", (int)reduction - 1, members]);
        }

        return reduction;
    }

    private int? InitialState(AttributeReader attribute, LayerSpec layer)
    {
        if (attribute.Named("InitialState") is not string name)
        {
            return null;
        }

        Location location = attribute.ValueLocation("InitialState");
        if (values.Layer(name) is not int source)
        {
            report(Descriptors.ValueUnknown, location, [attribute.ShortName, name, values.Nearest(name)]);
            return null;
        }

        LayerSpec other = _nodes[source].Spec;
        _nodes[source].IsRead = true;
        if (StateChecks.ProblemOf(layer, other) is string problem)
        {
            report(Descriptors.InitialStateDoesNotFit, location, [attribute.ShortName, name, problem]);
        }

        if (layer.LearnedInitialState)
        {
            report(
                Descriptors.NoEffect, attribute.ArgumentLocation("LearnedInitialState"),
                ["LearnedInitialState", $"the layer starts from the states of '{name}'"]);
        }

        return source;
    }

    private static EquatableArray<LayerArgument> Arguments(LayerOption option, Activation value) => Arguments(option, (double)value);

    private static EquatableArray<LayerArgument> Arguments(LayerOption option, double value) =>
        new[] { new LayerArgument(option.Name, value) }.ToEquatable();
}
