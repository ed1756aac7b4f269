using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>
/// Reads networks in RTNeural's JSON format, which has the layers of a Keras model in order, and those of AIDA-X, which has a few keys
/// more. PyTorch's state dictionaries as JSON are <see cref="TorchReader"/>'s.
/// </summary>
public static class RtNeuralReader
{
    private const string Supported = "lstm, gru, dense, time-distributed-dense and activation are";

    /// <summary>Reads a file.</summary>
    /// <remarks>
    /// Of AIDA-X' keys <c>in_skip</c> adds the input's first column to the output; <c>in_gain</c> and <c>out_gain</c> must be 0 dB. A
    /// softmax at the end is left to the loss' <c>Probabilities</c>. RTNeural's LSTM and GRU have tanh and the logistic function whatever
    /// stands in <c>activation</c>; another function there is refused, since the file's author expected it to count.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The network. Its original has the input <c>input</c> and the output <c>output</c>, both [batch, steps, features].
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged, or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">A layer or a key cannot be expressed here; the message has all of them.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(string path)
    {
        RtNeuralFile file = RtNeuralFile.Read(path);
        int inputs = file.InputShape[^1];
        if (inputs < 1 || file.Layers.Count == 0)
        {
            throw FileFault.Damaged(
                path, inputs < 1 ? "in_shape must end with the number of features, found none" : "it must have layers, found none");
        }

        bool softmax = file.Layers[^1].Activation == "softmax" && file.Layers[^1].Type != "lstm" && file.Layers[^1].Type != "gru";
        Refuse(path, file, softmax);
        List<StackPart> parts = [];
        int width = inputs;
        for (int index = 0; index < file.Layers.Count; index++)
        {
            RtNeuralLayer layer = file.Layers[index];
            bool last = softmax && index == file.Layers.Count - 1;
            parts.AddRange(Parts(path, layer, index, width, last ? Activation.Linear : Functions.GetValueOrDefault(layer.Activation)));
            width = layer.Shape is [.., > 0 and int outputs] ? outputs
                : throw FileFault.Damaged(path, $"shape of layer {index} must end with the number of features, found none");
        }

        if (file.Skip == 1 && width != 1)
        {
            throw FileFault.Unsupported(path, $"in_skip of a network with {width} outputs is not supported, of one it is");
        }

        Network network = StackNetwork.Build(
            NetworkNames.ClassName(path), new NetworkInput("input", inputs), parts, everyStep: true, skip: file.Skip == 1);
        return new ImportedNetwork(softmax ? SoftmaxOutput.Of(network) : network)
        {
            Inputs = [SourceTensors.Steps("input", inputs)],
            Outputs = [SourceTensors.Steps("output", width) with { Function = softmax ? "Softmax" : null }],
            Notes = [.. Notes(file, softmax)],
        };
    }

    private static readonly Dictionary<string, Activation> Functions = new(StringComparer.Ordinal)
    {
        [""] = Activation.Linear,
        ["tanh"] = Activation.Tanh,
        ["relu"] = Activation.Relu,
        ["sigmoid"] = Activation.Sigmoid,
        ["elu"] = Activation.Elu,
    };

    private static void Refuse(string path, RtNeuralFile file, bool softmax)
    {
        List<string> reasons = [];
        for (int index = 0; index < file.Layers.Count; index++)
        {
            RtNeuralLayer layer = file.Layers[index];
            bool recurrent = layer.Type is "lstm" or "gru";
            if (!recurrent && layer.Type is not ("dense" or "time-distributed-dense" or "activation"))
            {
                reasons.Add($"layer {index} is of type '{layer.Type}', {Supported}");
            }
            else if (recurrent ? layer.Activation is not ("" or "tanh")
                : !Functions.ContainsKey(layer.Activation) && !(softmax && index == file.Layers.Count - 1))
            {
                string functions = recurrent ? "tanh is" : "tanh, relu, sigmoid, elu and softmax at the end are";
                reasons.Add($"activation of layer {index} is '{layer.Activation}', {functions}");
            }
        }

        if (file.InputShape.Count > 3)
        {
            reasons.Add($"in_shape has {file.InputShape.Count} dimensions, up to [batch, steps, features] is");
        }

        if (file.Skip > 1)
        {
            reasons.Add($"in_skip is {file.Skip}, 0 and 1 are");
        }

        foreach ((string name, double decibels) in new[] { ("in_gain", file.InputGain), ("out_gain", file.OutputGain) })
        {
            if (decibels != 0)
            {
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {decibels} dB, 0 dB (amplify outside the network) is"));
            }
        }

        if (reasons.Count > 0)
        {
            throw FileFault.Unsupported(path, $"{string.Join(" supported; ", reasons)} supported");
        }
    }

    private static IEnumerable<StackPart> Parts(string path, RtNeuralLayer layer, int index, int inputs, Activation activation)
    {
        int units = layer.Shape is [.., int last] ? last : 0;
        string name = layer.Type.StartsWith("time", StringComparison.Ordinal) ? $"dense{index}" : $"{layer.Type}{index}";
        switch (layer.Type)
        {
            case "activation":
                Shapes();
                return [StackPart.Activation(name, inputs, activation)];
            case "lstm":
                Shapes([inputs, 4 * units], [units, 4 * units], [4 * units]);
                return [StackPart.Recurrent(name, [KerasCells.Lstm(layer.Weights)], inputs)];
            case "gru":
                Shapes([inputs, 3 * units], [units, 3 * units], [2, 3 * units]);
                return [StackPart.Recurrent(name, [KerasCells.Gru(layer.Weights)], inputs)];
            default:
                Shapes([inputs, units], [units]);
                return [StackPart.Dense(name, new Matrix(inputs, units, layer.Weights[0].Values), layer.Weights[1].Values, activation)];
        }

        void Shapes(params int[][] expected)
        {
            bool same = layer.Weights.Count == expected.Length
                && layer.Weights.Zip(expected).All(pair => pair.First.Shape.SequenceEqual(pair.Second));
            if (!same || (expected.Length == 0 && units != inputs))
            {
                throw FileFault.Damaged(
                    path,
                    $"layer {index} ({layer.Type}) of {units} units on {inputs} inputs must have {List(expected)}, "
                    + $"found {List([.. layer.Weights.Select(tensor => tensor.Shape)])}");
            }
        }

        static string List(IReadOnlyList<IReadOnlyList<int>> shapes) =>
            shapes.Count == 0 ? "no weights" : $"weights {string.Join(", ", shapes.Select(shape => $"[{string.Join(", ", shape)}]"))}";
    }

    private static IEnumerable<string> Notes(RtNeuralFile file, bool softmax)
    {
        if (file.SampleRate is double rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The network was trained on sound of {rate} Hz.");
        }

        if (file.Skip == 1)
        {
            yield return "The input's first column is added to the output (in_skip).";
        }

        if (softmax)
        {
            yield return SoftmaxOutput.Note;
        }
    }
}
