using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks what follows the recurrent layers: one head without a name, or named ones, each opened by [Head].</summary>
internal sealed class HeadListParser(List<DiagnosticInfo> diagnostics)
{
    private readonly List<OpenHead> _heads = [];
    private readonly HeadParser _unnamed = new(diagnostics);
    private readonly List<AttributeReader> _loose = [];

    /// <summary>The head that the next attribute belongs to.</summary>
    public HeadParser Current => _heads.Count > 0 ? _heads[_heads.Count - 1].Parser : _unnamed;

    /// <summary>The name of the last head that has one; "head" where it cannot be a name, which has been reported.</summary>
    public string CurrentName => _heads.Count > 0 && ValueTable.ProblemOf(_heads[_heads.Count - 1].Name) is null
        ? _heads[_heads.Count - 1].Name
        : "head";

    /// <summary>The heads as the graph has them.</summary>
    public IEnumerable<GraphHead> Graph(GraphParser graph, Location model) => _heads.Count == 0
        ? [Graph(_unnamed, graph.Above, model)]
        : _heads.Select(head => Graph(head.Parser, head.Above, head.Attribute.Location));

    /// <summary>The heads as read, each with its place in the graph.</summary>
    public EquatableArray<HeadSpec> Specs(ShapeInference shapes, IReadOnlyList<GraphHead> graph)
    {
        List<HeadSpec> specs = [];
        for (int index = 0; index < graph.Count; index++)
        {
            HeadSpec head = _heads.Count == 0 ? _unnamed.Spec
                : _heads[index].Parser.Spec with { Name = _heads[index].Name, Weight = _heads[index].Weight };
            EquatableArray<ReadSpec> reads = shapes.ReadsOf(graph[index], out bool isVector);
            specs.Add(head with
            {
                Reads = reads,
                ReadsVector = isVector,
                Reduction = isVector ? SequenceReduction.None : head.Reduction,
            });
        }

        return specs.ToEquatable();
    }

    /// <summary>Ends the current head: what it reads unless it says otherwise.</summary>
    public void Close(IReadOnlyList<GraphRead> above)
    {
        if (_heads.Count > 0)
        {
            _heads[_heads.Count - 1] = _heads[_heads.Count - 1] with { Above = above };
        }
    }

    /// <summary>Notes an attribute that a head must have above it.</summary>
    public void Add(AttributeReader attribute)
    {
        if (_heads.Count == 0)
        {
            _loose.Add(attribute);
        }
    }

    private static GraphHead Graph(HeadParser head, IReadOnlyList<GraphRead> above, Location location)
    {
        HeadSpec spec = head.Spec;
        bool isPlain = spec.Reduction == SequenceReduction.None && spec.Dense.Count == 0;
        return new GraphHead(
            head.Reads ?? above, location, head.Text, NeedsSteps: !isPlain && spec.Reduction != SequenceReduction.Last || head.Pools,
            TakesLast: spec.Reduction == SequenceReduction.Last && !head.Pools);
    }

    /// <summary>Opens a head; false when the attribute itself does not compile.</summary>
    public bool Open(AttributeReader attribute)
    {
        if (attribute.HasErrors)
        {
            return false;
        }

        string name = attribute.Positional(0) as string ?? "";
        if (ValueTable.ProblemOf(name) is string problem)
        {
            Report(Descriptors.HeadName, attribute.PositionalLocation(0), name, problem);
        }
        else if (name.Length > Limits.NameLength)
        {
            Report(Descriptors.NameTooLong, attribute.PositionalLocation(0), Limits.LongName(name));
        }
        else if (_heads.Any(head => Casing.IsAlike(head.Name, name)))
        {
            Report(Descriptors.TwoHeads, attribute.PositionalLocation(0), name);
        }

        double weight = attribute.Named("Weight") as double? ?? 1;
        if (!((float)weight > 0 && weight <= float.MaxValue))
        {
            Report(
                Descriptors.NumberOutOfRange, attribute.ArgumentLocation("Weight"), "Weight", weight,
                "positive and finite, within the range of float");
        }

        _heads.Add(new OpenHead(attribute, name, weight, new HeadParser(diagnostics), []));
        return true;
    }

    /// <summary>What can be said when all attributes have been read.</summary>
    public void Check(IReadOnlyList<LayerSpec> layers)
    {
        if (_heads.Count == 0)
        {
            return;
        }

        IReadOnlyList<LayerName> names = LayerNames.Of(layers, _heads.Select(head => head.Name).Where(name => name.Length > 0));
        foreach (AttributeReader attribute in _loose)
        {
            Report(Descriptors.BeforeTheHeads, attribute.Location, attribute.ShortName, _heads[0].Name);
        }

        string? learning = _heads.Where(head => head.Parser.Spec.Loss is not null).Select(head => head.Name).FirstOrDefault();
        foreach ((AttributeReader attribute, string name, _, HeadParser parser, _) in _heads)
        {
            // Names in generated code begin with those of layers and of heads.
            for (int index = 0; index < names.Count; index++)
            {
                string layer = names[index].Stem;
                bool isNumbered = layers[index].Name is null;
                if (layers[index].Head != name && ((isNumbered && name.StartsWith(layer, StringComparison.OrdinalIgnoreCase))
                    || OwnStages.Any(stage => layer.StartsWith(name + stage, StringComparison.OrdinalIgnoreCase))))
                {
                    string which = layers[index].Name is string own ? $"'{own}'" : index.ToString(CultureInfo.InvariantCulture);
                    Report(Descriptors.HeadName, attribute.PositionalLocation(0), name, $"the names of layer {which} begin so");
                }
            }

            if (parser.IsEmpty)
            {
                Report(Descriptors.HeadIncomplete, attribute.Location, name, "is empty: put [Pooling], [Dense] or a loss below it");
            }
            else if (parser.Spec.Loss is null && learning is not null)
            {
                Report(
                    Descriptors.HeadIncomplete, attribute.Location, name,
                    $"has no loss, but head '{learning}' has: all heads have one, or none has");
            }
            else if (parser.Spec.Loss is null && attribute.Named("Weight") is not null)
            {
                Report(Descriptors.NoEffect, attribute.ArgumentLocation("Weight"), "Weight", $"head '{name}' has no loss");
            }
        }
    }

    // Names of a head's stages, each followed by a number.
    private static readonly string[] OwnStages = ["Dense", "Attention"];

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));

    private sealed record OpenHead(
        AttributeReader Attribute, string Name, double Weight, HeadParser Parser, IReadOnlyList<GraphRead> Above);
}
