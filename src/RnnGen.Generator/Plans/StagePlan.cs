using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Plans;

/// <summary>One stage: a method of the generated code, and its reverse.</summary>
internal abstract record StagePlan(string Method)
{
    /// <summary>Whether its forward pass does not do the same in each mode, so that its method takes the mode.</summary>
    public virtual bool HasMode => false;

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
        SizeRef UnitsSize,
        ParameterPlan Kernel,
        ParameterPlan? Bias,
        Access Output,
        Access OutputGradient,
        float BiasPadding) : StagePlan(Method)
    {
        /// <summary>What it is made of in a prediction.</summary>
        public WeightForm Form { get; init; }

        /// <summary>Whether a trainer multiplies with other weights than a prediction, in another way.</summary>
        public bool DiffersInTraining { get; init; }

        /// <summary>Whether the product of several steps is taken at once, because nothing in it waits for the step before.</summary>
        public bool IsAhead { get; init; }

        /// <summary>Whether the gradients of its operands are, too.</summary>
        public bool IsAheadBackward { get; init; }

        /// <summary>Number of heads: the parameters of the kernel are those of its diagonal blocks.</summary>
        public int Heads { get; init; } = 1;

        /// <summary>Columns of the product, each block padded to whole vectors.</summary>
        public int Columns => Blocks.Count * Sizes.Padded(Units);

        /// <summary>Floats of the rows of one operand, packed for predictions.</summary>
        public long PackedFloats(OperandPlan operand) => Form switch
        {
            WeightForm.Int8 => Sizes.Int8Floats(operand, Columns),
            WeightForm.Columns => Sizes.ColumnFloats(operand.Width, Units),
            _ => PanelFloats(operand),
        };

        /// <summary>The same of a trainer.</summary>
        public long TrainerFloats(OperandPlan operand) => DiffersInTraining ? PanelFloats(operand) : PackedFloats(operand);

        /// <summary>Rows of the tiles of all operands.</summary>
        public int TileRows => Operands[Operands.Count - 1].TileRow + Sizes.PaddedToTile(Operands[Operands.Count - 1].Width);

        /// <summary>The constant that holds <see cref="Columns"/>.</summary>
        public SizeRef ColumnsSize => new(Method, SizeKind.Columns);

        private long PanelFloats(OperandPlan operand) => (long)operand.Width * Columns;
    }

    /// <summary>
    /// Values of a row with the mean 0 and the variance 1. <paramref name="Scale"/> is where 1 / √(variance + epsilon) of each is kept.
    /// </summary>
    internal sealed record Normalize(
        string Method,
        string Layer,
        int Units,
        SizeRef UnitsSize,
        EquatableArray<NormalizedPlan> Values,
        Access Scale,
        float Epsilon,
        EquatableArray<ProductGradientPlan> ProductGradients) : StagePlan(Method)
    {
        /// <inheritdoc/>
        public override bool HasMode => true;
    }

    /// <summary>Assignments unit by unit, forward and backward.</summary>
    internal sealed record Pointwise(
        string Method,
        string Layer,
        int Units,
        SizeRef UnitsSize,
        PointwisePass Forward,
        PointwisePass Backward,
        EquatableArray<ProductGradientPlan> ProductGradients) : StagePlan(Method)
    {
        /// <inheritdoc/>
        public override bool HasMode => Forward.HasMode;

        /// <summary>
        /// Whether the lanes past the units may hold NaN, because zeros stand there that something divides by or takes the
        /// logarithm or the root of: 0·NaN is not 0, so they must not meet the zeros past a kernel's columns.
        /// </summary>
        public bool SpoilsPadding => Units % Sizes.LaneMultiple != 0
            && Forward.Statements.Concat(Backward.Statements).Any(statement => Differentiation.MayDivideByZero(statement.Value));
    }
}

/// <summary>One value that a stage normalises: where it is and where the result goes, and the same of their gradients.</summary>
internal sealed record NormalizedPlan(
    string Name, string ResultName, Access Source, Access Result, Access ResultGradient, GradientTarget Gradient);

/// <summary>What a matrix product of a prediction is made of; training multiplies floats whatever it is.</summary>
internal enum WeightForm
{
    /// <summary>Floats.</summary>
    Float32,

    /// <summary>Floats whose weights have been rounded to bfloat16.</summary>
    BFloat16,

    /// <summary>Weights of eight bits, and activations that are rounded to as many at each step.</summary>
    Int8,

    /// <summary>
    /// Floats beside weights of eight bits, for a dense layer of few columns: sums across units, in the same order in a batch and alone.
    /// </summary>
    Columns,
}
