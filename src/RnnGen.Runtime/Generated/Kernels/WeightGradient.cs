using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>The gradients of one matrix stage's kernel and bias while they are summed: rows and columns padded.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightGradient
{
    /// <summary>Columns that are packed together at most: four panels of 32 columns, of 24, ten of 12.</summary>
    internal const int GroupColumns = 128;

    /// <summary>Allocates the sums.</summary>
    /// <param name="blocks">Blocks of columns (gates).</param>
    /// <param name="units">Columns of a block.</param>
    /// <param name="tileRows">Rows of all operands, each padded to whole tiles.</param>
    /// <param name="kernelOffset">Where the kernel begins among the parameters.</param>
    /// <param name="biasOffset">Where the bias begins among them; negative where there is none.</param>
    /// <param name="heads">Number of heads: of each row only the columns of its own head are parameters.</param>
    public WeightGradient(int blocks, int units, int tileRows, int kernelOffset, int biasOffset, int heads = 1)
    {
        Units = units;
        Heads = heads;
        KernelColumns = blocks * units;
        Columns = blocks * WeightLayout.Padded(units);
        ScratchFloats = (tileRows * Kernels.Block) + (GroupColumns * (Kernels.Block + 1));
        KernelOffset = kernelOffset;
        BiasOffset = biasOffset;
        Kernel = AlignedBuffer.Allocate((long)tileRows * Columns);
        Bias = AlignedBuffer.Allocate(Columns);
    }

    /// <summary>Floats of scratch that each part needs: interleaved tiles of all operands, a group of panels, and its sums.</summary>
    internal int ScratchFloats { get; }

    internal int Units { get; }

    internal int Heads { get; }

    internal int KernelColumns { get; }

    internal int Columns { get; }

    internal int KernelOffset { get; }

    internal int BiasOffset { get; }

    /// <summary>
    /// Panel by panel of columns, in a panel the rows one after the other: a tile of it is read and written as one run.
    /// </summary>
    internal AlignedBuffer Kernel { get; }

    internal AlignedBuffer Bias { get; }
}

/// <summary>One operand of a matrix stage, as its weight gradient reads it.</summary>
/// <param name="source">The operand of every step.</param>
/// <param name="slot">The slot that the first step reads.</param>
/// <param name="width">Floats of a row: rows of the kernel.</param>
/// <param name="mayBeZero">Whether it is a state that starts from zero where none is given.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GradientOperand(in StepBuffer source, int slot, int width, bool mayBeZero = false)
{
    internal readonly StepBuffer Source = source;
    internal readonly int Slot = slot, Width = width;
    internal readonly bool MayBeZero = mayBeZero;

    /// <summary>Rows that it takes where operands are padded to whole tiles.</summary>
    internal int TileRows => (Width + Kernels.MostTileRows - 1) / Kernels.MostTileRows * Kernels.MostTileRows;
}
