using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Interchange;

/// <summary>
/// Reads models of Neural Amp Modeler (<c>.nam</c>): those of the architecture LSTM, one layer or several, each with the states that it
/// starts from, and a linear output at every step.
/// </summary>
public static class NamReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The network. Its original has the input <c>input</c> [batch, steps, input_size] and the output <c>output</c> [batch, steps, 1].
    /// </returns>
    /// <exception cref="InvalidDataException">The file is damaged, or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">The model is of another architecture.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImportedNetwork Read(string path)
    {
        NamFile file = NamFile.Read(path);
        if (file.Architecture != "LSTM")
        {
            throw FileFault.Unsupported(path, $"architecture '{file.Architecture}' is not supported, LSTM alone is");
        }

        if (file.Outputs != 1)
        {
            throw FileFault.Unsupported(path, $"out_channels must be 1, found {file.Outputs}");
        }

        int inputs = Positive("input_size", file.Inputs), units = Positive("hidden_size", file.Units);
        int layers = Positive("num_layers", file.Layers);
        Check(path, file.Weights.Length, inputs, units, layers);
        WeightSequence weights = new(file.Weights);
        List<StackPart> parts = [];
        for (int layer = 0; layer < layers; layer++)
        {
            int width = layer == 0 ? inputs : units;
            parts.Add(StackPart.Recurrent($"lstm{layer}", [Cell(weights, width, units)], width));
        }

        parts.Add(StackPart.Dense("head", weights.Take(1, units).Transpose(), weights.Take(1)));
        Network network = StackNetwork.Build(
            NetworkNames.ClassName(path), new NetworkInput("input", inputs), parts, everyStep: true);
        return new ImportedNetwork(network)
        {
            Inputs = [SourceTensors.Steps("input", inputs)],
            Outputs = [SourceTensors.Steps("output", 1)],
            Notes = file.SampleRate is double rate ? [FormattableString.Invariant($"The model was trained on sound of {rate} Hz.")] : [],
        };

        int Positive(string name, int? value) => value is > 0 ? value.Value
            : throw FileFault.Damaged(path, $"{name} of config must be 1 or more, found {(value is null ? "none" : value)}");
    }

    /// <summary>
    /// One layer: [4 units, inputs + units] in PyTorch's order of gates i, f, g, o, the biases, then h and c of the start.
    /// </summary>
    private static LstmWeights Cell(WeightSequence weights, int inputs, int units)
    {
        Matrix kernel = weights.Take(4 * units, inputs + units).Transpose();
        IReadOnlyList<Gate> gates = Gate.Split(
            kernel.TakeRows(0, inputs), kernel.TakeRows(inputs, units), weights.Take(4 * units), null, units);
        float[] hidden = weights.Take(units), cell = weights.Take(units);
        return new LstmWeights(gates[0], gates[2], gates[1], gates[3])
        {
            InitialStates = new Dictionary<string, float[]> { ["c"] = cell, ["h"] = hidden },
        };
    }

    private static void Check(string path, int found, long inputs, long units, int layers)
    {
        // Within 2^31 each; a product of three of them may leave even 64 bits.
        Int128 first = ((Int128)4 * units * (inputs + units)) + (6 * units), other = ((Int128)8 * units * units) + (6 * units);
        Int128 expected = first + ((layers - 1) * other) + units + 1;
        if (found != expected)
        {
            throw FileFault.Damaged(
                path,
                FormattableString.Invariant($"weights of an LSTM of {layers} layers with {units} units on {inputs} inputs ")
                + FormattableString.Invariant($"must be {expected} numbers, found {found}"));
        }
    }

    /// <summary>Takes tensors from the front of the file's one list of numbers.</summary>
    private sealed class WeightSequence(float[] values)
    {
        private int _next;

        public float[] Take(int count)
        {
            _next += count;
            return values[(_next - count).._next];
        }

        public Matrix Take(int rows, int columns) => new(rows, columns, Take(rows * columns));
    }
}
