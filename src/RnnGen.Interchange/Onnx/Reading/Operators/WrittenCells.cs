using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>
/// ONNX' cells with functions or limits that RnnGen's attributes do not have, as cells of one's own: the standard's equations, with its
/// names.
/// </summary>
internal static class WrittenCells
{
    public static CellWeights Lstm(
        OnnxNode node,
        CellFunctions functions,
        Gate input,
        Gate candidate,
        Gate forget,
        Gate output,
        bool couples,
        LstmPeepholes? peepholes)
    {
        Gate[] gates = couples ? [input, candidate, output] : [input, candidate, forget, output];
        bool sees = peepholes is not null;
        List<string> lines = ["state c, h", $"{(couples ? "zi, zj, zo" : "zi, zj, zf, zo")} = [x, h] * kernel{Bias(input, "bias")}"];
        if (sees)
        {
            lines.AddRange(["vector pi", "vector po", .. couples ? Array.Empty<string>() : ["vector pf"]]);
        }

        lines.AddRange(
        [
            $"ai = {(sees ? "zi + pi*c" : "zi")}",
            $"i = {functions.Text(0, "ai")}",
            .. couples ? ["f = 1 - i"] : new[] { $"af = {(sees ? "zf + pf*c" : "zf")}", $"f = {functions.Text(0, "af")}" },
            $"j = {functions.Text(1, "zj")}",
            "c' = f*c + i*j",
            $"ao = {(sees ? "zo + po*c'" : "zo")}",
            $"o = {functions.Text(0, "ao")}",
            $"t = {functions.Text(2, "c'", clips: false)}",
            "h' = o*t",
        ]);
        List<NetworkTensor> tensors = [.. Product(gates, "kernel", "bias")];
        if (peepholes is not null)
        {
            tensors.AddRange(
            [
                new NetworkTensor("pi", [input.Units], peepholes.Input), new NetworkTensor("po", [input.Units], peepholes.Output),
                .. couples ? Array.Empty<NetworkTensor>() : [new NetworkTensor("pf", [input.Units], peepholes.Forget)],
            ]);
        }

        return Written(node, "Lstm", lines, input.Units, tensors, ["c", "h"]);
    }

    public static CellWeights Gru(OnnxNode node, CellFunctions functions, GruWeights weights)
    {
        Gate candidate = weights.Candidate;
        List<string> lines =
        [
            "state h",
            $"zr, zu = [x, h] * gates/kernel{Bias(weights.Reset, "gates/bias")}",
            $"r = {functions.Text(0, "zr")}",
            $"u = {functions.Text(0, "zu")}",
        ];
        List<NetworkTensor> tensors = [.. Product([weights.Reset, weights.Update], "gates/kernel", "gates/bias")];
        if (weights.ResetAfter)
        {
            lines.AddRange(
            [
                $"zx = [x] * candidate/input/kernel{Bias(candidate, "candidate/input/bias")}",
                $"zh = [h] * candidate/hidden/kernel{Bias(candidate, "candidate/hidden/bias")}",
                "zk = zx + r*zh",
            ]);
            tensors.Add(candidate.Input.Named("candidate/input/kernel"));
            tensors.Add(candidate.Recurrent.Named("candidate/hidden/kernel"));
            if (candidate.InputBias is not null)
            {
                tensors.Add(new NetworkTensor("candidate/input/bias", [candidate.Units], candidate.InputBias));
                tensors.Add(new NetworkTensor("candidate/hidden/bias", [candidate.Units], candidate.RecurrentBias!));
            }
        }
        else
        {
            lines.AddRange(["s = r*h", $"zk = [x, s] * candidate/kernel{Bias(candidate, "candidate/bias")}"]);
            tensors.AddRange(Product([candidate], "candidate/kernel", "candidate/bias"));
        }

        lines.AddRange([$"k = {functions.Text(1, "zk")}", "h' = u*h + (1 - u)*k"]);
        return Written(node, "Gru", lines, candidate.Units, tensors, ["h"]);
    }

    public static CellWeights Rnn(OnnxNode node, CellFunctions functions, Gate gate) => Written(
        node,
        "Rnn",
        ["state h", $"z = [x, h] * kernel{Bias(gate, "bias")}", $"h' = {functions.Text(0, "z")}"],
        gate.Units,
        [.. Product([gate], "kernel", "bias")],
        ["h"]);

    private static EquationWeights Written(
        OnnxNode node,
        string kind,
        IReadOnlyList<string> lines,
        int units,
        IReadOnlyList<NetworkTensor> tensors,
        IReadOnlyList<string> states)
    {
        string text = string.Join('\n', lines);
        return new EquationWeights(node.Graph.CellName(kind, text), units, text, tensors, states);
    }

    private static string Bias(Gate gate, string name) => gate.Bias is null ? "" : $" + {name}";

    private static IEnumerable<NetworkTensor> Product(IReadOnlyList<Gate> gates, string kernel, string bias)
    {
        yield return Matrix.Beside([.. gates.Select(gate => gate.Kernel)]).Named(kernel);
        if (gates[0].Bias is not null)
        {
            float[] values = [.. gates.SelectMany(gate => gate.Bias!)];
            yield return new NetworkTensor(bias, [values.Length], values);
        }
    }
}
