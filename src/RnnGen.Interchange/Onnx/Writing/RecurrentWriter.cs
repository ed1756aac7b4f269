using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Equations;
using RnnGen.Interchange.Onnx.Protocol;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>
/// Writes recurrent layers: as LSTM, GRU or RNN where one of these is the same, otherwise as a loop (Scan) around the equations, or of one
/// step these alone.
/// </summary>
/// <param name="graph">The outer graph.</param>
/// <param name="extents">Its extents.</param>
/// <param name="isStep">Whether the file computes one step.</param>
internal sealed class RecurrentWriter(OnnxGraph graph, OnnxExtents extents, bool isStep)
{
    /// <summary>A recurrent layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What it reads, [steps, batch, columns]; behind it what its equations read beside x.</param>
    /// <param name="columns">Columns of all that.</param>
    /// <param name="initial">The states before the first step, [batch, units], in order; null of those that are zero.</param>
    /// <param name="x">What a residual adds, [steps, batch, size].</param>
    public OnnxRecurrence Write(NetworkLayer layer, string input, int columns, IReadOnlyList<string?> initial, Func<string> x)
    {
        string[] prefixes = RecurrentOperator.Prefixes(layer);
        CellEquations? cell = layer.Equations is null ? null : CellEquations.Read(layer.Equations);
        List<Run> runs = [];
        Func<string>? merged = null;
        if (RecurrentOperator.Of(layer) is RecurrentOperator operation)
        {
            merged = Operate(layer, operation, input, initial, runs);
        }
        else
        {
            int each = layer.States.Count / prefixes.Length;
            bool reverses = layer.Option("Direction", Direction.Forward) == Direction.Reverse;
            for (int index = 0; index < prefixes.Length; index++)
            {
                string?[] before = [.. initial.Skip(index * each).Take(each)];
                CellWriter writer = new(graph, extents, layer, prefixes[index], cell!);
                runs.Add(isStep
                    ? Step(layer, writer, cell!, input, columns, before)
                    : Loop(layer, writer, cell!, input, columns, before, reverses || index == 1));
            }
        }

        merged ??= Later.Of(() => Merged(layer, [.. runs.Select(run => run.Steps())]));
        Func<string>[] finals = [.. runs.SelectMany(run => run.Finals)];
        return layer.Option("Residual", false)
            ? WithResidual(layer, x(), merged, finals)
            : new OnnxRecurrence(merged, Later.Of(() => Last(layer, runs, cell)), finals);
    }

    /// <summary>The outputs of two directions as one, of steps or of vectors.</summary>
    private string Merged(NetworkLayer layer, IReadOnlyList<string> parts) => parts.Count == 1
        ? parts[0]
        : layer.Option("Merge", Merge.Concatenate) switch
        {
            Merge.Sum => graph.Node("Add", layer.Name, parts),
            Merge.Average => graph.Node("Mul", layer.Name, [graph.Node("Add", layer.Name, parts), graph.Number(0.5f)]),
            Merge.Product => graph.Node("Mul", layer.Name, parts),
            _ => graph.Node("Concat", layer.Name, parts, OnnxAttributes.Of("axis", -1)),
        };

    private OnnxRecurrence WithResidual(NetworkLayer layer, string input, Func<string> merged, IReadOnlyList<Func<string>> finals)
    {
        Func<string> sum = Later.Of(() => graph.Node("Add", layer.Name, [merged(), input]));
        bool endsFirst = layer.Option("Direction", Direction.Forward) == Direction.Reverse;
        return new OnnxRecurrence(sum, Later.Of(() => LastSteps.Of(graph, extents, layer.Name, sum(), endsFirst)), finals);
    }

    /// <summary>
    /// What a reader of the last step gets: of each direction the last step that it took, which is its state where the output is one.
    /// A row without steps gives its state before the first step then, otherwise zeros.
    /// </summary>
    private string Last(NetworkLayer layer, IReadOnlyList<Run> runs, CellEquations? cell)
    {
        bool dropsState = layer.Option("StateDropout", 0.0) > 0 && (cell?.Output != "c'" || cell.States.Count == 1);
        bool isState = cell?.OutputIsState != false && layer.Option("OutputDropout", 0.0) == 0 && !dropsState;
        string output = cell is null ? "h" : cell.Output.TrimEnd('\'');
        return Merged(layer, [.. runs.Select(run => isState
            ? run.Finals[cell is null ? run.Finals.Count - 1 : cell.States.ToList().IndexOf(output)]()
            : LastSteps.Of(graph, extents, layer.Name, run.Steps(), run.EndsFirst))]);
    }

