using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>What nodes of the three recurrent operators have in common: their weights, lengths, states and outputs.</summary>
internal sealed class RecurrentNode
{
    private const int SequenceLengths = 4;

    private readonly OnnxNode _node;
    private readonly GraphTensor _input;
    private readonly Axis _rows, _steps;
    private readonly bool _batchFirst;

    public RecurrentNode(OnnxNode node, int gates, string[] functions)
    {
        _node = node;
        _input = node.Operand(0);
        _batchFirst = node.Integer("layout", 0) != 0;
        if (_input.Rank != 3 || _input.Axes[2].IsLeading)
        {
            throw new InvalidDataException($"X has {_input.Rank} axes; steps, rows and features were expected");
        }

        (_steps, _rows) = _batchFirst ? (_input.Axes[1], _input.Axes[0]) : (_input.Axes[0], _input.Axes[1]);
        node.Graph.Axes.Bind(_steps, SourceAxis.Time);
        node.Graph.Axes.Bind(_rows, SourceAxis.Batch);
        Direction = node.Text("direction", "forward") switch
        {
            "forward" => Direction.Forward,
            "reverse" => Direction.Reverse,
            "bidirectional" => Direction.Bidirectional,
            string other => throw new InvalidDataException($"direction '{other}'"),
        };
        int directions = Direction == Direction.Bidirectional ? 2 : 1;
        Functions = CellFunctions.Read(node, functions, directions);
        GraphTensor weights = node.Constants(1), recurrent = node.Constants(2);
        int inputs = _input.Axes[2].Size;
        Units = recurrent.Rank == 3 ? recurrent.Axes[2].Size : 0;
        Expect("W", weights, directions, gates * Units, inputs);
        Expect("R", recurrent, directions, gates * Units, Units);
        float[]? biases = node.Has(3) ? node.Constants(3).Constants : null;
        if (Units == 0 || (biases is not null && biases.Length != directions * 2 * gates * Units))
        {
            throw new InvalidDataException($"B has {biases?.Length} elements; {directions}·{2 * gates * Units} were expected");
        }

        Directions = [.. Enumerable.Range(0, directions).Select(direction => Gate.Split(
            Block(weights, direction, gates * Units, inputs),
            Block(recurrent, direction, gates * Units, Units),
            biases?[(direction * 2 * gates * Units)..(((direction * 2) + 1) * gates * Units)],
            biases?[(((direction * 2) + 1) * gates * Units)..(((direction * 2) + 2) * gates * Units)],
            Units))];
    }

    public int Units { get; }

    public Direction Direction { get; }

    public IReadOnlyList<IReadOnlyList<Gate>> Directions { get; }

    public CellFunctions Functions { get; }

    /// <summary>The outputs Y, Y_h and Y_c.</summary>
    /// <param name="cells">The weights of each direction.</param>
    /// <param name="initial">The operands that hold the states before the first step, in the order of the cell's states.</param>
    /// <param name="final">The outputs that receive the states after the last one, likewise.</param>
    public void Finish(CellWeights[] cells, int[] initial, int[] final)
    {
        ReadLengths();
        List<Element[]?> states = [];
        for (int direction = 0; direction < cells.Length; direction++)
        {
            states.AddRange(initial.Select(operand => InitialState(operand, direction, cells.Length)));
        }

        int value = _node.Graph.Add(new RecurrentValue(_input.ToElements(), cells, Direction)
        {
            Initial = states,
            Node = _node.Title,
            Label = _node.Name,
            Leading = [.. new[] { _steps, _rows }.Where(axis => axis.IsLeading)],
        });
        Axis directions = new(cells.Length), units = new(Units);
        _node.Result(GraphTensor.OfValue(
            _batchFirst ? [_rows, _steps, directions, units] : [_steps, directions, _rows, units], value, cells.Length * Units));
        for (int state = 0; state < final.Length; state++)
        {
            Axis[] axes = _batchFirst ? [_rows, directions, units] : [directions, _rows, units];
            Element[] elements =
            [
                .. Enumerable.Range(0, cells.Length).SelectMany(direction => Enumerable.Range(0, Units)
                    .Select(unit => new Element(FinalState(value, (direction * final.Length) + state), unit, 0))),
            ];
            _node.Result(GraphTensor.OfElements(axes, elements), final[state]);
        }
    }

    private int FinalState(int value, int state)
    {
        int known = _node.Graph.Values.FindIndex(
            each => each is FinalStateValue final && final.Recurrent == value && final.State == state);
        return known >= 0 ? known
            : _node.Graph.Add(new FinalStateValue(value, state, Units) { Leading = _rows.IsLeading ? [_rows] : [] });
    }

    private void ReadLengths()
    {
        if (!_node.Has(SequenceLengths))
        {
            return;
        }

        string name = _node.NameOf(SequenceLengths);
        if (_node.Graph.IsInitializer(name) || _node.Operand(SequenceLengths).Integers is not null)
        {
            long steps = _node.Graph.Axes.SizeOf(_steps);
            if (_node.Operand(SequenceLengths).Integers!.Any(length => length != steps))
            {
                throw new NotSupportedException("sequence_lens that are constants and not the number of steps");
            }

            return;
        }

        if (_node.Operand(SequenceLengths).Elements is not [{ IsConstant: false } lengths]
            || _node.Graph.Values[lengths.Value] is not InputValue input)
        {
            throw new NotSupportedException("sequence_lens that are no input of the graph");
        }

        _node.Graph.Lengths.Add(input.Name);
    }

    private Element[]? InitialState(int operand, int direction, int directions)
    {
        if (!_node.Has(operand))
        {
            return null;
        }

        GraphTensor tensor = _node.Operand(operand);
        (int rows, int ways) = _batchFirst ? (0, 1) : (1, 0);
        if (tensor.Rank != 3 || tensor.Axes[2].Size != Units || (tensor.Axes[ways].Size != directions && tensor.Count > 0))
        {
            throw new InvalidDataException(
                $"the initial state [{string.Join(", ", tensor.Sizes)}] is not [{directions}, rows, {Units}]");
        }

        Element[] all = tensor.ToElements();
        int count = tensor.Axes[rows].Size;
        if (tensor.Axes[rows].IsLeading)
        {
            _node.Graph.Axes.Bind(tensor.Axes[rows], SourceAxis.Batch);
            if (_rows.IsLeading)
            {
                _node.Graph.Axes.Unite(_rows, tensor.Axes[rows]);
            }
        }

        Element At(int row, int unit) => all[(_batchFirst ? (row * directions) + direction : (direction * count) + row) * Units + unit];
        Element[] first = [.. Enumerable.Range(0, Units).Select(unit => At(0, unit))];
        if (Enumerable.Range(1, Math.Max(0, count - 1)).Any(row => Enumerable.Range(0, Units).Any(unit => At(row, unit) != first[unit])))
        {
            throw new NotSupportedException("initial states that are constants and differ between rows");
        }

        return first.All(element => element.IsConstant && element.Constant == 0) ? null : first;
    }

    private static Matrix Block(GraphTensor weights, int direction, int rows, int columns) =>
        new Matrix(rows, columns, weights.Constants!.AsSpan(direction * rows * columns, rows * columns).ToArray()).Transpose();

    private static void Expect(string name, GraphTensor tensor, params int[] sizes)
    {
        if (!tensor.Sizes.SequenceEqual(sizes))
        {
            throw new InvalidDataException(
                $"{name} is [{string.Join(", ", tensor.Sizes)}]; [{string.Join(", ", sizes)}] was expected");
        }
    }
}
