using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads the layers, heads and losses of a model in the order of their attributes.</summary>
/// <param name="graph">Receives the layers.</param>
/// <param name="heads">Receives the heads.</param>
/// <param name="values">The values that have names.</param>
/// <param name="readCell">Reads the equations of a layer that are text; null where they have mistakes.</param>
/// <param name="report">Receives diagnostics.</param>
internal sealed class PartsParser(
    GraphParser graph, HeadListParser heads, ValueTable values, Func<AttributeReader, string?> readCell,
    Action<DiagnosticDescriptor, Location, object[]> report)
{
    private bool _incomplete;
    private string? _loss;

    /// <summary>Reads all of them.</summary>
    /// <param name="parts">The attributes.</param>
    /// <param name="isComplete">Whether all of them could be read.</param>
    public void Parse(IReadOnlyList<Part> parts, out bool isComplete)
    {
        foreach (Part part in parts.Where(part => part.Role is not (PartRole.Input or PartRole.Embedding)))
        {
            if (_loss is not null && part.Role is not (PartRole.Head or PartRole.Loss))
            {
                report(
                    Descriptors.WrongOrder, part.Attribute.Location,
                    [part.Name, _loss, "the loss is the last of a model, or of a head"]);
                _incomplete = true;
                continue;
            }

            Parse(part);
        }

        heads.Close(graph.Above);
        isComplete = !_incomplete;
    }

    private void Parse(Part part)
    {
        AttributeReader attribute = part.Attribute;
        HeadParser head = heads.Current;
        switch (part.Role)
        {
            case PartRole.Head:
                heads.Close(graph.Above);
                IReadOnlyList<GraphRead>? reads = values.From(attribute);
                _incomplete |= !heads.Open(attribute);
                graph.Open(heads.CurrentName, reads);
                _loss = null;
                break;
            case PartRole.Loss:
                heads.Add(attribute);
                head.Loss(attribute, graph.Last);
                _loss = part.Name;
                break;
            case PartRole.Pooling:
                head.Reads = values.From(attribute);
                _incomplete |= !head.Pooling(attribute);
                break;
            case PartRole.Dense when Units(part, null) is int units:
                head.Reads ??= values.From(attribute);
                head.Dense(attribute, units);
                CheckName(attribute);
                break;
            case PartRole.Layer:
                Layer(part);
                break;
        }
    }

    /// <summary>A dense layer of a head has a name for its parameters alone, but no other value may have it.</summary>
    private void CheckName(AttributeReader attribute)
    {
        if (attribute.Named("Name") is string name)
        {
            values.Add(name, null, "a layer, [Dense]", attribute.ValueLocation("Name"));
        }
    }

    private void Layer(Part part)
    {
        AttributeReader attribute = part.Attribute;
        if (part.IsCell && part.Name.Length > Limits.NameLength)
        {
            report(Descriptors.NameTooLong, attribute.Location, [Limits.LongName(part.Name)]);
            _incomplete = true;
        }

        if (attribute.HasErrors)
        {
            // The attribute itself does not compile; the compiler says so.
            _incomplete = true;
            return;
        }

        if (!part.IsCell && CellCatalogue.Find(part.Name) is not { TakesUnits: true })
        {
            graph.Add(attribute);
            return;
        }

        string? equations = part.IsCell ? readCell(attribute) : null;
        if (Units(part, equations) is int units)
        {
            graph.Add(attribute, units, equations);
        }
    }

    private int? Units(Part part, string? equations)
    {
        AttributeReader attribute = part.Attribute;
        int position = part.IsCell ? CellEquationsParser.UnitsIndex(attribute.Constructor) : 0;
        if (attribute.Positional(position) is not int units || (part.IsCell && equations is null))
        {
            _incomplete = true;
            return null;
        }

        if (units is < 1 or > Limits.Units)
        {
            report(
                Descriptors.SizeOutOfRange, attribute.PositionalLocation(position),
                [$"The number of units of [{part.Name}]", units, 1, Limits.Units]);
            _incomplete = true;
        }

        return units;
    }
}
