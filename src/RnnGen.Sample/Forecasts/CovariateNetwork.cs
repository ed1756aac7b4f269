namespace RnnGen.Sample.Forecasts;

/// <summary>
/// Says how a series goes on where more than its past is known. An encoder reads the past, at each step one hour of several days; a decoder
/// starts from its states and reads what is known of each value ahead. Both see what never changes within a series. A normal distribution
/// for each of the next 24 values: its mean and the logarithm of its variance. Inputs that there are not are zeros.
/// </summary>
[RnnModel]
[Input("past", MostDays * (1 + MostFuture))]
[Input("future", MostFuture)]
[Input("series", MostStatic, PerSequence = true)]
[Lstm(48, Name = "encoder", From = ["past", "series"])]
[Lstm(48, Name = "decoder", InitialState = "encoder", From = ["future", "series"])]
[Dense(2, EveryStep = true)]
[GaussianNegativeLogLikelihood]
public sealed partial class CovariateNetwork
{
    /// <summary>The most days that the encoder reads.</summary>
    public const int MostDays = 7;

    /// <summary>The most columns that are known ahead.</summary>
    public const int MostFuture = 4;

    /// <summary>The most columns that are the same at all steps of a series.</summary>
    public const int MostStatic = 4;
}
