using RnnGen.Generator.Common;

namespace RnnGen.Generator.Planning;

/// <summary>How one row runs alone: a step of a stream, and a sequence of its own.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Head">The dense layers.</param>
/// <param name="ScratchFloats">Floats that a step needs beside the state.</param>
/// <param name="MaxVectorBits">Widest vectors that fit the units of every layer without padding.</param>
/// <param name="Interleaves">
/// Whether a sequence runs step by step through all layers, each a step behind the one below, so that the latencies of their chains
/// overlap: a static network of small layers. Otherwise layer by layer, the products of the inputs
/// of many steps taken in one.
/// </param>
internal sealed record RowPlan(
    EquatableArray<RowLayerPlan> Layers, EquatableArray<RowStagePlan> Head, int ScratchFloats, int MaxVectorBits, bool Interleaves)
{
    /// <summary>Rows up to which a batch runs row by row: fewer than the smallest register tile has.</summary>
    public const int MaxRows = 3;

    /// <summary>Steps whose input products are taken at once.</summary>
    public const int ProjectedSteps = 64;
}

/// <summary>One layer: its fused stages, and where a step keeps each value.</summary>
internal sealed record RowLayerPlan(LayerPlan Layer, EquatableArray<RowStagePlan> Stages, EquatableArray<RowPlacePlan> Places);

/// <summary>
/// A matrix stage with the pointwise stage that alone reads its products: computed tile by tile of units, the products never leave
/// the registers.
/// </summary>
/// <param name="Matrix">The products, if any.</param>
/// <param name="Pointwise">What becomes of them; the products are stored when there is none.</param>
/// <param name="TileVectors">Vectors of units in the largest tile, a power of two.</param>
/// <param name="Chains">Sums that a step keeps for each product, to hide the latency of short ones.</param>
internal sealed record RowStagePlan(StagePlan.Matrix? Matrix, StagePlan.Pointwise? Pointwise, int TileVectors, int Chains)
{
    /// <summary>Columns up to which a dense layer is a dot product a column.</summary>
    public const int MaxDotColumns = 4;

    // Sums that the registers of every architecture hold, and that hide the latency of a multiply-add.
    private const int Accumulators = 8;

    // Nonlinear calls that the JIT still inlines into one method with everything that they call.
    private const int MaxCalls = 10;

    // A sweep through more bytes of weights than this finds them gone from the first-level cache at its next start.
    private const long SweepBytes = 16 * 1024;

    /// <summary>The method that runs the stage.</summary>
    public string Method => Matrix?.Method ?? Pointwise!.Method;

    /// <summary>Units, the extent of the tiles.</summary>
    public int Units => Matrix?.Units ?? Pointwise!.Units;

    /// <summary>The constant of the generated code that holds <see cref="Units"/>.</summary>
    public string UnitsName => Matrix?.UnitsName ?? Pointwise!.UnitsName;

    /// <summary>Blocks of products.</summary>
    public int Blocks => Matrix?.Blocks.Count ?? 0;

    /// <summary>Rows of packed weights of a tile: the bias, then the kernel.</summary>
    public int WeightRows => Matrix is null ? 0 : 1 + Matrix.Kernel.Shape[0];

    /// <summary>A dense layer of few columns: a sum across units for each.</summary>
    public bool IsDot => Matrix is { IsRecurrent: false } && Units <= MaxDotColumns;

    /// <summary>
    /// Whether alternate steps go through the tiles forth and back, so that the end of one sweep is still cached at the start of the next.
    /// </summary>
    public bool Sweeps => Matrix is { IsRecurrent: true } && Matrix.Kernel.Count * sizeof(float) > SweepBytes;

    /// <summary>Decides the shape of the tiles.</summary>
    public static RowStagePlan Shape(StagePlan.Matrix? matrix, StagePlan.Pointwise? pointwise, int nonlinearCalls)
    {
        int blocks = matrix?.Blocks.Count ?? 1;
        int units = matrix?.Units ?? pointwise!.Units;
        int most = System.Math.Max(1, System.Math.Min(Accumulators / blocks, nonlinearCalls == 0 ? Accumulators : MaxCalls / nonlinearCalls));
        int vectors = 1;
        while (2 * vectors <= most && 8 * 2 * vectors <= Sizes.Padded8(units))
        {
            vectors *= 2;
        }

        int chains = 1;
        while (chains < 4 && 2 * chains * vectors * blocks <= Accumulators)
        {
            chains *= 2;
        }

        return new RowStagePlan(matrix, pointwise, vectors, chains);
    }
}

/// <summary>Where a step keeps a value of a layer.</summary>
/// <param name="Field">The buffer that holds the value in a batch.</param>
/// <param name="Units">Number of values.</param>
/// <param name="StateOffset">Its place in the caller's state, or -1.</param>
/// <param name="ScratchOffset">Its place in scratch, or -1 for a state that is used where it is.</param>
/// <param name="BeforeOffset">Where the value before the step is kept in scratch, because it is read after the state has changed; or -1.</param>
/// <param name="ChangedByTiles">Largest number of vectors for which the stage that changes the state is a single tile, so that nothing need be kept; 0 when it must.</param>
internal sealed record RowPlacePlan(string Field, int Units, int StateOffset, int ScratchOffset, int BeforeOffset, int ChangedByTiles);
