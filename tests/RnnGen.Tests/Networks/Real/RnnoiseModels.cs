namespace RnnGen.Tests.Networks.Real;

/// <summary>RNNoise (Valin 2018): 42 features of a frame to the gains of 22 bands, and whether somebody speaks.</summary>
[RnnModel(InputSize = 42)]
[Dense(24, Activation = Activation.Tanh, Name = "d")]
[Gru(24, Activation = Activation.Relu, Name = "v")]
[Gru(48, Activation = Activation.Relu, Name = "n", From = ["d", "v", "input"])]
[Gru(96, Activation = Activation.Relu, Name = "g", From = ["v", "n", "input"])]
[Head("vad", From = ["v"])]
[Dense(1, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
[Head("gains", From = ["g"])]
[Dense(22, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class Rnnoise;

/// <summary>RNNoise, static.</summary>
[RnnModel(InputSize = 42, Steps = 5)]
[Dense(24, Activation = Activation.Tanh, Name = "d")]
[Gru(24, Activation = Activation.Relu, Name = "v")]
[Gru(48, Activation = Activation.Relu, Name = "n", From = ["d", "v", "input"])]
[Gru(96, Activation = Activation.Relu, Name = "g", From = ["v", "n", "input"])]
[Head("vad", From = ["v"])]
[Dense(1, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
[Head("gains", From = ["g"])]
[Dense(22, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticRnnoise;
