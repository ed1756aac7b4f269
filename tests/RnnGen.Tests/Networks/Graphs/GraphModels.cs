using System;

namespace RnnGen.Tests.Networks;

/// <summary>A dense layer before the recurrent one.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Dense(8, Activation = Activation.Tanh)]
[Lstm(8)]
[Dense(1, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticDenseFirst;

/// <summary>A dense layer before the recurrent one.</summary>
[RnnModel(InputSize = 3)]
[Dense(8, Activation = Activation.Tanh)]
[Lstm(8)]
[Dense(1, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicDenseFirst;

/// <summary>Dense layers on both sides; those behind read the last step.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Dense(7, Activation = Activation.Sigmoid)]
[Dense(5, Bias = false)]
[Gru(6)]
[Dense(4, Activation = Activation.Tanh)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class StaticDenseAround;

/// <summary>Dense layers on both sides; those behind read the last step.</summary>
[RnnModel(InputSize = 3)]
[Dense(7, Activation = Activation.Sigmoid)]
[Dense(5, Bias = false)]
[Gru(6)]
[Dense(4, Activation = Activation.Tanh)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class DynamicDenseAround;

/// <summary>A normalisation of the one vector that a row has.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Gru(5)]
[Dense(9)]
[LayerNorm]
[Activation(Activation.Tanh)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class StaticVectorNorm;

/// <summary>A normalisation of the one vector that a row has.</summary>
[RnnModel(InputSize = 3)]
[Gru(5)]
[Dense(9)]
[LayerNorm]
[Activation(Activation.Tanh)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class DynamicVectorNorm;

/// <summary>RNNoise's graph (Valin 2018), narrower.</summary>
[RnnModel(InputSize = 5, Steps = 5)]
[Dense(4, Activation = Activation.Tanh, Name = "d")]
[Gru(6, Activation = Activation.Relu, Name = "v")]
[Gru(7, Activation = Activation.Relu, Name = "n", From = ["d", "v", "input"])]
[Gru(9, Activation = Activation.Relu, Name = "g", From = ["v", "n", "input"])]
[Head("vad", From = ["v"])]
[Dense(1, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
[Head("gains", Weight = 2, From = ["g"])]
[Dense(3, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticSuppressor;

/// <summary>RNNoise's graph (Valin 2018), narrower.</summary>
[RnnModel(InputSize = 5)]
[Dense(4, Activation = Activation.Tanh, Name = "d")]
[Gru(6, Activation = Activation.Relu, Name = "v")]
[Gru(7, Activation = Activation.Relu, Name = "n", From = ["d", "v", "input"])]
[Gru(9, Activation = Activation.Relu, Name = "g", From = ["v", "n", "input"])]
[Head("vad", From = ["v"])]
[Dense(1, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
[Head("gains", Weight = 2, From = ["g"])]
[Dense(3, Activation = Activation.Sigmoid, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicSuppressor;

/// <summary>The second half of DTLN (Westhausen and Meyer 2020), narrower.</summary>
[RnnModel(InputSize = 6, Steps = 5)]
[Dense(8, Bias = false, Name = "encoded")]
[LayerNorm(Epsilon = 1e-7)]
[Lstm(5)]
[Lstm(6)]
[Dense(8, Activation = Activation.Sigmoid, Name = "mask")]
[Product(From = ["mask", "encoded"])]
[Dense(6, Bias = false, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticMask;

/// <summary>The second half of DTLN (Westhausen and Meyer 2020), narrower.</summary>
[RnnModel(InputSize = 6)]
[Dense(8, Bias = false, Name = "encoded")]
[LayerNorm(Epsilon = 1e-7)]
[Lstm(5)]
[Lstm(6)]
[Dense(8, Activation = Activation.Sigmoid, Name = "mask")]
[Product(From = ["mask", "encoded"])]
[Dense(6, Bias = false, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicMask;

/// <summary>A skip around the whole network: sound, and a knob.</summary>
[RnnModel(InputSize = 2, Steps = 5)]
[Lstm(6)]
[Dense(1, Name = "wet")]
[Sum(From = ["wet", "input[0..1]"])]
[MeanSquaredError]
internal sealed partial class StaticSkip;

/// <summary>A skip around the whole network: sound, and a knob.</summary>
[RnnModel(InputSize = 2)]
[Lstm(6)]
[Dense(1, Name = "wet")]
[Sum(From = ["wet", "input[0..1]"])]
[MeanSquaredError]
internal sealed partial class DynamicSkip;

/// <summary>Three ways from steps to a vector, joined.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Gru(6, Name = "h")]
[Pooling(Pooling.Mean, Name = "mean")]
[Pooling(Pooling.Max, Name = "max", From = ["h"])]
[Dense(4, From = ["mean", "h", "max"])]
[Activation(Activation.Elu)]
[MeanSquaredError]
internal sealed partial class StaticReducer;

/// <summary>Three ways from steps to a vector, joined.</summary>
[RnnModel(InputSize = 3)]
[Gru(6, Name = "h")]
[Pooling(Pooling.Mean, Name = "mean")]
[Pooling(Pooling.Max, Name = "max", From = ["h"])]
[Dense(4, From = ["mean", "h", "max"])]
[Activation(Activation.Elu)]
[MeanSquaredError]
internal sealed partial class DynamicReducer;

/// <summary>An encoder's vector that a decoder unrolls, last step first.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Gru(6)]
[Dense(4, Activation = Activation.Tanh, Name = "code")]
[Repeat]
[Gru(5, Direction = Direction.Reverse)]
[Dense(3, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticAutoencoder;

/// <summary>An encoder's vector that a decoder unrolls, last step first.</summary>
[RnnModel(InputSize = 3)]
[Gru(6)]
[Dense(4, Activation = Activation.Tanh, Name = "code")]
[Repeat]
[Gru(5, Direction = Direction.Reverse)]
[Dense(3, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicAutoencoder;

/// <summary>A decoder that starts from its encoder's states.</summary>
[RnnModel(InputSize = 4, Steps = 5)]
[Lstm(5, Name = "encoder", From = ["input[0..3]"])]
[Lstm(5, InitialState = "encoder", From = ["input[3..]"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticTranslator;

/// <summary>A decoder that starts from its encoder's states.</summary>
[RnnModel(InputSize = 4)]
[Lstm(5, Name = "encoder", From = ["input[0..3]"])]
[Lstm(5, InitialState = "encoder", From = ["input[3..]"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicTranslator;

/// <summary>Values that many read, in part and as a whole.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Lstm(5, Name = "a", Direction = Direction.Bidirectional)]
[Rnn(4, Name = "b")]
[LayerNorm(Name = "c", From = ["a[2..7]"])]
[Concatenate(Name = "all", From = ["b", "a", "c[1..3]"])]
[Rnn(5, Name = "r", Direction = Direction.Reverse, From = ["all", "b[1..2]"])]
[Sum(Name = "s", From = ["a[0..5]", "a[5..10]", "c"])]
[Head("steps")]
[MeanSquaredError]
[Head("one", From = ["all", "a"])]
[Dense(3)]
[MeanSquaredError]
[Head("last", From = ["a"])]
[Pooling(Pooling.Last)]
[MeanSquaredError]
[Head("other", From = ["r"])]
[MeanSquaredError]
internal sealed partial class StaticDiamond;

/// <summary>Values that many read, in part and as a whole.</summary>
[RnnModel(InputSize = 3)]
[Lstm(5, Name = "a", Direction = Direction.Bidirectional)]
[Rnn(4, Name = "b")]
[LayerNorm(Name = "c", From = ["a[2..7]"])]
[Concatenate(Name = "all", From = ["b", "a", "c[1..3]"])]
[Rnn(5, Name = "r", Direction = Direction.Reverse, From = ["all", "b[1..2]"])]
[Sum(Name = "s", From = ["a[0..5]", "a[5..10]", "c"])]
[Head("steps")]
[MeanSquaredError]
[Head("one", From = ["all", "a"])]
[Dense(3)]
[MeanSquaredError]
[Head("last", From = ["a"])]
[Pooling(Pooling.Last)]
[MeanSquaredError]
[Head("other", From = ["r"])]
[MeanSquaredError]
internal sealed partial class DynamicDiamond;

/// <summary>Inputs of steps and of the whole sequence.</summary>
[RnnModel(Steps = 5)]
[Input("sound", 1)]
[Input("knob", 2)]
[Input("room", 3, PerSequence = true)]
[Lstm(6)]
[Dense(1, Name = "wet")]
[Sum(From = ["wet", "sound"])]
[MeanSquaredError]
internal sealed partial class StaticAmplifier;

/// <summary>Inputs of steps and of the whole sequence.</summary>
[RnnModel]
[Input("sound", 1)]
[Input("knob", 2)]
[Input("room", 3, PerSequence = true)]
[Lstm(6)]
[Dense(1, Name = "wet")]
[Sum(From = ["wet", "sound"])]
[MeanSquaredError]
internal sealed partial class DynamicAmplifier;

/// <summary>Tokens, inputs of steps and of the sequence together; a vector made of the latter.</summary>
[RnnModel(Steps = 5)]
[Embedding(7, 3, Name = "weekday")]
[Input("sales", 2)]
[Input("store", 4, PerSequence = true)]
[Dense(6, Activation = Activation.Tanh, Name = "about", From = ["store[1..4]"])]
[Repeat(Name = "everywhere")]
[Gru(6, Name = "h", From = ["weekday", "sales", "everywhere", "store"])]
[Product(Name = "gated", From = ["everywhere", "h"])]
[Dense(2, EveryStep = true, From = ["gated", "weekday[1..2]"])]
[MeanSquaredError]
internal sealed partial class StaticShop;

/// <summary>Tokens, inputs of steps and of the sequence together; a vector made of the latter.</summary>
[RnnModel]
[Embedding(7, 3, Name = "weekday")]
[Input("sales", 2)]
[Input("store", 4, PerSequence = true)]
[Dense(6, Activation = Activation.Tanh, Name = "about", From = ["store[1..4]"])]
[Repeat(Name = "everywhere")]
[Gru(6, Name = "h", From = ["weekday", "sales", "everywhere", "store"])]
[Product(Name = "gated", From = ["everywhere", "h"])]
[Dense(2, EveryStep = true, From = ["gated", "weekday[1..2]"])]
[MeanSquaredError]
internal sealed partial class DynamicShop;

/// <summary>Networks that are graphs, small forms of real ones, by name.</summary>
internal static class GraphModels
{
    public const int Steps = GraphProperties.Steps;

    public static readonly string[] Names =
    [
        "DenseFirst", "DenseAround", "VectorNorm", "Suppressor", "Mask", "Skip",
        "Reducer", "Autoencoder", "Translator", "Diamond", "Elapsed", "Irregular",
        "Amplifier", "Shop",
    ];

    public static ITrainableModel Create(string name, bool isStatic) => name switch
    {
        "DenseFirst" => isStatic ? new StaticDenseFirst(3) : new DynamicDenseFirst(3),
        "DenseAround" => isStatic ? new StaticDenseAround(3) : new DynamicDenseAround(3),
        "VectorNorm" => isStatic ? new StaticVectorNorm(3) : new DynamicVectorNorm(3),
        "Suppressor" => isStatic ? new StaticSuppressor(3) : new DynamicSuppressor(3),
        "Mask" => isStatic ? new StaticMask(3) : new DynamicMask(3),
        "Skip" => isStatic ? new StaticSkip(3) : new DynamicSkip(3),
        "Reducer" => isStatic ? new StaticReducer(3) : new DynamicReducer(3),
        "Autoencoder" => isStatic ? new StaticAutoencoder(3) : new DynamicAutoencoder(3),
        "Translator" => isStatic ? new StaticTranslator(3) : new DynamicTranslator(3),
        "Elapsed" => isStatic ? new StaticElapsed(3) : new DynamicElapsed(3),
        "Irregular" => isStatic ? new StaticIrregular(3) : new DynamicIrregular(3),
        "Diamond" => isStatic ? new StaticDiamond(3) : new DynamicDiamond(3),
        "Amplifier" => isStatic ? new StaticAmplifier(3) : new DynamicAmplifier(3),
        "Shop" => isStatic ? new StaticShop(3) : new DynamicShop(3),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
