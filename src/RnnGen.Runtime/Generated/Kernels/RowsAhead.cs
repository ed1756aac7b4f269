namespace RnnGen.Generated;

/// <summary>
/// Rows that are copied next: some of them are asked for with every tile, so that they lie in the caches when their turn comes. Rows far
/// apart are a pattern that processors do not foresee.
/// </summary>
/// <param name="first">The first float of the first row, in memory that does not move.</param>
/// <param name="stride">Floats from row to row.</param>
/// <param name="rows">How many rows.</param>
/// <param name="columns">Floats of each.</param>
/// <param name="calls">Number of calls over which they are spread, at least 1.</param>
internal ref struct RowsAhead(ref float first, nint stride, int rows, int columns, int calls)
{
    private readonly int _rowsPerCall = (rows + calls - 1) / calls;
    private ref float _next = ref first;
    private int _left = rows;

    /// <summary>Asks for some rows more.</summary>
    public void Prefetch()
    {
        for (int row = 0; row < _rowsPerCall && _left > 0; row++, _left--)
        {
            Kernels.Prefetch(ref _next, columns);
            _next = ref Kernels.At(ref _next, stride);
        }
    }
}
