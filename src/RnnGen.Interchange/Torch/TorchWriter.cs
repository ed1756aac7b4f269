using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>
/// Writes the weights of a network as a state dictionary of PyTorch: a module for each layer with weights, under the name that the layer's
/// parameters begin with, such as <c>lstm0.weight_ih_l0</c> or <c>dense1.weight</c>. What stands between modules is code there.
/// </summary>
/// <remarks>
/// Of the two biases the first is that of the class; the second is zero, in the forget gate of an LSTM its <c>ForgetBias</c>. So
/// <see cref="TorchReader"/> reads the same bits and options again. An LSTM without biases whose <c>ForgetBias</c> is not 0 is written with
/// biases.
/// </remarks>
public static class TorchWriter
{
    /// <summary>The tensors of the state dictionary, in the order of the layers.</summary>
    /// <exception cref="NotSupportedException">PyTorch's modules cannot express a layer; the message has every reason.</exception>
    public static IReadOnlyList<NetworkTensor> Tensors(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        WriterObstacles.Refuse(network, "PyTorch's modules", Obstacles);
        return
        [
            .. network.Inputs.Where(input => input.Embedding is not null)
                .Select(input => input.Embedding!.Table with { Name = $"{Module(input.Name)}.weight" }),
            .. NetworkNames.Paths(network).SelectMany(pair =>
                Tensors(pair.Layer).Select(tensor => tensor with { Name = $"{Module(pair.Path)}.{tensor.Name}" })),
        ];
    }

    /// <summary>Writes the state dictionary as safetensors, replacing an older file atomically.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="NotSupportedException">PyTorch's modules cannot express a layer; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Network network, string path) => NetworkWeights.Save(Tensors(network), path);

    /// <summary>
    /// What <see cref="TorchReader"/> has to be told to read the same network again: what a state dictionary does not say.
    /// </summary>
    /// <exception cref="NotSupportedException">
    /// The network is no stack of layers with one output, or its layers differ in what can be told once.
    /// </exception>
    public static TorchReaderOptions Options(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Activation[] rnn =
        [
            .. network.AllLayers.Where(layer => layer.Kind == "Rnn")
                .Select(layer => layer.Option("Activation", Activation.Tanh)).Distinct(),
        ];
        double[] epsilons = [.. network.AllLayers.Where(layer => layer.Kind == "LayerNorm").Select(Epsilon).Distinct()];
        string[] strange =
            [.. network.AllLayers.Where(layer => layer.Parameters.Count == 0 && layer.Kind != "Pooling").Select(layer => layer.Kind)];
        bool isStack = network is { Inputs.Count: 1, Heads: [{ Name: "" }] }
            && NetworkNames.WithUsualReads(network).All(pair => !NetworkNames.SaysFrom(pair.Layer, pair.Usual))
            && !NetworkNames.SaysFrom(network, network.Heads[0]);
        if (!isStack || strange.Length > 0 || rnn.Length > 1 || epsilons.Length > 1)
        {
            string reason = !isStack ? "layers read others than the one above, or there are several inputs or heads"
                : strange.Length > 0 ? $"it has {string.Join(", ", strange)}"
                : "its layers differ in Activation of Rnn or Epsilon of LayerNorm";
            throw new NotSupportedException($"{network.Name} is no plain stack: {reason}.");
        }

        (NetworkLayer Layer, string Path)[] modules = [.. NetworkNames.Paths(network).Where(pair => pair.Layer.Parameters.Count > 0)];
        string[] tables = [.. network.Inputs.Where(input => input.Embedding is not null).Select(input => Module(input.Name))];
        return new TorchReaderOptions
        {
            Modules = [.. tables, .. modules.Select(pair => Module(pair.Path))],
            Activations = modules.Where(pair => pair.Layer.Kind == "Dense" && pair.Layer.Options.ContainsKey("Activation"))
                .ToDictionary(pair => Module(pair.Path), pair => (Activation)pair.Layer.Options["Activation"]),
            Nonlinearity = rnn is [Activation only] ? only : Activation.Tanh,
            Embeddings = tables,
            LayerNormEpsilon = epsilons is [double epsilon] ? epsilon : new LayerNormAttribute().Epsilon,
            EveryStep = network.Heads[0].HasSteps,
        };
    }

