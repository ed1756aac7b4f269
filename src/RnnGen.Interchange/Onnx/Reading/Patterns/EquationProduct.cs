using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>A product in the equations of a cell.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sum">Its weights by column.</param>
/// <param name="ReadsInput">Whether it reads the input.</param>
/// <param name="Others">What else it reads.</param>
/// <param name="Line">Before which line it stands, or -1 of one that needs none of them.</param>
internal sealed record EquationProduct(
    string Name, GatePattern Sum, bool ReadsInput, IReadOnlyList<(string Name, Element[] Columns)> Others, int Line)
{
    public string Operands => string.Join(", ", Others.Select(other => other.Name).Prepend("x").Skip(ReadsInput ? 0 : 1));

    public Gate Gate(Element[] inputs) => Sum.ToGate(ReadsInput ? inputs : [], [.. Others.SelectMany(other => other.Columns)]);

    /// <summary>Products of the same operands as one line, with their blocks side by side.</summary>
    /// <param name="blocks">The products; all have a bias, or none has.</param>
    /// <param name="inputs">The columns of the cell's input.</param>
    public static (string Line, IReadOnlyList<NetworkTensor> Weights) Together(EquationProduct[] blocks, Element[] inputs)
    {
        string[] names = [.. blocks.Select(block => block.Name)];
        string scope = string.Join('_', names), product = $"{string.Join(", ", names)} = [{blocks[0].Operands}] * {scope}/kernel";
        Gate[] gates = [.. blocks.Select(block => block.Gate(inputs))];
        NetworkTensor kernel = Matrix.Beside([.. gates.Select(gate => blocks[0].ReadsInput ? gate.Kernel : gate.Recurrent)])
            .Named($"{scope}/kernel");
        if (gates[0].Bias is null)
        {
            return (product, [kernel]);
        }

        float[] biases = [.. gates.SelectMany(gate => gate.Bias!)];
        return ($"{product} + {scope}/bias", [kernel, new NetworkTensor($"{scope}/bias", [biases.Length], biases)]);
    }
}
