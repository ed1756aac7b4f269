using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RnnGen.Threading;

namespace RnnGen.Numerics;

/// <summary>
/// The Q of A = Q·R by reflections H = 1 - τ·v·vᵀ, one a column, of which blocks are applied as 1 - V·T·Vᵀ (Schreiber and Van Loan: A
/// storage-efficient WY representation for products of Householder transformations, SIAM J. Sci. Stat. Comput. 10, 1989). Each element is
/// a sum in ascending order, products and sums rounded separately, so that neither the vectors' width nor the number of threads, which
/// share the columns, has an effect.
/// </summary>
internal sealed class HouseholderQr : IPartitionedWork
{
    // Reflections of a block: this many products are taken each time the matrix is read from memory.
    private const int LargestBlock = 64;

    // Rows of V and of some columns that the first-level cache holds together.
    private const int RowsAtOnce = 32;

    private readonly double[] _matrix;
    private readonly int _rows, _columns;

    // Of the current block, which is filled up with zeros: V [rows from its first on, block], and T as it is read, [q, p] for the sum
    // over q that makes p.
    private readonly int _block;
    private readonly double[] _v;
    private readonly double[] _t;
    private readonly double[][] _products;
    private readonly double[] _signs;
    private int _first, _from;

    private HouseholderQr(double[] matrix, int rows, int columns)
    {
        (_matrix, _rows, _columns) = (matrix, rows, columns);
        _block = Math.Min(LargestBlock, Padded(columns));
        _v = new double[checked(Padded(rows) * _block)];
        _t = new double[_block * _block];
        _products = new double[(columns + _block - 1) / _block][];
        _signs = new double[columns];
    }

    // Columns that are computed at once.
    private static int Width => 2 * Vector<double>.Count;

    /// <summary>Replaces a matrix with its Q, of the decomposition whose R has a positive diagonal.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns, at most as many.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Orthonormalize(double[] matrix, int rows, int columns, int threads) =>
        new HouseholderQr(matrix, rows, columns).Run(threads);

    /// <summary>Applies the current block to a share of the columns.</summary>
    void IPartitionedWork.Run(int phase, int part, int parts)
    {
        Partition.Range(_columns - _from, Width, part, parts, out int start, out int count);
        int rows = _rows - _first, padded = Padded(rows);
        double[] panel = new double[padded * Width], sums = new double[_block * Width], factors = new double[_block * Width];
        for (int column = _from + start, end = column + count; column < end; column += Width)
        {
            int columns = Math.Min(Width, end - column);
            for (int row = 0; row < rows; row++)
            {
                _matrix.AsSpan(((_first + row) * _columns) + column, columns).CopyTo(panel.AsSpan(row * Width));
            }

            // C -= V·(T·(Vᵀ·C)), with the transpose of T on the way there.
            sums.AsSpan().Clear();
            factors.AsSpan().Clear();
            for (int row = 0; row < rows; row += RowsAtOnce)
            {
                AddProducts(ref _v[row * _block], _block, ref panel[row * Width], Math.Min(RowsAtOnce, rows - row), ref sums[0]);
            }

            AddProducts(ref _t[0], _block, ref sums[0], _block, ref factors[0]);
            for (int row = 0; row < padded; row += 4)
            {
                SubtractProducts(ref _v[row * _block], _block, ref factors[0], ref panel[row * Width]);
            }

            for (int row = 0; row < rows; row++)
            {
                panel.AsSpan(row * Width, columns).CopyTo(_matrix.AsSpan(((_first + row) * _columns) + column));
            }
        }
    }

    // To whole tiles of four.
    private static int Padded(int count) => (count + 3) / 4 * 4;

    private void Run(int threads)
    {
        for (_first = 0; _first < _columns; _first += _block)
        {
            int width = Math.Min(_block, _columns - _first);
            Factor(width);
            Apply(_first + width, threads);
        }

        // Q = H₁·H₂·…·1, the last block first: what is not yet reached by it is still the unit matrix.
        for (_first = (_columns - 1) / _block * _block; _first >= 0; _first -= _block)
        {
            TakeBlock(Math.Min(_block, _columns - _first));
            Apply(_first, threads);
        }
    }