    private Func<string> Operate(
        NetworkLayer layer, RecurrentOperator operation, string input, IReadOnlyList<string?> initial, List<Run> runs)
    {
        int directions = operation.Gates.Count, each = layer.States.Count / directions;
        string name = layer.Name;
        (float[] Values, long[] Shape) inputs = operation.Inputs, recurrent = operation.Recurrent;
        List<string> operands =
            [input, graph.Weights($"{name}/W", inputs.Values, inputs.Shape), graph.Weights($"{name}/R", recurrent.Values, recurrent.Shape)];
        operands.Add(operation.Biases is float[] biases
            ? graph.Weights($"{name}/B", biases, directions, biases.Length / directions)
            : "");
        operands.Add(extents.Lengths ?? "");

        // Ours are c, h of each direction; the operator's h, then c, of all directions.
        string[] states = each == 2 ? ["h", "c"] : ["h"];
        foreach (int state in Enumerable.Range(0, each).Reverse())
        {
            operands.Add(Initial(layer, [.. Enumerable.Range(0, directions).Select(index => initial[(index * each) + state])]));
        }

        if (operation.Peepholes.Count > 0)
        {
            operands.Add(graph.Weights(
                $"{name}/P", [.. operation.Peepholes.SelectMany(values => values)], directions, operation.Peepholes[0].Length));
        }

        while (operands[^1].Length == 0)
        {
            operands.RemoveAt(operands.Count - 1);
        }

        Direction direction = layer.Option("Direction", Direction.Forward);
        IReadOnlyList<string> outputs = graph.Nodes(
            operation.Type,
            name,
            operands,
            [operation.Type, .. states],
            [
                .. operation.Attributes,
                OnnxAttributes.Of("direction", direction.ToString().ToLowerInvariant()),
                OnnxAttributes.Of("hidden_size", operation.Units),
            ]);
        for (int index = 0; index < directions; index++)
        {
            int first = index * each, place = index;
            runs.Add(new Run(
                Later.Of(() => OfDirection(name, outputs[0], directions, place, axis: 1)),
                [
                    .. Enumerable.Range(0, each).Select(state => Later.Of(() =>
                        OrInitial(name, initial[first + state], OfDirection(name, outputs[each - state], directions, place, axis: 0)))),
                ],
                EndsFirst: direction == Direction.Reverse || index == 1));
        }

        return directions == 1 ? runs[0].Steps : Later.Of(() => MergedDirections(layer, outputs[0]));
    }

    private string OfDirection(string name, string values, int directions, int index, int axis) => directions == 1
        ? graph.Node("Squeeze", name, [values, graph.Integers(axis)])
        : graph.Node("Gather", name, [values, graph.Integer(index)], OnnxAttributes.Of("axis", axis));

    // Operators give zeros for a row without steps.
    private string OrInitial(string name, string? initial, string final) => extents.Lengths is null || initial is null
        ? final
        : graph.Node("Where", name, [extents.IsEmpty, initial, final]);

    /// <summary>[steps, 2, batch, units] as one value of steps.</summary>
    private string MergedDirections(NetworkLayer layer, string output) => layer.Option("Merge", Merge.Concatenate) switch
    {
        Merge.Sum => graph.Node("ReduceSum", layer.Name, [output, graph.Integers(1)], OnnxAttributes.Of("keepdims", 0)),
        Merge.Average => Reduced(layer, "ReduceMean", output),
        Merge.Product => Reduced(layer, "ReduceProd", output),
        _ => graph.Node(
            "Reshape",
            layer.Name,
            [graph.Node("Transpose", layer.Name, [output], OnnxAttributes.Of("perm", [0L, 2, 1, 3])), graph.Integers(0, 0, -1)]),
    };

    private string Reduced(NetworkLayer layer, string type, string output) =>
        graph.Node(type, layer.Name, [output], OnnxAttributes.Of("axes", [1L]), OnnxAttributes.Of("keepdims", 0));

    /// <summary>States of all directions as an operator takes them, [directions, batch, units].</summary>
    private string Initial(NetworkLayer layer, IReadOnlyList<string?> states)
    {
        if (states.Any(state => state is null))
        {
            return "";
        }

        string[] each = [.. states.Select(state => graph.Node("Unsqueeze", layer.Name, [state!, graph.Integers(0)]))];
        return each.Length == 1 ? each[0] : graph.Node("Concat", layer.Name, each, OnnxAttributes.Of("axis", 0));
    }

