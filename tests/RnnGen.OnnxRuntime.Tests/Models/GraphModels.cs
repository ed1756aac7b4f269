using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>Graphs of layers, several inputs, tokens.</summary>
internal static class GraphModels
{
    public static IEnumerable<Func<IRnnModel>> All { get; } =
    [
        () => new NoiseSuppressor(1),
        () => new Amplifier(1),
        () => new Masker(1),
        () => new Autoencoder(1),
        () => new Translator(1),
        () => new LoopTranslator(1),
        () => new TwoTranslators(1),
        () => new SumOfThree(1),
        () => new RangeOfColumns(1),
        () => new PooledWithin(1),
        () => new VectorOfSteps(1),
        () => new MixedHead(1),
        () => new RepeatedAgain(1),
        () => new SequenceInputsOfLayers(1),
        () => new Tokens(1),
        () => new TokensAndValues(1),
    ];
}

[RnnModel(InputSize = 12)]
[Dense(6, Activation = Activation.Tanh, Name = "d")]
[Gru(6, Activation = Activation.Relu, Name = "v")]
[Gru(8, Activation = Activation.Relu, Name = "n", From = ["d", "v", "input"])]
[Gru(9, Activation = Activation.Relu, Name = "g", From = ["v", "n", "input"])]
[Head("vad", From = ["v"])]
[Dense(1, Activation = Activation.Sigmoid, EveryStep = true)]
[Head("gains", From = ["g"])]
[Dense(5, Activation = Activation.Sigmoid, EveryStep = true)]
internal sealed partial class NoiseSuppressor;

[RnnModel(InputSize = 2)]
[Lstm(5)]
[Dense(1, Name = "wet")]
[Sum(From = ["wet", "input[0..1]"])]
[MeanSquaredError]
internal sealed partial class Amplifier;

[RnnModel(InputSize = 8)]
[Dense(6, Bias = false, Name = "encoded")]
[LayerNorm(Epsilon = 1e-5)]
[Lstm(4)]
[Lstm(4)]
[Dense(6, Activation = Activation.Sigmoid, Name = "mask")]
[Product(From = ["mask", "encoded"])]
[Dense(8, Bias = false, EveryStep = true)]
internal sealed partial class Masker;

[RnnModel(InputSize = 3)]
[Gru(5)]
[Dense(2, Activation = Activation.Tanh, Name = "code")]
[Repeat]
[Gru(5, Direction = Direction.Reverse)]
[Dense(3, EveryStep = true)]
internal sealed partial class Autoencoder;

[RnnModel(InputSize = 8)]
[Lstm(5, Name = "encoder", From = ["input[..5]"])]
[Lstm(5, Name = "decoder", From = ["input[5..]"], InitialState = "encoder")]
[Dense(5, EveryStep = true)]
internal sealed partial class Translator;

[RnnModel(InputSize = 4)]
[Mgu(5, Name = "encoder")]
[Mgu(5, Name = "decoder", From = ["input[1..3]"], InitialState = "encoder")]
[Dense(2)]
internal sealed partial class LoopTranslator;

[RnnModel(InputSize = 4)]
[Gru(5, Name = "encoder", Direction = Direction.Bidirectional)]
[Gru(5, Name = "decoder", From = ["input"], InitialState = "encoder", Direction = Direction.Bidirectional)]
internal sealed partial class TwoTranslators;

[RnnModel(InputSize = 3)]
[Gru(5, Name = "a")]
[Lstm(5, Name = "b", From = ["input"])]
[Rnn(5, Name = "c", From = ["input", "a[1..4]"])]
[Sum(From = ["a", "b", "c"], Name = "s")]
[Product(From = ["a", "s", "c"])]
[Dropout(0.2)]
[Activation(Activation.Tanh)]
internal sealed partial class SumOfThree;

[RnnModel(InputSize = 5)]
[Concatenate(From = ["input[1..3]", "input[4..]"], Name = "part")]
[Gru(4, Name = "g")]
[Concatenate(From = ["input[..2]", "part", "g[2..]"], Name = "beside")]
[Concatenate(From = ["beside[1..5]"])]
internal sealed partial class RangeOfColumns;

[RnnModel(InputSize = 3)]
[Gru(5, Name = "g")]
[Pooling(Pooling.Mean, Name = "m")]
[Pooling(Pooling.Max, From = ["g"], Name = "x")]
[Pooling(Pooling.Last, From = ["g[1..4]"], Name = "l")]
[LayerNorm(From = ["m", "x", "l"])]
[Activation(Activation.Tanh)]
[Dense(2)]
internal sealed partial class PooledWithin;

[RnnModel(InputSize = 3)]
[Gru(4, Name = "two", Direction = Direction.Bidirectional)]
[Lstm(3, Name = "back", From = ["input"], Direction = Direction.Reverse)]
[Head("each", From = ["two", "back"])]
[LayerNorm]
[Dense(2)]
[Head("joined", From = ["two[2..6]", "back"])]
[Dense(2)]
[Head("whole", From = ["two"])]
[Dense(3)]
internal sealed partial class VectorOfSteps;

[RnnModel(InputSize = 3)]
[Gru(4, Name = "two", Direction = Direction.Bidirectional)]
[Pooling(Pooling.Mean, Name = "m")]
[Head("mixed", From = ["two[1..7]", "m", "input"])]
[Dense(2)]
internal sealed partial class MixedHead;

[RnnModel(InputSize = 3)]
[Gru(4, Name = "a")]
[Repeat(Name = "r")]
[Rnn(3, From = ["r", "a", "input[..1]"])]
internal sealed partial class RepeatedAgain;

[RnnModel]
[Input("sound", 3)]
[Input("light", 2)]
[Input("speaker", 2, PerSequence = true)]
[Input("room", 4, PerSequence = true)]
[Dense(3, Name = "code", From = ["speaker", "room"])]
[Repeat(Name = "codes")]
[Gru(5, Name = "g", From = ["codes", "sound", "room[1..3]", "light"])]
[Dense(2, From = ["g", "speaker"])]
internal sealed partial class SequenceInputsOfLayers;

[RnnModel]
[Embedding(9, 4)]
[Lstm(5)]
[Dense(9, EveryStep = true)]
[SoftmaxCrossEntropy]
internal sealed partial class Tokens;

[RnnModel]
[Embedding(9, 4, Name = "note")]
[Input("pitch", 2)]
[Input("singer", 2, PerSequence = true)]
[Gru(5, Name = "g")]
[Dense(3, From = ["g", "pitch", "note[1..3]"], EveryStep = true)]
internal sealed partial class TokensAndValues;
