namespace RnnGen.Sample.Networks;

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

/// <summary>A tiny network with the same layers: what compiles the code that all networks share, before anything is timed.</summary>
[RnnModel(InputSize = 28)]
[Lstm(4)]
[Gru(4)]
[Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class WarmUpNetwork;
