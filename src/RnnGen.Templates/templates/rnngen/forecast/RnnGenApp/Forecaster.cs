using RnnGen;

namespace RnnGenSpace;

/// <summary>
/// Says how the temperature goes on. The attributes are the network, from the inputs at the top to the loss at the bottom; the package
/// writes the rest of the class.
/// </summary>
[RnnModel(InputSize = 1)]   // the temperature of each hour
[Gru(24)]                   // 24 units that remember what they have seen; [Lstm(24)] is the other one to try
[Dense(Horizon)]            // after the last hour, a number for each hour to come
[MeanSquaredError]          // what training makes small: the mean of (forecast - truth)²
public sealed partial class Forecaster
{
    /// <summary>Hours that it reads.</summary>
    public const int Past = 48;

    /// <summary>Hours that it forecasts.</summary>
    public const int Horizon = 24;
}
