using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>
/// LSTM, GRU and RNN. ONNX keeps gates in the orders i o f c, z r h, with a row for each unit, two biases, and directions as the first axis
/// of all weights.
/// </summary>
internal static class RecurrentOperators
{
    private const int InitialHidden = 5, InitialCell = 6, PeepholeWeights = 7;

    public static void Lstm(OnnxNode node)
    {
        RecurrentNode layer = new(node, 4, ["Sigmoid", "Tanh", "Tanh"]);
        bool couples = node.Integer("input_forget", 0) != 0;
        CellFunctions functions = layer.Functions;
        CellWeights[] cells = [.. layer.Directions.Select((gates, direction) =>
        {
            (Gate input, Gate output, Gate forget, Gate candidate) = (gates[0], gates[1], gates[2], gates[3]);
            LstmPeepholes? peepholes = Peepholes(node, layer, direction);
            if (functions.GatesAreSigmoid && functions.Activation(1) is Activation activation && activation == functions.Activation(2))
            {
                // f = 1 - i there, i = 1 - f here: σ(-z) is 1 - σ(z).
                return new LstmWeights(couples ? null : input, candidate, couples ? Negated(input) : forget, output)
                {
                    Activation = activation,
                    Peepholes = peepholes is null || !couples ? peepholes
                        : peepholes with { Forget = [.. peepholes.Input.Select(value => -value)] },
                };
            }

            return WrittenCells.Lstm(node, functions, input, candidate, forget, output, couples, peepholes);
        })];
        layer.Finish(cells, [InitialCell, InitialHidden], [2, 1]);
    }

    public static void Gru(OnnxNode node)
    {
        RecurrentNode layer = new(node, 3, ["Sigmoid", "Tanh"]);
        bool resetAfter = node.Integer("linear_before_reset", 0) != 0;
        CellWeights[] cells = [.. layer.Directions.Select(gates =>
        {
            GruWeights weights = new(gates[1], gates[0], gates[2], resetAfter);
            return layer.Functions.GatesAreSigmoid && layer.Functions.Activation(1) is Activation activation
                ? (CellWeights)(weights with { Activation = activation }) : WrittenCells.Gru(node, layer.Functions, weights);
        })];
        layer.Finish(cells, [InitialHidden], [1]);
    }

    public static void Rnn(OnnxNode node)
    {
        RecurrentNode layer = new(node, 1, ["Tanh"]);
        CellWeights[] cells = [.. layer.Directions.Select(gates => layer.Functions.Activation(0) is Activation activation
            ? (CellWeights)new RnnWeights(gates[0]) { Activation = activation } : WrittenCells.Rnn(node, layer.Functions, gates[0]))];
        layer.Finish(cells, [InitialHidden], [1]);
    }

    private static Gate Negated(Gate gate) => new(
        Negated(gate.Input), Negated(gate.Recurrent), gate.InputBias is null ? null : [.. gate.InputBias.Select(value => -value)],
        gate.RecurrentBias is null ? null : [.. gate.RecurrentBias.Select(value => -value)]);

    private static Matrix Negated(Matrix matrix) => matrix with { Values = [.. matrix.Values.Select(value => -value)] };

    private static LstmPeepholes? Peepholes(OnnxNode node, RecurrentNode layer, int direction)
    {
        if (!node.Has(PeepholeWeights))
        {
            return null;
        }

        float[] all = node.Constants(PeepholeWeights).Constants!;
        int units = layer.Units, first = direction * 3 * units;
        if (all.Length != layer.Directions.Count * 3 * units)
        {
            throw new InvalidDataException($"P has {all.Length} elements; {layer.Directions.Count}·3·{units} were expected");
        }

        float[] Block(int gate) => all[(first + (gate * units))..(first + ((gate + 1) * units))];
        return new LstmPeepholes(Block(0), Block(2), Block(1));
    }
}
