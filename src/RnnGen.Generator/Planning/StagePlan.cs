using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Planning;

/// <summary>One stage: a method of the generated code, and its reverse.</summary>
internal abstract record StagePlan(string Method)
{
    /// <summary>
    /// Output = [operands]·kernel + bias. <paramref name="IsRecurrent"/>: once a step; otherwise once a sequence.
    /// </summary>
    internal sealed record Matrix(
        string Method,
        string Equation,
        bool IsRecurrent,
        EquatableArray<OperandPlan> Operands,
        EquatableArray<string> Blocks,
        int Units,
        string UnitsName,
        ParameterPlan Kernel,
        ParameterPlan? Bias,
        Access Output,
        Access OutputGradient,
        float BiasPadding) : StagePlan(Method)
    {
        /// <summary>Columns of the product, each block padded to whole vectors.</summary>
        public int Columns => Blocks.Count * Sizes.Padded(Units);

        /// <summary>The constant of the generated code that holds <see cref="Columns"/>.</summary>
        public string ColumnsName => $"LayerSizes.{Method}Columns";
    }

    /// <summary>
    /// Values of a row with the mean 0 and the variance 1. <paramref name="Scale"/> is where 1 / √(variance + epsilon) of each is kept.
    /// </summary>
    internal sealed record Normalize(
        string Method,
        string Layer,
        int Units,
        string UnitsName,
        EquatableArray<NormalizedPlan> Values,
        Access Scale,
        float Epsilon,
        EquatableArray<ProductGradientPlan> ProductGradients) : StagePlan(Method);

    /// <summary>Assignments unit by unit, forward and backward.</summary>
    internal sealed record Pointwise(
        string Method,
        string Layer,
        int Units,
        string UnitsName,
        PointwisePass Forward,
        PointwisePass Backward,
        EquatableArray<ProductGradientPlan> ProductGradients) : StagePlan(Method)
    {
        /// <summary>
        /// Whether the numbers past the units may be no numbers, because zeros stand there that something divides by or takes the
        /// logarithm or the root of: 0·NaN is not 0, so they must not meet the zeros past a kernel's columns.
        /// </summary>
        public bool SpoilsPadding => Units % Sizes.LaneMultiple != 0
            && Forward.Statements.Concat(Backward.Statements).Any(statement => Differentiation.MayDivideByZero(statement.Value));
    }
}

/// <summary>One value that a stage normalises: where it is and where the result goes, and the same of their gradients.</summary>
internal sealed record NormalizedPlan(string Name, string ResultName, Access Source, Access Result, Access ResultGradient, GradientTarget Gradient);

/// <summary>One operand of a matrix stage, and what becomes of its gradient.</summary>
internal sealed record OperandPlan(
    string Name,
    Access Source,
    int Width,
    string WidthName,
    string PaddedWidthName,
    int KernelRow,
    int TileRow,
    bool IsState,
    GradientTarget Gradient)
{
    /// <summary>Whether it is zero before the first step where no initial states are given, so that its product can be left out.</summary>
    public bool MayBeZero { get; init; }
}

/// <summary>Where a gradient goes, whether it is added to what is there, and when it is needed at all.</summary>
internal sealed record GradientTarget(Access Access, bool Accumulate, GradientNeed Need);

/// <summary>When a gradient is needed.</summary>
internal enum GradientNeed
{
    Always,

    /// <summary>Only when the caller asked for gradients of the inputs.</summary>
    WhenInputsWanted,

    /// <summary>At the first step only when the gradient of the initial state is wanted.</summary>
    UnlessZeroState,
}

/// <summary>One direction of a pointwise stage: load, compute, store.</summary>
internal sealed record PointwisePass(
    EquatableArray<LoadPlan> Loads,
    EquatableArray<StatementPlan> Statements,
    EquatableArray<StorePlan> Stores)
{
    /// <summary>Whether anything that the pass stores is carried on.</summary>
    public bool Carries => Stores.Any(store => store.IsCarried);
}

/// <summary>name = what is stored at a place.</summary>
internal sealed record LoadPlan(string Name, Access Access);

/// <summary>name = expression.</summary>
internal sealed record StatementPlan(string Name, Expr Value);

/// <summary>Stores (or adds) a value at a place; <paramref name="TrainingOnly"/> for what only the backward pass and the trace read.</summary>
internal sealed record StorePlan(Expr Value, Access Access, bool Accumulate, bool TrainingOnly, GradientNeed Need = GradientNeed.Always)
{
    /// <summary>
    /// Whether later steps or other layers go on from the value, so that it is stored as 0 below 2^-100 in magnitude: what shrinks from step
    /// to step would become subnormal otherwise.
    /// </summary>
    public bool IsCarried { get; init; }
}

/// <summary>The gradient of a matrix product that a pointwise stage writes: zeroed for rows that have ended.</summary>
internal sealed record ProductGradientPlan(string Field, int Columns);
