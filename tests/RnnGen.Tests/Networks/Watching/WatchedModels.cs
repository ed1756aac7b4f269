namespace RnnGen.Tests.Networks;

// Models whose steps are watched: batches, rows that run alone, staggered and shared layers, and what stands between layers.

/// <summary>Small layers of a static network, whose single rows run interleaved.</summary>
[RnnModel(InputSize = 3, Steps = 5), Lstm(5), Rnn(4), Gru(3), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class WatchedStatic
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}

/// <summary>The same layers, dynamic; blocks of steps run staggered.</summary>
[RnnModel(InputSize = 3), Lstm(5), Rnn(4), Gru(3), Dense(2, EveryStep = true), MeanSquaredError]
internal sealed partial class WatchedDynamic
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}

[RnnModel(InputSize = 3), Lstm(6, Direction = Direction.Bidirectional), Gru(5, Direction = Direction.Reverse), Dense(2), MeanSquaredError]
internal sealed partial class WatchedBackwards
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}

/// <summary>A graph: layers without states, one named as a part of the hook, a residual and a normalised one, dropout.</summary>
[RnnModel]
[Input("sound", 4)]
[Input("room", 3, PerSequence = true)]
[Dense(6, Name = "walls", From = ["room"])]
[Repeat(Name = "around")]
[Lstm(6, Name = "on", From = ["sound", "around"], OutputDropout = 0.25)]
[Dense(6, Activation = Activation.Tanh, Name = "every")]
[Gru(6, Name = "high", Residual = true, LayerNorm = true, LearnedInitialState = true)]
[Pooling(Pooling.Mean)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class WatchedGraph
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}

/// <summary>Wide layers, whose columns threads share where a row runs alone.</summary>
[RnnModel(InputSize = 3, Training = false), Lstm(104), Gru(24), Gru(200), Dense(3)]
internal sealed partial class WatchedShared
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}

/// <summary>Inputs with names, whose steps are put together.</summary>
[RnnModel]
[Input("sound", 4)]
[Input("room", 3, PerSequence = true)]
[Gru(5, From = ["sound", "room"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class WatchedInputs
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}

/// <summary>Tokens, whose blocks are computed in parts.</summary>
[RnnModel, Embedding(7, 3), Rnn(4), Dense(2, EveryStep = true), SoftmaxCrossEntropy]
internal sealed partial class WatchedTokens
{
    static partial void OnStep(in StepView step) => WatchLog.Add(step);
}
