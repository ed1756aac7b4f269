using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Turns layers of Keras with weights into layers of a network.</summary>
internal sealed class KerasLayerMaker(KerasFile file)
{
    /// <summary>A recurrent layer, or two within <c>Bidirectional</c>.</summary>
    public NetworkLayer Recurrent(string name, KerasLayer layer, IReadOnlyList<NetworkRead> reads)
    {
        KerasLayer own = layer.Recurrent!;
        KerasSettings settings = own.Settings;
        int inputs = reads.Sum(read => read.Columns), units = settings.Count("units");
        int gates = own.ClassName switch { "LSTM" => 4, "GRU" => 3, _ => 1 };
        bool resetAfter = own.ClassName == "GRU" && settings.Flag("reset_after", otherwise: true);
        int columns = gates * units;
        int[][] shapes = [[inputs, columns], [units, columns], .. Bias()];
        bool two = layer.ClassName == "Bidirectional";
        IReadOnlyList<NetworkTensor> weights = KerasShapes.Expect(file, layer, two ? [.. shapes, .. shapes] : shapes);
        Activation activation = KerasActivation.Of(settings, "activation", "tanh", file.Version).Function;
        CellWeights[] cells = [.. weights.Chunk(shapes.Length).Select(Cell)];
        if (!two)
        {
            return CellWeights.ToLayer(name, reads, cells, settings.Flag("go_backwards") ? Direction.Reverse : Direction.Forward);
        }

        NetworkLayer both = CellWeights.ToLayer(name, reads, cells, Direction.Bidirectional);
        Merge merge = layer.Settings.Text("merge_mode", "concat") switch
        {
            "sum" => Merge.Sum,
            "mul" => Merge.Product,
            "ave" => Merge.Average,
            _ => Merge.Concatenate,
        };
        return merge == Merge.Concatenate ? both
            : both with { Size = units, Options = new Dictionary<string, object>(both.Options) { ["Merge"] = merge } };

        int[][] Bias() => !settings.Flag("use_bias", otherwise: true) ? [] : resetAfter ? [[2, columns]] : [[columns]];

        CellWeights Cell(NetworkTensor[] tensors) => own.ClassName switch
        {
            "LSTM" => KerasCells.Lstm(tensors, activation),
            "GRU" => KerasCells.Gru(tensors, resetAfter, activation),
            _ => KerasCells.SimpleRnn(tensors, activation),
        };
    }

    /// <summary>A dense layer.</summary>
    public NetworkLayer Dense(string name, KerasLayer outer, KerasLayer layer, IReadOnlyList<NetworkRead> reads, bool hasSteps)
    {
        int inputs = reads.Sum(read => read.Columns), units = layer.Settings.Count("units");
        bool hasBias = layer.Settings.Flag("use_bias", otherwise: true);
        int[][] bias = hasBias ? [[units]] : [];
        IReadOnlyList<NetworkTensor> weights = KerasShapes.Expect(file, outer, [[inputs, units], .. bias]);
        return NetworkLayers.Dense(
            name,
            reads,
            new Matrix(inputs, units, weights[0].Values),
            hasBias ? weights[1].Values : null,
            hasSteps,
            KerasActivation.Of(layer.Settings, "activation", "linear", file.Version).Function);
    }

    /// <summary>A convolution over the steps.</summary>
    public NetworkLayer Convolution(string name, KerasLayer layer, IReadOnlyList<NetworkRead> reads)
    {
        KerasSettings settings = layer.Settings;
        int inputs = reads.Sum(read => read.Columns), units = settings.Count("filters"), taps = settings.Extent("kernel_size");
        bool hasBias = settings.Flag("use_bias", otherwise: true);
        int[][] bias = hasBias ? [[units]] : [];
        IReadOnlyList<NetworkTensor> weights = KerasShapes.Expect(file, layer, [[taps, inputs, units], .. bias]);
        return NetworkLayers.Convolution(
            name, reads, weights[0].Values, units, hasBias ? weights[1].Values : null, taps, settings.Extent("dilation_rate", 1),
            PaddingOf(settings), KerasActivation.Of(settings, "activation", "linear", file.Version).Function);
    }

    /// <summary>Pooling over a window of steps.</summary>
    public static NetworkLayer Pool(string name, KerasLayer layer, IReadOnlyList<NetworkRead> reads) => NetworkLayers.WindowPooling(
        name, layer.ClassName == "MaxPooling1D", reads, layer.Settings.Extent("pool_size"), PaddingOf(layer.Settings));

    private static TimePadding PaddingOf(KerasSettings settings) =>
        settings.Text("padding", "valid") == "same" ? TimePadding.Same : TimePadding.Causal;

    /// <summary>A layer normalisation over the features.</summary>
    public NetworkLayer LayerNorm(string name, KerasLayer outer, KerasLayer layer, IReadOnlyList<NetworkRead> reads, bool hasSteps)
    {
        int width = reads.Sum(read => read.Columns);
        bool scale = layer.Settings.Flag("scale", otherwise: true), center = layer.Settings.Flag("center", otherwise: true);
        IReadOnlyList<NetworkTensor> weights =
            KerasShapes.Expect(file, outer, [.. Enumerable.Repeat<int[]>([width], (scale ? 1 : 0) + (center ? 1 : 0))]);
        float[] ones = new float[width];
        Array.Fill(ones, 1f);
        return NetworkLayers.LayerNorm(
            name,
            reads,
            scale ? weights[0].Values : ones,
            center ? weights[^1].Values : new float[width],
            layer.Settings.Number("epsilon", 1e-3),
            hasSteps);
    }
}