    private static double Epsilon(NetworkLayer layer) => layer.Option("Epsilon", new LayerNormAttribute().Epsilon);

    private static string Module(string path) => path.Replace('/', '.');

    private static IEnumerable<string> Obstacles(NetworkLayer layer)
    {
        if (layer.Kind == "Dense" || layer.Kind == "LayerNorm" || !(layer.IsRecurrent || layer.Parameters.Count > 0))
        {
            yield break;
        }

        if (layer.IsWindow)
        {
            yield return "the tensors of a convolution are not written";
            yield break;
        }

        foreach (string obstacle in CellWeights.Obstacles(layer))
        {
            yield return obstacle;
        }

        Activation activation = layer.Option("Activation", Activation.Tanh);
        bool isWide = layer.Kind == "Lstm" && layer.Option("Projection", 0) >= (int)layer.Arguments[0];
        (bool Is, string What)[] options =
        [
            (layer.Option("Peepholes", false), "Peepholes"),
            (layer.Option("CoupledGates", false), "CoupledGates"),
            (isWide, "projection that is as wide as the units or wider"),
            (layer.Kind == "Gru" && !layer.Option("ResetAfter", false), "GRU with the reset before the product"),
            (activation != Activation.Tanh && !(layer.Kind == "Rnn" && activation == Activation.Relu), $"Activation.{activation}"),
            (layer.Option("Direction", Direction.Forward) == Direction.Reverse, "module for Direction.Reverse alone"),
            (layer.Option("Merge", Merge.Concatenate) != Merge.Concatenate, $"Merge.{layer.Option("Merge", Merge.Concatenate)}"),
            (layer.Option("Residual", false), "Residual"),
            (layer.Option("LearnedInitialState", false), "LearnedInitialState"),
        ];
        foreach ((_, string what) in options.Where(option => option.Is))
        {
            yield return $"PyTorch has no {what}";
        }
    }

    private static IEnumerable<NetworkTensor> Tensors(NetworkLayer layer) => layer.Kind switch
    {
        "Dense" => [Turned("weight", Kernel(layer)), .. layer.Parameters.Where(tensor => tensor.Name == "bias")],
        "LayerNorm" => [layer.Parameter("gamma") with { Name = "weight" }, layer.Parameter("beta") with { Name = "bias" }],
        _ => !layer.IsRecurrent ? [] : CellWeights.Of(layer).Zip(["", "_reverse"], Cell).SelectMany(tensors => tensors),
    };

    private static IEnumerable<NetworkTensor> Cell(CellWeights cell, string direction)
    {
        Gate[] gates = cell switch
        {
            LstmWeights lstm => [lstm.Input!, lstm.Forget, lstm.Candidate, lstm.Output],
            GruWeights gru => [gru.Reset, gru.Update, gru.Candidate],
            _ => [((RnnWeights)cell).Gate],
        };
        yield return Turned($"weight_ih_l0{direction}", Matrix.Beside([.. gates.Select(gate => gate.Input)]));
        yield return Turned($"weight_hh_l0{direction}", Matrix.Beside([.. gates.Select(gate => gate.Recurrent)]));
        if (gates[0].InputBias is not null)
        {
            float[] first = [.. gates.SelectMany(gate => gate.InputBias!)], second = [.. gates.SelectMany(Second)];
            yield return new NetworkTensor($"bias_ih_l0{direction}", [first.Length], first);
            yield return new NetworkTensor($"bias_hh_l0{direction}", [second.Length], second);
        }

        if (cell is LstmWeights { Projection: Matrix projection })
        {
            yield return Turned($"weight_hr_l0{direction}", projection);
        }
    }

    /// <summary>The second bias: zeros where there is none, with the sign of the first, since -0 + 0 would be another zero.</summary>
    private static IEnumerable<float> Second(Gate gate) => gate.InputBias!.Select((first, unit) =>
        gate.RecurrentBias is float[] second && second[unit] != 0 ? second[unit] : MathF.CopySign(0, first));

    private static Matrix Kernel(NetworkLayer layer)
    {
        NetworkTensor kernel = layer.Parameter("kernel");
        return new Matrix(kernel.Shape[0], kernel.Shape[1], kernel.Values);
    }

    private static NetworkTensor Turned(string name, Matrix matrix) => matrix.Transpose().Named(name);
}
