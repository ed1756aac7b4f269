using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>An attribute of a model's class that describes its network.</summary>
internal sealed class Part(AttributeReader attribute)
{
    /// <summary>The attribute.</summary>
    public AttributeReader Attribute { get; } = attribute;

    /// <summary>Its name as one writes it.</summary>
    public string Name { get; } = attribute.ShortName;

    /// <summary>Whether it is a layer whose equations are text, whatever its name.</summary>
    public bool IsCell { get; } = CellEquationsParser.IsCell(attribute.Class);

    /// <summary>What it is, and where it belongs.</summary>
    public PartRole Role { get; private set; }

    /// <summary>
    /// Gives each its role. Heads begin at [Head]; of the layers of each, or of a model without heads of all, those at the end that are
    /// pooling and dense layers belong to the head, and the others to the graph.
    /// </summary>
    public static void Assign(IReadOnlyList<Part> parts)
    {
        foreach (Part part in parts)
        {
            part.Role = part.Alone();
        }

        int[] heads = [.. Enumerable.Range(0, parts.Count).Where(index => parts[index].Role == PartRole.Head)];
        for (int head = heads.Length == 0 ? -1 : 0; head < heads.Length; head++)
        {
            int first = head < 0 ? 0 : heads[head] + 1;
            int end = head + 1 < heads.Length ? heads[head + 1] : parts.Count;
            AssignEnd(parts, first, end);
        }
    }

    private static void AssignEnd(IReadOnlyList<Part> parts, int first, int end)
    {
        int loss = first;
        while (loss < end && parts[loss].Role != PartRole.Loss)
        {
            loss++;
        }

        for (int index = loss - 1; index >= first && parts[index] is { Role: PartRole.Layer, IsCell: false } part; index--)
        {
            if (part.Name is not (nameof(LayerRole.Dense) or nameof(LayerRole.Pooling)))
            {
                return;
            }

            part.Role = part.Name == nameof(LayerRole.Dense) ? PartRole.Dense : PartRole.Pooling;
            if (part.Role == PartRole.Pooling || part.Attribute.NamedStrings("From") is not null)
            {
                return;
            }
        }
    }

    private PartRole Alone() => IsCell ? PartRole.Layer
        : AttributeNames.Is(Attribute.Class, AttributeNames.Embedding) ? PartRole.Embedding
        : AttributeNames.Is(Attribute.Class, AttributeNames.Input) ? PartRole.Input
        : AttributeNames.Is(Attribute.Class, AttributeNames.HeadAttribute) ? PartRole.Head
        : Enum.TryParse(Name, out LossKind _) ? PartRole.Loss
        : PartRole.Layer;
}

/// <summary>What an attribute is.</summary>
internal enum PartRole
{
    Input,
    Embedding,

    /// <summary>A layer of the graph.</summary>
    Layer,

    /// <summary>What opens a head.</summary>
    Head,

    /// <summary>What a head makes of the steps.</summary>
    Pooling,

    /// <summary>A dense layer of a head.</summary>
    Dense,
    Loss,
}
