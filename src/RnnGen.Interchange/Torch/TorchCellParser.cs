using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace RnnGen.Interchange;

/// <summary>
/// Reads <c>nn.LSTM</c>, <c>nn.GRU</c> and <c>nn.RNN</c>, and their cells, which differ in the number of gates: 4, 3, 1. For each layer k
/// and direction: <c>weight_ih_lk</c> [gates·units, inputs], <c>weight_hh_lk</c> [gates·units, hidden], two biases [gates·units] or none,
/// and <c>weight_hr_lk</c> [hidden, units] of an LSTM with a projection.
/// </summary>
internal sealed partial class TorchCellParser(
    string path, string module, IReadOnlyDictionary<string, NetworkTensor> tensors, Activation nonlinearity)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Whether the parameters are those of a recurrent module.</summary>
    public static bool Owns(IEnumerable<string> parameters) => parameters.All(parameter => Parameter().IsMatch(parameter));

    /// <summary>The module.</summary>
    /// <exception cref="System.IO.InvalidDataException">A tensor is missing, or two contradict each other.</exception>
    public TorchRecurrent Parse()
    {
        bool isCell = tensors.ContainsKey("weight_ih");
        bool two = tensors.ContainsKey("weight_ih_l0_reverse");
        List<IReadOnlyList<CellWeights>> layers = [];
        int width = 0, inputs = 0;
        do
        {
            string layer = isCell ? "" : FormattableString.Invariant($"_l{layers.Count}");
            List<CellWeights> cells = [];
            foreach (string direction in two ? new[] { "", "_reverse" } : [""])
            {
                cells.Add(Cell(layer + direction, ref inputs));
            }

            if (two && (cells[0].Kind != cells[1].Kind || cells[0].Units != cells[1].Units || cells[0].OutputSize != cells[1].OutputSize))
            {
                throw FileFault.Damaged(path, $"both directions of layer {layers.Count} of module '{module}' must have equal shapes");
            }

            width = layers.Count == 0 ? inputs : width;
            layers.Add(cells);
            inputs = cells.Sum(cell => cell.OutputSize);
        }
        while (!isCell && tensors.ContainsKey(FormattableString.Invariant($"weight_ih_l{layers.Count}")));
        if (layers.Any(cells => cells[0].Kind != layers[0][0].Kind))
        {
            throw FileFault.Damaged(path, $"all layers of module '{module}' must have as many gates, found other numbers");
        }

        string? unused = tensors.Keys.FirstOrDefault(key => !_used.Contains(key));
        return unused is null ? new TorchRecurrent(module, layers[0][0].Kind.ToUpperInvariant(), width, layers)
            : throw FileFault.Damaged(path, $"tensor '{tensors[unused].Name}' belongs to no layer that has all of its tensors");
    }

    /// <param name="suffix">What stands behind the names, such as <c>_l0_reverse</c>.</param>
    /// <param name="inputs">Features that the layer reads; 0 where the first tensor says it.</param>
    private CellWeights Cell(string suffix, ref int inputs)
    {
        NetworkTensor input = Matrix($"weight_ih{suffix}"), recurrent = Matrix($"weight_hh{suffix}");
        NetworkTensor? projection = tensors.ContainsKey($"weight_hr{suffix}") ? Matrix($"weight_hr{suffix}") : null;
        int rows = input.Shape[0], units = projection is null ? recurrent.Shape[1] : projection.Shape[1];
        int gates = rows % units == 0 ? rows / units : 0;
        if (gates is not (1 or 3 or 4) || (projection is not null && gates != 4))
        {
            string expected = projection is null ? $"{units}, {3L * units} or {4L * units}" : $"{4L * units}";
            throw FileFault.Damaged(path, $"'{input.Name}' of {units} units must have {expected} rows, found {rows}");
        }

        inputs = inputs == 0 ? input.Shape[1] : inputs;
        Expect(input, rows, inputs);
        Expect(recurrent, rows, projection?.Shape[0] ?? units);
        bool hasBias = tensors.ContainsKey($"bias_ih{suffix}") || tensors.ContainsKey($"bias_hh{suffix}");
        float[]? first = hasBias ? Vector($"bias_ih{suffix}", rows) : null, second = hasBias ? Vector($"bias_hh{suffix}", rows) : null;
        IReadOnlyList<Gate> all = Gate.Split(Transposed(input), Transposed(recurrent), first, second, units);
        return gates switch
        {
            4 => new LstmWeights(all[0], all[2], all[1], all[3]) { Projection = projection is null ? null : Transposed(projection) },
            3 => new GruWeights(all[0], all[1], all[2], ResetAfter: true),
            _ => new RnnWeights(all[0]) { Activation = nonlinearity },
        };
    }

    private static Matrix Transposed(NetworkTensor tensor) => new Matrix(tensor.Shape[0], tensor.Shape[1], tensor.Values).Transpose();

    private NetworkTensor Matrix(string name) => Find(name) is { Shape.Count: 2 } tensor ? tensor
        : throw FileFault.Damaged(path, $"tensor '{tensors[name].Name}' must have 2 dimensions, found {tensors[name].Shape.Count}");

    private float[] Vector(string name, int count) => Expect(Find(name), count).Values;

    private NetworkTensor Find(string name)
    {
        _used.Add(name);
        return tensors.TryGetValue(name, out NetworkTensor? tensor) ? tensor
            : throw FileFault.Damaged(
                path,
                $"module '{module}' must have a tensor '{name}', found {string.Join(", ", tensors.Keys.Order(StringComparer.Ordinal))}");
    }

    private NetworkTensor Expect(NetworkTensor tensor, params int[] shape) => tensor.Shape.SequenceEqual(shape) ? tensor
        : throw FileFault.Damaged(
            path, $"tensor '{tensor.Name}' must be [{string.Join(", ", shape)}], found [{string.Join(", ", tensor.Shape)}]");

    [GeneratedRegex(@"^(weight_(ih|hh|hr)|bias_(ih|hh))(_l[0-9]+(_reverse)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