    private void Apply(int from, int threads)
    {
        _from = from;
        int columns = _columns - from;
        if (columns > 0)
        {
            WorkerTeam.Run(this, 0, Partition.Parts(threads, columns, 2L * (_rows - _first) * columns * _block));
        }
    }

    /// <summary>Finds the reflections that make the block's columns upper triangular, and leaves them in the columns' place.</summary>
    private void Factor(int width)
    {
        int rows = _rows - _first;
        Span<double> v = _v, taus = stackalloc double[LargestBlock], sums = stackalloc double[LargestBlock];
        v[..(Padded(rows) * _block)].Clear();
        for (int row = 0; row < rows; row++)
        {
            _matrix.AsSpan(((_first + row) * _columns) + _first, width).CopyTo(v[(row * _block)..]);
        }

        for (int k = 0; k < width; k++)
        {
            taus[k] = Reflect(v, k, width, rows, sums);
        }

        // V has ones on its diagonal, and nothing above.
        for (int row = 0; row < width; row++)
        {
            v[((row * _block) + row)..((row + 1) * _block)].Clear();
            v[(row * _block) + row] = 1;
        }

        for (int row = 0; row < rows; row++)
        {
            v.Slice(row * _block, width).CopyTo(_matrix.AsSpan(((_first + row) * _columns) + _first));
        }

        Array.Clear(_t);
        for (int k = 0; k < width; k++)
        {
            Span<double> z = sums[..k];
            z.Clear();
            for (int row = k; row < rows; row++)
            {
                AddScaled(v[(row * _block) + k], v.Slice(row * _block, k), z);
            }

            // T[q, k] = -τ·Σ T[q, s]·z[s], T[k, k] = τ
            for (int q = 0; q < k; q++)
            {
                double sum = 0;
                for (int s = q; s < k; s++)
                {
                    sum += _t[(q * _block) + s] * z[s];
                }

                _t[(q * _block) + k] = -taus[k] * sum;
            }

            _t[(k * _block) + k] = taus[k];
        }

        _products[_first / _block] = (double[])_t.Clone();
    }

    /// <summary>
    /// The reflection that leaves nothing below the diagonal of column k: v = x - β·e with β = -sign(x₀)·|x|, scaled to v₀ = 1.
    /// </summary>
    /// <returns>τ.</returns>
    private double Reflect(Span<double> v, int k, int width, int rows, Span<double> sums)
    {
        double tail = 0, first = v[(k * _block) + k];
        for (int row = k + 1; row < rows; row++)
        {
            double x = v[(row * _block) + k];
            tail += x * x;
        }

        double norm = Math.Sqrt((first * first) + tail), beta = tail == 0 ? first : first >= 0 ? -norm : norm;
        _signs[_first + k] = beta < 0 ? -1 : 1;
        if (tail == 0)
        {
            return 0;
        }

        double tau = (beta - first) / beta, scale = 1 / (first - beta);
        Span<double> w = sums[(k + 1)..width];
        v[((k * _block) + k + 1)..((k * _block) + width)].CopyTo(w);
        for (int row = k + 1; row < rows; row++)
        {
            v[(row * _block) + k] *= scale;
            AddScaled(v[(row * _block) + k], v[((row * _block) + k + 1)..((row * _block) + width)], w);
        }

        // The other columns of the block: x -= τ·v·(vᵀ·x)
        AddScaled(-tau, w, v[((k * _block) + k + 1)..((k * _block) + width)]);
        for (int row = k + 1; row < rows; row++)
        {
            AddScaled(-tau * v[(row * _block) + k], w, v[((row * _block) + k + 1)..((row * _block) + width)]);
        }

        return tau;
    }

    /// <summary>
    /// Takes a block's reflections from the matrix, and puts columns of the unit matrix there, with the signs of R's diagonal.
    /// </summary>
    private void TakeBlock(int width)
    {
        int rows = _rows - _first;
        Array.Clear(_v);
        for (int row = 0; row < _rows; row++)
        {
            Span<double> columns = _matrix.AsSpan((row * _columns) + _first, width);
            if (row >= _first)
            {
                columns.CopyTo(_v.AsSpan((row - _first) * _block));
            }

            columns.Clear();
            if (row >= _first && row < _first + width)
            {
                columns[row - _first] = _signs[row];
            }
        }

        double[] t = _products[_first / _block];
        for (int q = 0; q < _block; q++)
        {
            for (int p = 0; p < _block; p++)
            {
                _t[(p * _block) + q] = t[(q * _block) + p];
            }
        }
    }

