namespace RnnGen.Sample.Anomalies;

/// <summary>
/// An autoencoder of sequences (Malhotra and others: LSTM-based Encoder-Decoder for Multi-sensor Anomaly Detection, 2016): the first layer
/// reads a window into one vector, the second writes the window from it, last step first.
/// </summary>
[RnnModel(InputSize = MostChannels)]
[Gru(32)]
[Repeat]
[Gru(32, Direction = Direction.Reverse)]
[Dense(MostChannels, EveryStep = true)]
[MeanSquaredError]
public sealed partial class AnomalyNetwork
{
    /// <summary>Columns that it reads; those that a table does not have are 0.</summary>
    public const int MostChannels = 8;
}
