using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>The lines, products and vectors of a cell's equations, as they come, and the text that they make.</summary>
/// <param name="states">The names of the states.</param>
/// <param name="units">The width of all its values.</param>
internal sealed class EquationText(IReadOnlyList<string> states, int units)
{
    private const int MostLines = 400;

    private readonly List<string> _lines = [];
    private readonly List<EquationProduct> _products = [];
    private readonly List<NetworkTensor> _vectors = [];

    public int LineCount => _lines.Count;

    public void Add(string line) => _lines.Add(line);

    /// <summary>The name of a vector with these values, the same for the same ones.</summary>
    /// <exception cref="NotSupportedException">There is not one for each unit.</exception>
    public string Vector(float[] values)
    {
        if (values.Length != units)
        {
            throw new NotSupportedException("a vector of another width");
        }

        NetworkTensor vector = _vectors.FirstOrDefault(each => each.Values.AsSpan().SequenceEqual(values))
            ?? new NetworkTensor(EquationSyntax.Numbered("w", _vectors.Count), [units], values);
        if (!_vectors.Contains(vector))
        {
            _vectors.Add(vector);
        }

        return vector.Name;
    }

    /// <summary>The name of a new product.</summary>
    /// <param name="sum">Its weights by column.</param>
    /// <param name="readsInput">Whether it reads the input.</param>
    /// <param name="others">What else it reads.</param>
    /// <param name="readsValues">Whether that is more than states: then it stands after the lines before it.</param>
    public string Product(
        GatePattern sum, bool readsInput, IReadOnlyList<(string Name, Element[] Columns)> others, bool readsValues)
    {
        string name = EquationSyntax.Numbered("z", _products.Count);
        _products.Add(new EquationProduct(name, sum, readsInput, others, readsValues ? _lines.Count : -1));
        return name;
    }

    /// <summary>The whole text and its parameters; <see langword="null"/> of one that is too long.</summary>
    /// <param name="inputs">The columns of the cell's input.</param>
    /// <param name="output">What the cell hands up.</param>
    public (string Text, IReadOnlyList<NetworkTensor> Tensors)? Write(Element[] inputs, string output)
    {
        List<string> lines = [$"state {string.Join(", ", states)}"];
        List<NetworkTensor> tensors = [.. _vectors];
        lines.AddRange(_vectors.Select(vector => $"vector {vector.Name}"));

        // Products of the same operands are one product with a block for each, which is faster; those of values of the cell stay where
        // they are.
        IEnumerable<EquationProduct> first = _products.Where(product => product.Line < 0);
        foreach (IEnumerable<EquationProduct> blocks in first.GroupBy(product => (product.Operands, product.Gate(inputs).Bias is not null)))
        {
            Add([.. blocks]);
        }

        for (int line = 0; line <= _lines.Count; line++)
        {
            foreach (EquationProduct product in _products.Where(product => product.Line == line))
            {
                Add([product]);
            }

            if (line < _lines.Count)
            {
                lines.Add(_lines[line]);
            }
        }

        if (output != "h'")
        {
            lines.Add($"output {output}");
        }

        return lines.Count > MostLines ? null : (string.Join('\n', lines), tensors);

        void Add(EquationProduct[] blocks)
        {
            (string line, IReadOnlyList<NetworkTensor> weights) = EquationProduct.Together(blocks, inputs);
            lines.Add(line);
            tensors.AddRange(weights);
        }
    }
}
