using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Specification;

/// <summary>A specification, or the reasons why there is none; an Info may stand beside a specification.</summary>
internal sealed record ParseResult(ModelSpec? Spec, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>What the checks between parser and planner underline; null where they are done, since no code depends on a place.</summary>
    public ModelPlaces? Places { get; init; }

    /// <summary>The most memory that the model may need, until that has been looked at; null where there is no limit.</summary>
    public BudgetRequest? Budget { get; init; }

    /// <summary>The file of the class's weights, until it has been found; null of a class whose weights are drawn.</summary>
    public WeightsRequest? Weights { get; init; }
}

/// <summary>Where a model is declared.</summary>
/// <param name="Model">Its attribute.</param>
/// <param name="Steps">The number of its steps; the whole attribute where it has none.</param>
/// <param name="Weights">What it says of its weights; likewise.</param>
internal sealed record ModelPlaces(SourcePlace Model, SourcePlace Steps, SourcePlace Weights);
