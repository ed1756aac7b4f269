namespace RnnGen.Web.Networks.Waves;

/// <summary>Tells a slow wave from a fast one, a value a step.</summary>
[RnnModel(InputSize = 1)]
[Gru(16)]
[Dense(2)]
[SoftmaxCrossEntropy]
public sealed partial class WaveReader;
