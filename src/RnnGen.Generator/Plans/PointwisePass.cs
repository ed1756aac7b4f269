using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Plans;

/// <summary>One direction of a pointwise stage: load, compute, store.</summary>
/// <param name="Loads">What it reads.</param>
/// <param name="Statements">What it computes.</param>
/// <param name="Stores">What it writes.</param>
/// <param name="HasMode">
/// Whether it does not do the same in each mode: it stores what only training reads, or drops. The way back is training's alone.
/// </param>
internal sealed record PointwisePass(
    EquatableArray<LoadPlan> Loads,
    EquatableArray<StatementPlan> Statements,
    EquatableArray<StorePlan> Stores,
    bool HasMode)
{
    /// <summary>Whether anything that the pass stores is carried on.</summary>
    public bool Carries => Stores.Any(store => store.IsCarried);
}

/// <summary>name = what is stored at a place.</summary>
internal sealed record LoadPlan(string Name, Access Access);

/// <summary>name = expression; what it stands for, in words, where somebody has said.</summary>
internal sealed record StatementPlan(string Name, Expr Value, string? Words = null);

/// <summary>
/// Stores (or adds) a value at a place; <paramref name="TrainingOnly"/> for what only the backward pass and the trace read.
/// </summary>
internal sealed record StorePlan(Expr Value, Access Access, bool Accumulate, bool TrainingOnly, GradientNeed Need = GradientNeed.Always)
{
    /// <summary>
    /// Whether later steps or other layers go on from the value, so that it is stored as 0 below 2^-100 in magnitude: what shrinks from
    /// step to step would become subnormal otherwise.
    /// </summary>
    public bool IsCarried { get; init; }
}

/// <summary>The gradient of a matrix product that a pointwise stage writes: zeroed for rows that have ended.</summary>
internal sealed record ProductGradientPlan(BufferRef Buffer, int Columns);
