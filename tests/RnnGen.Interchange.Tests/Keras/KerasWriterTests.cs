using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Interchange.Tests.Keras;

public sealed class KerasWriterTests
{
    /// <summary>Files without a GRU that has two biases, of which reading adds those of two gates, with one rounding.</summary>
    [Theory]
    [InlineData("classifier.keras")]
    [InlineData("backwards.h5")]
    [InlineData("without_bias.keras")]
    [InlineData("last_state.keras")]
    [InlineData("normalized.h5")]
    [InlineData("text.keras")]
    public void WhatWasReadIsWrittenAgainBitForBit(string file)
    {
        using KerasFile original = KerasFile.Open(Path.Combine(KerasFileTests.Folder, file), new KerasReaderOptions());
        NetworkTensor[] expected = [.. KerasModel.Parse(original).Layers.SelectMany(original.Weights.Of)];
        using TemporaryFolder folder = new();
        KerasWriter.Write(KerasFileTests.Read(file).Network, folder["weights.safetensors"]);
        using SafetensorsReader reader = SafetensorsReader.Open(folder["weights.safetensors"]);

        // A layer normalisation without scale or center gets ones or zeros, which Keras does not have.
        int skipped = 0;
        foreach ((SafetensorsTensor tensor, int index) in reader.Tensors.Select((tensor, index) => (tensor, index)))
        {
            float[] values = new float[tensor.Count];
            reader.Read(tensor.Name, values);
            if (values.All(value => value == values[0]) && values[0] is 0 or 1)
            {
                skipped++;
                continue;
            }

            Assert.Equal(expected[index - skipped].Shape, tensor.Shape.Select(extent => (int)extent));
            Assert.Equal(expected[index - skipped].Values, values);
        }

        Assert.Equal(expected.Length + skipped, reader.Tensors.Count);
    }

    [Fact]
    public void NamesAreThoseOfKeras() => Assert.Equal(
        [
            "lstm0/forward_lstm/lstm_cell/kernel [3, 16]", "lstm0/forward_lstm/lstm_cell/recurrent_kernel [4, 16]",
            "lstm0/forward_lstm/lstm_cell/bias [16]", "lstm0/backward_lstm/lstm_cell/kernel [3, 16]",
            "lstm0/backward_lstm/lstm_cell/recurrent_kernel [4, 16]", "lstm0/backward_lstm/lstm_cell/bias [16]",
            "gru1/gru_cell/kernel [8, 6]", "gru1/gru_cell/recurrent_kernel [2, 6]", "gru1/gru_cell/bias [2, 6]", "dense2/kernel [2, 1]",
            "dense2/bias [1]",
        ],
        KerasWriter.Tensors(Stacks.Of(
            true,
            Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4), Stacks.Lstm(5, 3, 4)),
            Stacks.Recurrent(8, Stacks.Gru(3, 8, 2, true)),
            Stacks.Dense(1, 2, 1))).Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));

    [Fact]
    public void TheForgetBiasIsPartOfTheBias()
    {
        LstmWeights lstm = Stacks.Lstm(1, 3, 2, forgetBias: 0.5f);
        float[] bias = KerasWriter.Tensors(Stacks.Of(true, Stacks.Recurrent(3, lstm)))[^1].Values;
        Assert.Equal(lstm.Forget.InputBias!.Select(value => value + 0.5f), bias[2..4]);
        Assert.Equal(lstm.Candidate.InputBias!, bias[4..6]);
    }

    [Fact]
    public void WhatKerasLacksIsNamedAllAtOnce()
    {
        Network network = Stacks.Of(true, Stacks.Recurrent(3, Stacks.Lstm(1, 3, 4)));
        network = network with
        {
            Layers =
            [
                network.Layers[0] with
                {
                    Options = new Dictionary<string, object>
                    {
                        ["Peepholes"] = true, ["ProjectionClip"] = 1.0, ["Projection"] = 2, ["CoupledGates"] = true, ["Residual"] = true,
                        ["LearnedInitialState"] = true,
                    },
                },
                network.Layers[0] with { Name = "other", Kind = "Mgu" },
            ],
        };
        Assert.Equal(
            "Keras' layers cannot express Stack: layer 'recurrent' (Lstm): ProjectionClip changes the equations of the cell; "
            + string.Concat(new[] { "Peepholes", "Projection", "CoupledGates", "Residual", "LearnedInitialState" }
                .Select(option => $"layer 'recurrent' (Lstm): Keras has no {option}; "))
            + "layer 'other' (Mgu): Mgu is none of Lstm, Gru and Rnn.",
            Assert.Throws<NotSupportedException>(() => KerasWriter.Tensors(network)).Message);
    }
}
