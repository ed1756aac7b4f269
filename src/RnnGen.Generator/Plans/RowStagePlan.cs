using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Plans;

/// <summary>
/// A matrix stage with the pointwise stage that alone reads its products: computed tile by tile of units, the products never leave
/// the registers.
/// </summary>
/// <param name="Matrix">The products, if any.</param>
/// <param name="Pointwise">What becomes of them; the products are stored when there is none.</param>
/// <param name="Statements">The assignments of the pointwise stage, in terms of the packed weights.</param>
/// <param name="Halved">Blocks whose weights are packed halved: only σ reads them, as <c>σ(2·half)</c>.</param>
/// <param name="TileVectors">Vectors of units in the largest tile, a power of two.</param>
/// <param name="Tiles">The tiles that some vector width needs, in vectors: the largest, then halves for what is left.</param>
/// <param name="Chains">Sums that a step keeps for each product, to hide the latency of short ones.</param>
internal sealed record RowStagePlan(
    StagePlan.Matrix? Matrix,
    StagePlan.Pointwise? Pointwise,
    EquatableArray<StatementPlan> Statements,
    EquatableArray<string> Halved,
    int TileVectors,
    EquatableArray<RowTilePlan> Tiles,
    int Chains)
{
    /// <summary>What is normalised over the whole row instead, with no tiles.</summary>
    public StagePlan.Normalize? Normalize { get; init; }

    /// <summary>What a step of a stream gives the stage, in the order of the parameters.</summary>
    public EquatableArray<RowParameterPlan> StepParameters { get; init; }

    /// <summary>What a step of a sequence gives it.</summary>
    public EquatableArray<RowParameterPlan> SequenceParameters { get; init; }

    /// <summary>
    /// Where a block of steps keeps the sums over the inputs, in scratch, when it takes them before the lower layer goes on; -1 where the
    /// stage is not split.
    /// </summary>
    public int SumsOffset { get; init; } = -1;

    /// <summary>Floats of these sums for one unit.</summary>
    public int SumsPerUnit => Blocks * Chains;

    /// <summary>What the first half of a split stage is given: the sums over its inputs.</summary>
    public EquatableArray<RowParameterPlan> InputParameters { get; init; }

    /// <summary>What the second half is given: all that comes after them.</summary>
    public EquatableArray<RowParameterPlan> StateParameters { get; init; }

    /// <summary>The method that runs the stage.</summary>
    public string Method => Matrix?.Method ?? Pointwise?.Method ?? Normalize!.Method;

    /// <summary>The method of a tile, or of a half of it where the stage is split.</summary>
    public string MethodOf(RowTilePlan tile, string half) => $"{Method}{half}Tile{tile.Vectors}{(tile.AndHalf ? "AndHalf" : "")}";

    /// <summary>Units, the extent of the tiles.</summary>
    public int Units => Matrix?.Units ?? Pointwise?.Units ?? Normalize!.Units;

    /// <summary>The constant of the generated code that holds <see cref="Units"/>.</summary>
    public SizeRef UnitsSize => Matrix?.UnitsSize ?? Pointwise?.UnitsSize ?? Normalize!.UnitsSize;

    /// <summary>
    /// Whether half a vector of 512 bits is left at the end, computed as one of 256: past the units of a state there is no room for the
    /// rest.
    /// </summary>
    public bool EndsInHalf => Sizes.EndsInHalf(Units);

    /// <summary>
    /// The last whole vectors of 512 bits and the half one behind them as one tile of a step, if there is such a tile: both chains of sums
    /// run side by side, which the processor does not get by itself where one follows the other.
    /// </summary>
    public RowTilePlan? HalfTile { get; init; }

    /// <summary>Units that the tiles of whole vectors of 512 bits leave to the end of a step.</summary>
    public int LastUnits => ((HalfTile?.Vectors ?? 0) * Sizes.LaneMultiple) + (Sizes.LaneMultiple / 2);

    /// <summary>Blocks of products.</summary>
    public int Blocks => Matrix?.Blocks.Count ?? 0;

    /// <summary>Whether the weights of a block are packed halved.</summary>
    public bool IsHalved(int block) => Halved.Contains(Matrix!.Blocks[block]);

    /// <summary>Whether the tiles read their kernel in bfloat16, the bias in floats.</summary>
    public bool IsBFloat16 => Matrix?.Form == WeightForm.BFloat16 && !IsDot;

    /// <summary>Halves of floats of packed weights for one unit: for each block the bias, then the kernel.</summary>
    public int HalvesPerUnit => Matrix is null ? 0 : (2 + ((IsBFloat16 ? 1 : 2) * Matrix.Kernel.Shape[0])) * Blocks;

    /// <summary>A linear dense layer of few columns: a sum across units for each.</summary>
    public bool IsDot { get; init; }

    /// <summary>Floats from column to column of a dot product.</summary>
    public int DotStride => Sizes.ColumnStride(Matrix!.Operands[0].Width);

    /// <summary>Virtual lanes of a dot product.</summary>
    public int DotLanes => DotStride % 16 == 0 ? 16 : 8;

    /// <summary>Whether it is a product with weights of eight bits, which the runtime takes as a whole.</summary>
    public bool IsInt8 => Matrix?.Form == WeightForm.Int8;

    /// <summary>Floats of packed weights.</summary>
    public long PackedFloats => IsInt8 ? Matrix!.Operands.Sum(operand => Sizes.Int8Floats(operand, Matrix.Columns)) + Matrix.Columns
        : IsDot ? Sizes.ColumnFloats(Matrix!.Operands[0].Width, Units) : (long)Sizes.Padded(Units) * HalvesPerUnit / 2;

    /// <summary>
    /// Whether alternate steps go through the tiles forth and back, so that the end of one sweep is still cached at the start of the next.
    /// </summary>
    public bool Sweeps { get; init; }

    /// <summary>Whether the threads of a sequence share the columns of the stage.</summary>
    public bool IsShared { get; init; }

    /// <summary>The operand whose products with all steps can be taken before the first step, if there is one: the layer's input.</summary>
    public OperandPlan? Projected { get; init; }

    /// <summary>
    /// Whether a sequence's tile needs a place for its products: for those of <see cref="Projected"/>, or to set the sum so far aside
    /// while it takes that of the next operand or block.
    /// </summary>
    public bool SetsAside =>
        Projected is not null || (Matrix is not null && (Matrix.Operands.Count > 1 || Matrix.Operands[0].Width > Sizes.Block));

    /// <summary>Whether a value is an operand of the product.</summary>
    public bool Multiplies(Access value) => Matrix is not null && Matrix.Operands.Any(operand => operand.Source == value);

    /// <summary>The operands that each step multiplies when the products of <see cref="Projected"/> are there.</summary>
    public IEnumerable<OperandPlan> Stepwise => Matrix?.Operands.Where(operand => operand != Projected) ?? [];

    /// <summary>Bytes of weights that each step of a sequence reads.</summary>
    public long StepwiseBytes => Stepwise.Sum(operand => Bytes(operand));

    /// <summary>Bytes of weights that many steps of a sequence read at once.</summary>
    public long ProjectedBytes => Projected is null ? 0 : Bytes(Projected);

    /// <summary>Whether the stage multiplies a state that is zero before the first step of most sequences.</summary>
    public bool HasState => Matrix is not null && Matrix.Operands.Any(operand => operand.MayBeZero);

    /// <summary>What the stage stores in prediction.</summary>
    public IEnumerable<StorePlan> Stores => Pointwise?.Forward.Stores.Where(store => !store.TrainingOnly) ?? [];

    /// <summary>
    /// Whether the next step goes on from a store as soon as it is there: it should not wait for the comparison that a value which is
    /// carried on needs. A value that the stage itself goes on with, as an LSTM's c', has time.
    /// </summary>
    public bool EndsChain(StorePlan store) => store.IsCarried && store.Value is Expr.Reference(var name)
        && !Statements.Any(statement => Differentiation.References(statement.Value).Contains(name));

    /// <summary>What the stage loads besides its own products.</summary>
    public IEnumerable<LoadPlan> Loads => Pointwise?.Forward.Loads.Where(load =>
        load.Access.Buffer != Matrix?.Output.Buffer && load.Access.Slot != Slot.Mask) ?? [];

    private long Bytes(OperandPlan operand) => (long)operand.Width * Blocks * Units * Sizes.BytesOf(Matrix!.Form);

    /// <summary>The places that the stage loads from and stores to, unit by unit.</summary>
    public IEnumerable<Access> Places => Normalize is not null
        ? Normalize.Values.SelectMany(value => new[] { value.Source with { Column = 0 }, value.Result }).Distinct()
        : Pointwise is null
        ? [Matrix!.Output]
        : Loads.Select(load => load.Access).Concat(Stores.Select(store => store.Access))
            .Select(access => access with { Column = 0 }).Distinct();
}

/// <summary>Some vectors of units that are computed together.</summary>
/// <param name="Vectors">How many.</param>
/// <param name="StepTurn">Rows of weights that a step of a stream takes in one turn of the tile's loop: each chain at least once.</param>
/// <param name="SequenceTurn">The same of a sequence, whose sums have one chain.</param>
/// <param name="Loops">Whether the vectors are taken one after the other when it comes to the functions.</param>
internal sealed record RowTilePlan(int Vectors, int StepTurn, int SequenceTurn, bool Loops)
{
    /// <summary>Whether half a vector follows, as a whole one of 256 bits.</summary>
    public bool AndHalf { get; init; }
}
