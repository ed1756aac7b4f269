using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Networks of random weights whose layers read one another in order.</summary>
internal static class Stacks
{
    /// <summary>A network of two inputs.</summary>
    public static Network Of(bool everyStep, params StackPart[] parts) =>
        StackNetwork.Build("Stack", new NetworkInput("input", parts[0].Inputs), parts, everyStep);

    /// <summary>A recurrent layer with what an attribute may say.</summary>
    public static StackPart Recurrent(int inputs, params CellWeights[] cells) => StackPart.Recurrent("recurrent", cells, inputs);

    /// <summary>An LSTM; without <paramref name="forgetBias"/> none of its gates has a second bias.</summary>
    public static LstmWeights Lstm(int seed, int inputs, int units, float? forgetBias = 1, int projection = 0, bool bias = true)
    {
        Gate[] gates = Gates(seed, 4, inputs, units, projection == 0 ? units : projection, bias);
        if (forgetBias is float added)
        {
            gates[2] = gates[2] with { RecurrentBias = [.. Enumerable.Repeat(added, units)] };
        }

        return new LstmWeights(gates[0], gates[1], gates[2], gates[3])
        {
            Projection = projection == 0 ? null : Matrix(seed + 40, units, projection),
        };
    }

    /// <summary>A GRU.</summary>
    public static GruWeights Gru(int seed, int inputs, int units, bool resetAfter, bool bias = true)
    {
        Gate[] gates = Gates(seed, 3, inputs, units, units, bias);
        float[]? second = bias && resetAfter ? Numbers.Random("bias", seed + 50, units).Values : null;
        return new GruWeights(gates[0], gates[1], gates[2] with { RecurrentBias = second }, resetAfter);
    }

    /// <summary>A basic cell.</summary>
    public static RnnWeights Rnn(int seed, int inputs, int units, bool bias = true) => new(Gates(seed, 1, inputs, units, units, bias)[0]);

    /// <summary>A dense layer; its first bias is a negative zero.</summary>
    public static StackPart Dense(int seed, int inputs, int units, Activation activation = Activation.Linear) =>
        StackPart.Dense("dense", Matrix(seed, inputs, units), [-0f, .. Numbers.Random("bias", seed + 1, units).Values[1..]], activation);

    /// <summary>Equal sources, and weights of equal bits.</summary>
    public static void Equal(Network expected, Network actual)
    {
        Xunit.Assert.Equal(NetworkSource.Write(expected), NetworkSource.Write(actual with { Name = expected.Name }));
        IReadOnlyList<NetworkTensor> first = NetworkWeights.Of(expected), second = NetworkWeights.Of(actual);
        Xunit.Assert.Equal(first.Select(tensor => tensor.Name), second.Select(tensor => tensor.Name));
        foreach ((NetworkTensor one, NetworkTensor other) in first.Zip(second))
        {
            Xunit.Assert.Equal(one.Shape, other.Shape);
            Xunit.Assert.Equal(
                one.Values.Select(System.BitConverter.SingleToInt32Bits), other.Values.Select(System.BitConverter.SingleToInt32Bits));
        }
    }

    private static Gate[] Gates(int seed, int count, int inputs, int units, int hidden, bool bias) =>
    [
        .. Enumerable.Range(seed, count).Select(gate => new Gate(
            Matrix(gate, inputs, units),
            Matrix(gate + 10, hidden, units),
            bias ? [-0f, .. Numbers.Random("bias", gate + 20, units).Values[1..]] : null)),
    ];

    private static Matrix Matrix(int seed, int rows, int columns) =>
        new(rows, columns, Numbers.Random("matrix", seed, rows, columns).Values);
}
