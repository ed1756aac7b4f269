namespace RnnGen.Reports;

/// <summary>A curve in a few figures, before thinning; NaN where there is no finite value.</summary>
/// <param name="Points">Number of points.</param>
/// <param name="First">The first finite value.</param>
/// <param name="Last">The last finite value.</param>
/// <param name="Lowest">The lowest one.</param>
/// <param name="LowestAt">Where it is.</param>
/// <param name="Highest">The highest one.</param>
/// <param name="HighestAt">Where it is.</param>
/// <param name="NotFinite">Points whose value is not a finite number.</param>
internal readonly record struct CurveFigures(
    int Points, double First, double Last, double Lowest, double LowestAt, double Highest, double HighestAt, int NotFinite)
{
    /// <summary>Reads a curve.</summary>
    /// <param name="curve">The curve.</param>
    public static CurveFigures Of(Curve curve)
    {
        CurveFigures figures = new(curve.Y.Length, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0);
        for (int i = 0; i < curve.Y.Length; i++)
        {
            figures = double.IsFinite(curve.Y[i])
                ? figures.With(curve.X[i], curve.Y[i])
                : figures with { NotFinite = figures.NotFinite + 1 };
        }

        return figures;
    }

    private CurveFigures With(double x, double y)
    {
        CurveFigures next = double.IsNaN(First) ? this with { First = y } : this;
        next = next.Lowest <= y ? next : next with { Lowest = y, LowestAt = x };
        next = next.Highest >= y ? next : next with { Highest = y, HighestAt = x };
        return next with { Last = y };
    }
}
