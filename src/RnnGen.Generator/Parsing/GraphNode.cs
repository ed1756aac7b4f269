using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>A layer while the graph is being read.</summary>
/// <param name="attribute">Its attribute.</param>
/// <param name="spec">The layer, but for what it reads.</param>
/// <param name="reads">What it reads.</param>
internal sealed class GraphNode(AttributeReader attribute, LayerSpec spec, IReadOnlyList<GraphRead> reads)
{
    /// <summary>Its attribute.</summary>
    public AttributeReader Attribute { get; } = attribute;

    /// <summary>The layer.</summary>
    public LayerSpec Spec { get; set; } = spec;

    /// <summary>What it reads, by the numbers of nodes.</summary>
    public IReadOnlyList<GraphRead> Reads { get; } = reads;

    /// <summary>What its equations read beside that, in the order in which they declare it.</summary>
    public IReadOnlyList<GraphRead> StepInputs { get; init; } = [];

    /// <summary>All that it reads.</summary>
    public IEnumerable<GraphRead> AllReads => Reads.Concat(StepInputs);

    /// <summary>Whether a dense layer is told to read every step.</summary>
    public bool EveryStep { get; } = attribute.Named("EveryStep") is true;

    /// <summary>Whether its value has steps; otherwise it is one vector a row.</summary>
    public bool HasSteps { get; set; }

    /// <summary>Whether a reader needs its steps.</summary>
    public bool NeedsSteps { get; set; }

    /// <summary>Whether anything reads its value or its states.</summary>
    public bool IsRead { get; set; }

    /// <summary>What diagnostics call it.</summary>
    public string Text => Spec.Name is null ? $"[{Spec.Kind}]" : $"'{Spec.Name}'";
}

/// <summary>What a layer or a head reads, and where that is written.</summary>
internal readonly record struct GraphRead(int Source, int FirstColumn, int Columns, Location Location)
{
    /// <summary>The same without its place.</summary>
    public ReadSpec Spec => new(Source, FirstColumn, Columns);
}
