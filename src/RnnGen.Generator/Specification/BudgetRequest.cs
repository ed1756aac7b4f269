using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Specification;

/// <summary>The most memory that a model may need, for which batch, and where the class says so.</summary>
/// <param name="Text">The budget as it is written.</param>
/// <param name="Bytes">The budget.</param>
/// <param name="BatchSize">Rows of the batch.</param>
/// <param name="Steps">Its steps; null where they are those of the class.</param>
/// <param name="Training">Whether a trainer is counted; null where the class decides.</param>
/// <param name="Places">Where it says so.</param>
/// <param name="Fault">Where a mistake of the generator's own is reported.</param>
internal sealed record BudgetRequest(
    string Text, long Bytes, int BatchSize, int? Steps, bool? Training, BudgetPlaces Places, Fault Fault);

/// <summary>Where a budget is declared.</summary>
/// <param name="Attribute">The whole attribute.</param>
/// <param name="Steps">Its steps; the whole attribute without.</param>
/// <param name="Training">What it says of training; likewise.</param>
internal sealed record BudgetPlaces(SourcePlace Attribute, SourcePlace Steps, SourcePlace Training);
