namespace RnnGen.JitProbe;

[RnnModel(InputSize = 28, Steps = 28), Lstm(128), Gru(256), Dense(10), SoftmaxCrossEntropy]
public sealed partial class StaticDigits;

[RnnModel(InputSize = 28), Lstm(128), Gru(256), Dense(10), SoftmaxCrossEntropy]
public sealed partial class DynamicDigits;

/// <summary>The most steps that are unrolled completely.</summary>
[RnnModel(InputSize = 3, Steps = 400), Lstm(5), Dense(3), Dense(2), SoftmaxCrossEntropy]
public sealed partial class Static400;

[RnnModel(InputSize = 3, Steps = 1000), Rnn(4), Gru(5), Dense(2), SoftmaxCrossEntropy]
public sealed partial class Static1000;

/// <summary>Outputs of every step, and every cell.</summary>
[RnnModel(InputSize = 3), Rnn(4), Lstm(4), Gru(4)]
public sealed partial class DynamicOutputs;

[RnnModel(InputSize = 3, Training = false), Gru(4), Dense(2)]
public sealed partial class PredictionOnly;

/// <summary>Weights in eight bits; training in floats beside them.</summary>
[RnnModel(InputSize = 28, Steps = 28, Weights = WeightStorage.Int8), Lstm(128), Gru(65), Dense(10), SoftmaxCrossEntropy]
public sealed partial class Int8Digits;

/// <summary>Weights in sixteen bits.</summary>
[RnnModel(InputSize = 3, Training = false, Weights = WeightStorage.BFloat16), Lstm(65), Gru(24), Rnn(17), Dense(2)]
public sealed partial class BFloat16Rows;

/// <summary>Learns sequences of labels.</summary>
[RnnModel(InputSize = 3), Gru(9), Dense(40, EveryStep = true), ConnectionistTemporalClassification]
public sealed partial class Alignments;
