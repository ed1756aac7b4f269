using System;
using System.Numerics;

namespace RnnGen.Generated;

/// <content>Products that read no state, of several steps at once.</content>
public abstract partial class NetworkWorkspace
{
    // Slots of a product that is taken for several steps at once, and rows beyond which the register tiles gain nothing more.
    private const int MostStepsAtOnce = 16, RowsAtOnce = 64;

    /// <summary>
    /// Of how many steps, from this one on, a product that reads no state is taken at once, so that few rows fill the register tiles; 0
    /// where an earlier step has taken it, or on the way back a later one will. Rows that are a share of the batch are taken step by step,
    /// since those of the next step are not beside them.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="rows">Rows at hand.</param>
    public int StepsAtOnce(int step, int rows)
    {
        int steps = rows == Rows && rows > 0 ? Math.Clamp(1 << BitOperations.Log2((uint)(RowsAtOnce / rows)), 1, MostStepsAtOnce) : 1;
        return (step & (steps - 1)) != 0 ? 0 : Math.Min(steps, MaxLength - step);
    }
}
