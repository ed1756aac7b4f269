using System;
using System.Collections.Generic;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>What a cell of the catalogue says of itself: all that others know of it before its equations are planned.</summary>
/// <param name="Define">Its equations, for the units and the options of a layer.</param>
internal sealed record CellDeclaration(Func<LayerSpec, CellDefinition> Define)
{
    /// <summary>The options of its attribute.</summary>
    public IReadOnlyList<LayerOption> Options { get; init; } = [];

    /// <summary>The option that says how many numbers the output has; null of a cell whose output has as many as there are units.</summary>
    public LayerOption? OutputUnits { get; init; }

    /// <summary>Whether its attribute says how many units it has; otherwise they are the features of its input.</summary>
    public bool TakesUnits { get; init; } = true;

    /// <summary>Whether it carries a state from step to step.</summary>
    public bool IsRecurrent { get; init; } = true;
}
