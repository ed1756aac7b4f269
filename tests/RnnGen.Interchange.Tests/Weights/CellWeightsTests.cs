using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Weights;

/// <summary>Weights gate by gate, made of a layer, make the same layer.</summary>
public sealed class CellWeightsTests
{
    public static TheoryData<string> Cells() => new(All.Keys);

    private static readonly Dictionary<string, CellWeights[]> All = new()
    {
        ["LSTM"] = [Stacks.Lstm(1, 3, 4)],
        ["LSTM, no forget bias"] = [Stacks.Lstm(2, 3, 4, forgetBias: 0)],
        ["LSTM, negative forget bias"] = [Stacks.Lstm(2, 3, 4, forgetBias: -0.25f)],
        ["LSTM, no second biases"] = [Stacks.Lstm(2, 3, 4, forgetBias: null)],
        ["LSTM, no bias"] = [Stacks.Lstm(3, 3, 4, forgetBias: null, bias: false)],
        ["LSTM, projection"] = [Stacks.Lstm(4, 3, 5, projection: 2)],
        ["LSTM, peepholes"] = [Stacks.Lstm(5, 3, 2) with { Peepholes = new LstmPeepholes([1, 2], [3, 4], [5, 6]) }],
        ["LSTM, coupled gates"] = [Stacks.Lstm(6, 3, 4) with { Input = null }],
        ["LSTM, relu"] = [Stacks.Lstm(7, 3, 4) with { Activation = Activation.Relu }],
        ["LSTM, first states"] =
            [Stacks.Lstm(8, 3, 2) with { InitialStates = new Dictionary<string, float[]> { ["c"] = [1, 2], ["h"] = [3, 4] } }],
        ["LSTM, two directions"] = [Stacks.Lstm(9, 3, 4), Stacks.Lstm(10, 3, 4)],
        ["GRU, reset before"] = [Stacks.Gru(11, 3, 4, resetAfter: false)],
        ["GRU, reset after"] = [Stacks.Gru(12, 3, 4, resetAfter: true)],
        ["GRU, no bias"] = [Stacks.Gru(13, 3, 4, resetAfter: true, bias: false)],
        ["GRU, reset before, no bias"] = [Stacks.Gru(13, 3, 4, resetAfter: false, bias: false)],
        ["GRU, two directions"] = [Stacks.Gru(14, 3, 4, resetAfter: true), Stacks.Gru(15, 3, 4, resetAfter: true)],
        ["RNN"] = [Stacks.Rnn(16, 3, 4)],
        ["RNN, no bias"] = [Stacks.Rnn(17, 3, 4, bias: false)],
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void OfALayerMakeTheLayerAgain(string name)
    {
        NetworkLayer layer = Layer(All[name]);
        NetworkLayer again = Layer([.. CellWeights.Of(layer)]);
        Assert.Equal(layer.Options.OrderBy(option => option.Key), again.Options.OrderBy(option => option.Key));
        Assert.Equal(layer.Parameters.Select(tensor => tensor.Name), again.Parameters.Select(tensor => tensor.Name));
        foreach ((NetworkTensor one, NetworkTensor other) in layer.Parameters.Zip(again.Parameters))
        {
            Assert.Equal(one.Shape, other.Shape);
            Assert.Equal(one.Values.Select(BitConverter.SingleToInt32Bits), other.Values.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void OptionsBeyondWeightsAreNamedAllAtOnce()
    {
        NetworkLayer layer = Layer(All["LSTM"]);
        layer = layer with { Options = new Dictionary<string, object> { ["CellClip"] = 1.0, ["LayerNorm"] = true } };
        NotSupportedException failure = Assert.Throws<NotSupportedException>(() => CellWeights.Of(layer));
        Assert.Equal(
            "Layer 'recurrent': CellClip changes the equations of the cell; LayerNorm changes the equations of the cell.", failure.Message);
        failure = Assert.Throws<NotSupportedException>(() => CellWeights.Of(layer with { Kind = "Mgu" }));
        Assert.Equal("Layer 'recurrent': Mgu is none of Lstm, Gru and Rnn.", failure.Message);
    }

    [Fact]
    public void AMissingParameterIsNamedWithItsShape()
    {
        NetworkLayer layer = Layer(All["LSTM"]);
        layer = layer with { Parameters = [.. layer.Parameters.Where(tensor => tensor.Name != "bias")] };
        Assert.Equal(
            "Parameter 'bias' of layer 'recurrent' must be [16], found none.",
            Assert.Throws<ArgumentException>(() => CellWeights.Of(layer)).Message);
    }

    private static NetworkLayer Layer(CellWeights[] cells) => CellWeights.ToLayer(
        "recurrent", [new NetworkRead("input", 0, 3)], cells, cells.Length == 2 ? Direction.Bidirectional : Direction.Forward);
}
