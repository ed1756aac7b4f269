using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Generated;

/// <summary>
/// Rows of floats for every time step, [slots, rows, stride]: the storage of activations. A buffer that keeps no history has two
/// slots used in turn.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StepBuffer
{
    private readonly AlignedBuffer _values;
    private readonly int _slotMask;
    private readonly nint _slotStride;
    private readonly nint _rowStride;

    private StepBuffer(AlignedBuffer values, int slotMask, nint slotStride, nint rowStride)
    {
        _values = values;
        _slotMask = slotMask;
        _slotStride = slotStride;
        _rowStride = rowStride;
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => (long)_values.Length * sizeof(float);

    /// <summary>Floats from row to row.</summary>
    public int Stride => (int)_rowStride;

    /// <summary>The first float of a row in a slot, unchecked.</summary>
    public ref float this[int slot, int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _values.At(((slot & _slotMask) * _slotStride) + (row * _rowStride));
    }

    /// <summary>Shapes a buffer for a batch, reusing the memory of <paramref name="previous"/> where it suffices.</summary>
    /// <param name="previous">What the field holds now.</param>
    /// <param name="slots">Number of slots: steps, or steps + 1 for a state; powers of two may be fewer, and are used in turn.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stride">Floats from row to row.</param>
    public static StepBuffer Shape(StepBuffer previous, int slots, int rows, int stride)
    {
        // Never empty: stages take references to the first element before they find that there is no work.
        // One slot more than an int can count has come back to a negative number.
        long length = Math.Max(1, ElementCount.Of((uint)slots, rows, stride));
        AlignedBuffer values = previous._values.Length >= length ? previous._values : AlignedBuffer.Allocate(length);
        return new StepBuffer(values, BitOperations.IsPow2(slots) ? slots - 1 : -1, (nint)rows * stride, stride);
    }

    /// <summary>The first floats of a row in a slot.</summary>
    public Span<float> Row(int slot, int row, int count) =>
        _values.Span.Slice((int)(((slot & _slotMask) * _slotStride) + (row * _rowStride)), count);

    /// <summary>The whole of a row in a slot, padding included.</summary>
    public Span<float> Row(int slot, int row) => Row(slot, row, (int)_rowStride);

    /// <summary>Copies a row from one slot to another.</summary>
    public void CopyRow(int fromSlot, int toSlot, int row) =>
        Row(fromSlot, row).CopyTo(Row(toSlot, row));

    /// <summary>Zeroes all rows of a slot.</summary>
    public void Clear(int slot) => _values.Span.Slice((int)((slot & _slotMask) * _slotStride), (int)_slotStride).Clear();
}