    // Below all methods are compiled once, fully: a first, unoptimised version would call every vector operation.

    /// <summary>to += factor·from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(double factor, ReadOnlySpan<double> from, Span<double> to)
    {
        int i = 0;
        for (; i <= from.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(to[i..]) + (factor * new Vector<double>(from[i..]))).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
        {
            to[i] += factor * from[i];
        }
    }

    /// <summary>sums[p] += Σ m[i, p]·x[i] for all p of a block, i ascending; a row of x and of sums is two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(ref double m, int block, ref double x, int rows, ref double sums)
    {
        int lanes = Vector<double>.Count;
        for (int p = 0; p < block; p += 4)
        {
            ref double sum = ref Unsafe.Add(ref sums, p * 2 * lanes), factor = ref Unsafe.Add(ref m, p), row = ref x;
            Vector<double> a0 = Load(ref sum, 0), b0 = Load(ref sum, lanes), a1 = Load(ref sum, 2 * lanes), b1 = Load(ref sum, 3 * lanes);
            Vector<double> a2 = Load(ref sum, 4 * lanes);
            Vector<double> b2 = Load(ref sum, 5 * lanes);
            Vector<double> a3 = Load(ref sum, 6 * lanes);
            Vector<double> b3 = Load(ref sum, 7 * lanes);
            for (int i = 0; i < rows; i++)
            {
                Vector<double> a = Load(ref row, 0), b = Load(ref row, lanes);
                Vector<double> f0 = new(factor), f1 = new(Unsafe.Add(ref factor, 1));
                Vector<double> f2 = new(Unsafe.Add(ref factor, 2)), f3 = new(Unsafe.Add(ref factor, 3));
                a0 += f0 * a;
                b0 += f0 * b;
                a1 += f1 * a;
                b1 += f1 * b;
                a2 += f2 * a;
                b2 += f2 * b;
                a3 += f3 * a;
                b3 += f3 * b;
                factor = ref Unsafe.Add(ref factor, block);
                row = ref Unsafe.Add(ref row, 2 * lanes);
            }

            Store(a0, b0, ref sum, 0);
            Store(a1, b1, ref sum, 2 * lanes);
            Store(a2, b2, ref sum, 4 * lanes);
            Store(a3, b3, ref sum, 6 * lanes);
        }
    }

    /// <summary>x[i] -= Σ m[i, p]·y[p] for four i, p of a block ascending; a row of x and of y is two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractProducts(ref double m, int block, ref double y, ref double x)
    {
        int lanes = Vector<double>.Count;
        Vector<double> a0 = Load(ref x, 0), b0 = Load(ref x, lanes), a1 = Load(ref x, 2 * lanes), b1 = Load(ref x, 3 * lanes);
        Vector<double> a2 = Load(ref x, 4 * lanes), b2 = Load(ref x, 5 * lanes), a3 = Load(ref x, 6 * lanes), b3 = Load(ref x, 7 * lanes);
        for (int p = 0; p < block; p++)
        {
            ref double factor = ref Unsafe.Add(ref m, p), row = ref Unsafe.Add(ref y, p * 2 * lanes);
            Vector<double> a = Load(ref row, 0), b = Load(ref row, lanes);
            Vector<double> f0 = new(factor), f1 = new(Unsafe.Add(ref factor, block));
            Vector<double> f2 = new(Unsafe.Add(ref factor, 2 * block)), f3 = new(Unsafe.Add(ref factor, 3 * block));
            a0 -= f0 * a;
            b0 -= f0 * b;
            a1 -= f1 * a;
            b1 -= f1 * b;
            a2 -= f2 * a;
            b2 -= f2 * b;
            a3 -= f3 * a;
            b3 -= f3 * b;
        }

        Store(a0, b0, ref x, 0);
        Store(a1, b1, ref x, 2 * lanes);
        Store(a2, b2, ref x, 4 * lanes);
        Store(a3, b3, ref x, 6 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ref double source, int offset) => Vector.LoadUnsafe(in source, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<double> a, Vector<double> b, ref double target, int offset)
    {
        a.StoreUnsafe(ref target, (nuint)offset);
        b.StoreUnsafe(ref target, (nuint)(offset + Vector<double>.Count));
    }
}
