namespace RnnGen.Sample;

/// <summary>The network of the post as TensorFlow's <c>static_rnn</c> runs it: 28 steps unrolled.</summary>
[RnnModel(InputSize = 28, Steps = 28)]
[Lstm(128)]
[Gru(256)]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class StaticMnist;

/// <summary>The same network as <c>dynamic_rnn</c> runs it: one loop over any number of steps.</summary>
[RnnModel(InputSize = 28)]
[Lstm(128)]
[Gru(256)]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class DynamicMnist;
