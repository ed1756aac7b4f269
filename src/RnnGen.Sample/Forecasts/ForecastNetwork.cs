namespace RnnGen.Sample.Forecasts;

/// <summary>
/// Says how a series goes on, and how sure it is: a normal distribution for each of the next 24 values, of which the first 24 outputs are
/// the means and the last 24 the logarithms of the variances.
/// </summary>
[RnnModel(InputSize = 1)]
[Lstm(48)]
[Dense(2 * Horizon)]
[GaussianNegativeLogLikelihood]
public sealed partial class ForecastNetwork
{
    /// <summary>Values that are forecast.</summary>
    public const int Horizon = 24;
}
