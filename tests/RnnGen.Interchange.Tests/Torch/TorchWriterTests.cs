using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Torch;

public sealed class TorchWriterTests
{
    public static TheoryData<string> Networks() => new(All.Keys);

    private static readonly Dictionary<string, Network> All = new()
    {
        ["LSTM"] = Stacks.Of(
            true, Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4)), Stacks.Dense(2, 4, 2, Activation.Tanh), Stacks.Dense(3, 2, 1)),
        ["LSTM, no forget bias"] = Stacks.Of(false, Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4, forgetBias: 0)), Stacks.Dense(2, 4, 2)),
        ["LSTM, other forget bias"] = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4, forgetBias: 0.5f))),
        ["LSTM, no bias"] = Stacks.Of(false, Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4, forgetBias: null, bias: false))),
        ["LSTM, projection"] = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4, projection: 2)), Stacks.Dense(2, 2, 2)),
        ["two directions"] = Stacks.Of(
            false,
            Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4), Stacks.Lstm(5, 3, 4)),
            Stacks.Recurrent(8, Stacks.Gru(3, 8, 2, true), Stacks.Gru(4, 8, 2, true))),
        ["GRU"] = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Gru(1, 3, 4, resetAfter: true)), Stacks.Dense(2, 4, 2)),
        ["GRU, no bias"] = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Gru(1, 3, 4, resetAfter: true, bias: false))),
        ["RNN"] = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Rnn(1, 3, 4)), Stacks.Recurrent(4, Stacks.Rnn(2, 4, 2, bias: false))),
        ["RNN, relu"] = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Rnn(1, 3, 4) with { Activation = Activation.Relu })),
        ["normalised"] = Stacks.Of(
            true,
            StackPart.LayerNorm("norm", [1, -2, 3], [-0f, 5, 6], 1e-3),
            Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4)),
            Stacks.Dense(2, 4, 2)),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void WhatIsWrittenIsReadAgainBitForBit(string name)
    {
        Network network = All[name];
        using TemporaryFolder folder = new();
        TorchWriter.Write(network, folder["Stack.safetensors"]);
        Stacks.Equal(network, TorchReader.Read(folder["Stack.safetensors"], TorchWriter.Options(network)).Network);
        string json = folder.Write("Stack.json", Numbers.Json(TorchWriter.Tensors(network)));
        Stacks.Equal(network, TorchReader.Read(json, TorchWriter.Options(network)).Network);
    }

    [Fact]
    public void TokensAreReadAgainToo()
    {
        NetworkInput tokens = new("embedding", 0) { Embedding = new NetworkEmbedding(5, 3, Numbers.Random("table", 1, 5, 3)) };
        StackPart[] parts = [Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4)), Stacks.Dense(2, 4, 5)];
        Network network = StackNetwork.Build("Stack", tokens, parts, everyStep: true);
        using TemporaryFolder folder = new();
        TorchWriter.Write(network, folder["Stack.safetensors"]);
        Stacks.Equal(network, TorchReader.Read(folder["Stack.safetensors"], TorchWriter.Options(network)).Network);
    }

    [Fact]
    public void NamesAndShapesAreThoseOfTorch() => Assert.Equal(
        [
            "lstm0.weight_ih_l0 [16, 3]", "lstm0.weight_hh_l0 [16, 2]", "lstm0.bias_ih_l0 [16]", "lstm0.bias_hh_l0 [16]",
            "lstm0.weight_hr_l0 [2, 4]", "dense1.weight [2, 2]", "dense1.bias [2]",
        ],
        TorchWriter.Tensors(All["LSTM, projection"]).Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));

    [Fact]
    public void TheForgetBiasAloneStandsInTheSecondBias()
    {
        float[] second = TorchWriter.Tensors(All["LSTM"]).Single(tensor => tensor.Name == "lstm0.bias_hh_l0").Values;
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], second);
    }

    [Fact]
    public void WhatTorchLacksIsNamedAllAtOnce()
    {
        Network network = All["LSTM"];
        NetworkLayer lstm = network.Layers[0], gru = All["GRU"].Layers[0];
        network = network with
        {
            Layers =
            [
                lstm with
                {
                    Name = "a",
                    Options = new Dictionary<string, object>
                    {
                        ["Peepholes"] = true, ["CellClip"] = 1.0, ["Residual"] = true, ["Activation"] = Activation.Relu,
                        ["Direction"] = Direction.Reverse,
                    },
                },
                gru with
                {
                    Name = "b",
                    Options = new Dictionary<string, object> { ["Merge"] = Merge.Sum, ["Direction"] = Direction.Bidirectional },
                },
                lstm with { Name = "c", Kind = "Ugrnn" },
                lstm with
                {
                    Name = "d",
                    Options = new Dictionary<string, object>
                    {
                        ["Projection"] = 4, ["LearnedInitialState"] = true, ["CoupledGates"] = true,
                    },
                },
            ],
        };
        Assert.Equal(
            "PyTorch's modules cannot express Stack: layer 'a' (Lstm): CellClip changes the equations of the cell; "
            + "layer 'a' (Lstm): PyTorch has no Peepholes; layer 'a' (Lstm): PyTorch has no Activation.Relu; "
            + "layer 'a' (Lstm): PyTorch has no module for Direction.Reverse alone; layer 'a' (Lstm): PyTorch has no Residual; "
            + "layer 'b' (Gru): PyTorch has no GRU with the reset before the product; layer 'b' (Gru): PyTorch has no Merge.Sum; "
            + "layer 'c' (Ugrnn): Ugrnn is none of Lstm, Gru and Rnn; layer 'd' (Lstm): PyTorch has no CoupledGates; "
            + "layer 'd' (Lstm): PyTorch has no projection that is as wide as the units or wider; "
            + "layer 'd' (Lstm): PyTorch has no LearnedInitialState.",
            Assert.Throws<NotSupportedException>(() => TorchWriter.Tensors(network)).Message);
    }

    [Fact]
    public void OptionsOfWhatIsNoStackAreRefused()
    {
        Network network = All["LSTM"];
        NetworkLayer function = NetworkLayers.Activation("f", network.Heads[0].Reads, Activation.Relu, hasSteps: true);
        network = network with
        {
            Layers = [.. network.Layers, function],
            Heads = [network.Heads[0] with { Reads = [new NetworkRead("f", 0, function.Size)] }],
        };
        NotSupportedException failure = Assert.Throws<NotSupportedException>(() => TorchWriter.Options(network));
        Assert.Contains("no plain stack: it has Activation", failure.Message, StringComparison.Ordinal);
    }
}
