using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Counts what a class declares, before anything is read or planned; one diagnostic for each limit that is passed.</summary>
internal sealed class LimitsParser(INamedTypeSymbol type, Location location, Action<DiagnosticDescriptor, Location, object[]> report)
{
    // A text that many layers have is read once.
    private readonly Dictionary<string, int> _tokens = [];

    /// <summary>Whether the class is within the limits.</summary>
    public bool Check()
    {
        int layers = 0, heads = 0, dense = 0, attributes = 0;
        long tokens = 0;
        foreach (AttributeData data in type.GetAttributes())
        {
            bool isCell = CellEquationsParser.IsCell(data.AttributeClass);
            if (!isCell && !AttributeNames.IsPart(data.AttributeClass))
            {
                continue;
            }

            attributes++;
            bool isDense = AttributeNames.Is(data.AttributeClass, AttributeNames.Dense);
            bool isPooling = AttributeNames.Is(data.AttributeClass, AttributeNames.Pooling);
            if (isCell || (!isDense && !isPooling && AttributeNames.IsLayer(data.AttributeClass)))
            {
                int directions = new AttributeReader(data, default).NamedEnum("Direction") == (int)LayerDirection.Bidirectional ? 2 : 1;
                layers += directions;
                tokens += isCell ? directions * (long)Tokens(data.AttributeClass!) : 0;
            }

            heads += AttributeNames.Is(data.AttributeClass, AttributeNames.HeadAttribute) ? 1 : 0;
            dense += isDense ? 1 : 0;
        }

        return IsWithin(Descriptors.TooManyLayers, layers, Limits.Layers)
            & IsWithin(Descriptors.TooManyHeads, heads, Limits.Heads)
            & IsWithin(Descriptors.TooManyDenseLayers, dense, Limits.DenseLayers)
            & IsWithin(Descriptors.TooManyAttributes, attributes, Limits.Attributes)
            & IsWithin(Descriptors.TooManyEquations, tokens, Limits.TextTokens);
    }

    /// <summary>Words of a cell's text; none where it has mistakes, which are another diagnostic.</summary>
    private int Tokens(INamedTypeSymbol cell)
    {
        string text = CellEquationsParser.TextOf(cell) ?? "";
        if (!_tokens.TryGetValue(text, out int tokens))
        {
            tokens = CellText.Read(text).Tokens;
            _tokens.Add(text, tokens);
        }

        return tokens;
    }

    private bool IsWithin(DiagnosticDescriptor descriptor, long number, int limit)
    {
        if (number > limit)
        {
            report(descriptor, location, [type.Name, number, limit]);
        }

        return number <= limit;
    }
}