    private string OrZero(NetworkLayer layer, string? state, int units) =>
        state ?? graph.Node("ConstantOfShape", layer.Name, [extents.RowsOf(layer.Name, units)]);

    /// <summary>One step: the equations, once.</summary>
    private Run Step(
        NetworkLayer layer, CellWriter writer, CellEquations cell, string input, int columns, IReadOnlyList<string?> initial)
    {
        string[] before = [.. cell.States.Select((_, index) => OrZero(layer, initial[index], layer.States[index].Units))];
        string step = graph.Node("Squeeze", layer.Name, [input, graph.Integers(0)]);
        (IReadOnlyList<string> states, string output) = writer.Write(graph, step, columns, before);
        return new Run(
            Later.Of(() => graph.Node("Unsqueeze", layer.Name, [output, graph.Integers(0)])), [.. states.Select(Later.Of)],
            EndsFirst: false);
    }

    /// <summary>All steps: a loop whose body is the equations. What is past a row's length leaves its states as they are.</summary>
    private Run Loop(
        NetworkLayer layer, CellWriter writer, CellEquations cell, string input, int columns, IReadOnlyList<string?> initial, bool reverses)
    {
        string name = layer.Name;
        bool hasLengths = extents.Lengths is not null;
        if (reverses && hasLengths)
        {
            input = Reversed(name, input);
        }

        OnnxGraph body = graph.Body($"{name}/step");
        string[] before = [.. cell.States.Select(state => body.Input($"{name}/{state}", TensorProto.Types.DataType.Float))];
        string step = body.Input($"{name}/{CellEquations.Input}", TensorProto.Types.DataType.Float);
        string? isValid = hasLengths ? body.Input($"{name}/valid", TensorProto.Types.DataType.Bool) : null;
        (IReadOnlyList<string> states, string output) = writer.Write(body, step, columns, before);
        foreach ((string state, string next) in before.Zip(states))
        {
            body.Output(body.Node(isValid is null ? "Identity" : "Where", name, isValid is null ? [next] : [isValid, next, state]));
        }

        body.Output(body.Node(
            isValid is null ? "Identity" : "Where", name, isValid is null ? [output] : [isValid, output, graph.Number(0)]));
        List<AttributeProto> attributes =
            [OnnxAttributes.Of("body", body.Message), OnnxAttributes.Of("num_scan_inputs", hasLengths ? 2 : 1)];
        if (reverses && !hasLengths)
        {
            attributes.Add(OnnxAttributes.Of("scan_input_directions", [1L]));
            attributes.Add(OnnxAttributes.Of("scan_output_directions", [1L]));
        }

        string[] start = [.. cell.States.Select((_, index) => OrZero(layer, initial[index], layer.States[index].Units))];
        IReadOnlyList<string> outputs = graph.Nodes(
            "Scan", name, [.. start, input, .. hasLengths ? new[] { extents.Mask } : []], [.. cell.States, "Scan"], attributes);
        string steps = outputs[^1];
        return new Run(
            Later.Of(() => reverses && hasLengths ? Reversed(name, steps) : steps),
            [.. outputs.Take(cell.States.Count).Select(Later.Of)],
            EndsFirst: reverses);
    }

    private string Reversed(string name, string value) => graph.Node(
        "ReverseSequence", name, [value, extents.LongLengths], OnnxAttributes.Of("time_axis", 0), OnnxAttributes.Of("batch_axis", 1));

    /// <summary>A layer in one direction.</summary>
    /// <param name="Steps">Its outputs, [steps, batch, units]; written when asked for.</param>
    /// <param name="Finals">Its states after the last step that it took, [batch, units]; likewise.</param>
    /// <param name="EndsFirst">Whether that is the first step.</param>
    private sealed record Run(Func<string> Steps, IReadOnlyList<Func<string>> Finals, bool EndsFirst);
}

/// <summary>What a recurrent layer gives.</summary>
/// <param name="Steps">Its outputs, [steps, batch, size]; written when asked for.</param>
/// <param name="Last">What a reader of its last step gets, [batch, size]; likewise.</param>
/// <param name="Finals">Its states after each row's last valid step, [batch, units], in the order of the layer's states; likewise.</param>
internal sealed record OnnxRecurrence(Func<string> Steps, Func<string> Last, IReadOnlyList<Func<string>> Finals);
