using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>
/// A layer as one of the operators LSTM, GRU and RNN, with its weights in their order: a row for each output. The first of the two biases
/// is the layer's; the second is zero but for what the layer adds to its forget gate, so that a reader can tell the two apart.
/// </summary>
/// <param name="Type">The operator.</param>
/// <param name="Attributes">Its attributes but for direction and size.</param>
/// <param name="Gates">The gates of each direction, in the operator's order.</param>
/// <param name="Peepholes">The weights of the cell state of each direction, in the operator's order; empty without.</param>
internal sealed record RecurrentOperator(
    string Type, IReadOnlyList<AttributeProto> Attributes, IReadOnlyList<IReadOnlyList<Gate>> Gates, IReadOnlyList<float[]> Peepholes)
{
    /// <summary>Units of the state.</summary>
    public int Units => Gates[0][0].Units;

    /// <summary>The operator of a layer; null where there is none, so that its equations have to be written.</summary>
    public static RecurrentOperator? Of(NetworkLayer layer)
    {
        string[] prefixes = Prefixes(layer);
        return IsNone(layer) ? null : layer.Kind switch
        {
            "Lstm" => Lstm(layer, prefixes),
            "Gru" => Gru(layer, prefixes),
            _ => new RecurrentOperator(
                "RNN", [.. Activations(layer, [])], [.. prefixes.Select(prefix => Blocks(layer, prefix, "", 1))], []),
        };
    }

    /// <summary>Whether no operator is the same as a layer.</summary>
    public static bool IsNone(NetworkLayer layer) => layer.IsOwnCell
        || layer.Kind is not ("Lstm" or "Gru" or "Rnn")
        || OnnxFunctions.NameInOperators(layer.Option("Activation", Activation.Tanh)) is null
        || layer.Option("LayerNorm", false)
        || layer.Options.ContainsKey("CellClip")
        || layer.Options.ContainsKey("Projection");

    /// <summary>What the names of the parameters and states of each direction begin with.</summary>
    public static string[] Prefixes(NetworkLayer layer) =>
        layer.Option("Direction", Direction.Forward) == Direction.Bidirectional ? ["fw/", "bw/"] : [""];

    /// <summary>The weights of the inputs of all directions, [directions, gates·units, inputs].</summary>
    public (float[] Values, long[] Shape) Inputs => Stack(gate => gate.Input);

    /// <summary>The weights of the states, [directions, gates·units, units].</summary>
    public (float[] Values, long[] Shape) Recurrent => Stack(gate => gate.Recurrent);

    /// <summary>Both biases, [directions, 2·gates·units]; null where no gate has any.</summary>
    public float[]? Biases => Gates.All(gates => gates.All(gate => gate.Bias is null)) ? null
        :
        [
            .. Gates.SelectMany(gates => gates.SelectMany(gate => gate.InputBias ?? new float[gate.Units])
                .Concat(gates.SelectMany(gate => gate.RecurrentBias ?? new float[gate.Units]))),
        ];

    private static RecurrentOperator Lstm(NetworkLayer layer, string[] prefixes)
    {
        bool coupled = layer.Option("CoupledGates", false), peepholes = layer.Option("Peepholes", false);
        float forgetBias = (float)layer.Option("ForgetBias", 1.0);
        List<AttributeProto> attributes = [.. Activations(layer, ["Sigmoid"], twice: true)];
        if (coupled)
        {
            attributes.Add(OnnxAttributes.Of("input_forget", 1));
        }

        return new RecurrentOperator(
            "LSTM",
            attributes,
            [.. prefixes.Select(prefix => LstmGates(Blocks(layer, prefix, "", coupled ? 3 : 4), forgetBias))],
            peepholes ? [.. prefixes.Select(prefix => LstmPeepholes(layer, prefix, coupled))] : []);
    }

    /// <summary>
    /// i, o, f, c of our i, j, f, o. Of coupled gates the operator takes f as 1 - i: i is σ(-zf), which is 1 - σ(zf).
    /// </summary>
    private static Gate[] LstmGates(IReadOnlyList<Gate> blocks, float forgetBias)
    {
        Gate candidate = blocks[^3], forget = blocks[^2], output = blocks[^1];
        if (forgetBias != 0 || forget.InputBias is not null)
        {
            float[] added = new float[forget.Units];
            Array.Fill(added, forgetBias);
            forget = forget with { RecurrentBias = added };
        }

        return [blocks.Count == 4 ? blocks[0] : Negated(forget), output, forget, candidate];
    }

    private static float[] LstmPeepholes(NetworkLayer layer, string prefix, bool coupled)
    {
        float[] forget = Values(layer, prefix + "w_f_diag"), output = Values(layer, prefix + "w_o_diag");
        return [.. coupled ? Negated(forget) : Values(layer, prefix + "w_i_diag"), .. output, .. forget];
    }

    private static RecurrentOperator Gru(NetworkLayer layer, string[] prefixes)
    {
        bool after = layer.Option("ResetAfter", false);
        return new RecurrentOperator(
            "GRU",
            [.. Activations(layer, ["Sigmoid"]), OnnxAttributes.Of("linear_before_reset", after ? 1 : 0)],
            [.. prefixes.Select(prefix => GruGates(layer, prefix, after))],
            []);
    }

    /// <summary>z, r, h, of which z is our u and h our candidate.</summary>
    private static Gate[] GruGates(NetworkLayer layer, string prefix, bool after)
    {
        IReadOnlyList<Gate> gates = Blocks(layer, prefix, "gates/", 2);
        Gate candidate = after
            ? new Gate(
                Matrix(layer, prefix + "candidate/input_projection/kernel"),
                Matrix(layer, prefix + "candidate/hidden_projection/kernel"),
                Find(layer, prefix + "candidate/input_projection/bias")?.Values,
                Find(layer, prefix + "candidate/hidden_projection/bias")?.Values)
            : Blocks(layer, prefix, "candidate/", 1)[0];
        return [gates[1], gates[0], candidate];
    }

    private static IEnumerable<AttributeProto> Activations(NetworkLayer layer, string[] gates, bool twice = false)
    {
        Activation activation = layer.Option("Activation", Activation.Tanh);
        string name = OnnxFunctions.NameInOperators(activation)!;
        string[] one = twice ? [.. gates, name, name] : [.. gates, name];
        if (activation == Activation.Tanh)
        {
            yield break;
        }

        string[] all = [.. Prefixes(layer).SelectMany(_ => one)];
        yield return OnnxAttributes.Of("activations", all);
        if (activation == Activation.Linear)
        {
            // 1·x + 0, said outright: runtimes differ in what they take where it is not.
            int count = all.Count(each => each == name);
            yield return OnnxAttributes.Floats("activation_alpha", Enumerable.Repeat(1f, count));
            yield return OnnxAttributes.Floats("activation_beta", Enumerable.Repeat(0f, count));
        }
    }

    private static IReadOnlyList<Gate> Blocks(NetworkLayer layer, string prefix, string scope, int count)
    {
        Matrix kernel = Matrix(layer, $"{prefix}{scope}kernel");
        int units = kernel.Columns / count, inputs = kernel.Rows - units;
        return Gate.Split(
            kernel.TakeRows(0, inputs), kernel.TakeRows(inputs, units), Find(layer, $"{prefix}{scope}bias")?.Values, null, units);
    }

    private static Gate Negated(Gate gate) => new(
        gate.Input with { Values = Negated(gate.Input.Values) },
        gate.Recurrent with { Values = Negated(gate.Recurrent.Values) },
        gate.InputBias is null ? null : Negated(gate.InputBias),
        gate.RecurrentBias is null ? null : Negated(gate.RecurrentBias));

    private static float[] Negated(float[] values) => [.. values.Select(value => -value)];

    private (float[] Values, long[] Shape) Stack(Func<Gate, Matrix> part)
    {
        Matrix[] matrices = [.. Gates.SelectMany(gates => gates.Select(gate => part(gate).Transpose()))];
        return (
            [.. matrices.SelectMany(matrix => matrix.Values)],
            [Gates.Count, matrices.Length / Gates.Count * matrices[0].Rows, matrices[0].Columns]);
    }

    private static Matrix Matrix(NetworkLayer layer, string name)
    {
        NetworkTensor tensor = layer.Parameter(name);
        return new Matrix(tensor.Shape[0], tensor.Shape[1], tensor.Values);
    }

    private static float[] Values(NetworkLayer layer, string name) => layer.Parameter(name).Values;

    private static NetworkTensor? Find(NetworkLayer layer, string name) => layer.Parameters.FirstOrDefault(tensor => tensor.Name == name);
}
