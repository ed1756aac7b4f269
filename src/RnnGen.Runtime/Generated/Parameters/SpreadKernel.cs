using System;
using System.Buffers;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>
/// The kernel of a product by heads, in which each unit reads only the numbers of its own head, as the whole kernel that it stands for:
/// zeros elsewhere. Row i of the parameters has the columns of head i / (units / heads) alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct SpreadKernel : IDisposable
{
    private readonly float[] _rented;
    private readonly int _count;

    /// <summary>Spreads a kernel.</summary>
    /// <param name="kernel">The parameters, [rows, blocks · units / heads].</param>
    /// <param name="blocks">Blocks of columns (gates).</param>
    /// <param name="units">Columns of a block, and rows of each operand.</param>
    /// <param name="heads">Number of heads, by which the units can be divided.</param>
    public SpreadKernel(ReadOnlySpan<float> kernel, int blocks, int units, int heads)
    {
        int own = units / heads, rows = kernel.Length / (blocks * own);
        _count = rows * blocks * units;
        _rented = ArrayPool<float>.Shared.Rent(_count);
        Array.Clear(_rented, 0, _count);
        for (int row = 0; row < rows; row++)
        {
            int first = row % units / own * own;
            for (int block = 0; block < blocks; block++)
            {
                kernel.Slice(((row * blocks) + block) * own, own).CopyTo(_rented.AsSpan((((row * blocks) + block) * units) + first));
            }
        }
    }

    /// <summary>The whole kernel, [rows, blocks · units], until it is disposed of.</summary>
    public ReadOnlySpan<float> Values => _rented.AsSpan(0, _count);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<float>.Shared.Return(_rented);
}
