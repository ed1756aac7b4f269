using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Scan: a loop over steps whose body is one step of a cell, or of several.</summary>
internal static class Loops
{
    public static void Scan(OnnxNode node)
    {
        GraphProto proto = node.Body("body");
        int sequences = checked((int)node.Integer("num_scan_inputs", 0)), states = node.OperandCount - sequences;
        if (sequences < 1 || states < 0 || proto.Input.Count != node.OperandCount || proto.Output.Count < states)
        {
            throw new InvalidDataException(
                $"{node.OperandCount} operands, {sequences} of them sequences, for a body of {proto.Input.Count} inputs");
        }

        bool reverses = Reverses(node.IntegerList("scan_input_directions"));
        if (reverses != Reverses(node.IntegerList("scan_output_directions")) && proto.Output.Count > states)
        {
            throw new NotSupportedException("steps that are read in one order and written in another");
        }

        Axis? steps = null;
        List<GraphTensor> slices = [];
        for (int index = 0; index < sequences; index++)
        {
            GraphTensor sequence = node.Operand(states + index);
            int axis = OnnxNode.AxisOf(node.IntegerList("scan_input_axes")?[index] ?? 0, sequence.Rank);
            if (!sequence.Axes[axis].IsLeading)
            {
                throw new NotSupportedException("a loop over features, or over one step");
            }

            node.Graph.Axes.Bind(sequence.Axes[axis], SourceAxis.Time);
            if (steps is Axis other)
            {
                node.Graph.Axes.Unite(other, sequence.Axes[axis]);
            }

            steps = sequence.Axes[axis];
            slices.Add(sequence.WithAxes([.. sequence.Axes.Where((_, each) => each != axis)]));
        }

        GraphReader body = node.Graph.Body(proto, [steps!.Value]);
        List<GraphTensor> before = [];
        for (int index = 0; index < states; index++)
        {
            GraphTensor initial = node.Operand(index);
            int value = node.Graph.Add(new LoopStateValue(initial.Count)
            {
                Node = node.Title,
                Leading = [.. initial.Axes.Where(axis => axis.IsLeading)],
            });
            before.Add(GraphTensor.OfValue(initial.Axes, value, initial.Count));
            body.Set(proto.Input[index].Name, before[^1]);
        }

        for (int index = 0; index < sequences; index++)
        {
            body.Set(proto.Input[states + index].Name, slices[index]);
        }

        body.Run();
        Element[][] outputs = [.. proto.Output.Select(output => body[output.Name].ToElements())];
        List<StateCandidate> candidates = [];
        for (int index = 0; index < states; index++)
        {
            GraphTensor initial = node.Operand(index);
            if (new ElementViews(body).Whole(outputs[index]) is null || outputs[index].Length != initial.Count)
            {
                throw new NotSupportedException("a loop with a state that is no value of its body");
            }

            candidates.Add(new StateCandidate(outputs[index], before[index].Elements!)
            {
                Initial = initial.ToElements(),
                FinalLeading = [.. initial.Axes.Where(axis => axis.IsLeading)],
            });
        }

        Direction direction = reverses ? Direction.Reverse : Direction.Forward;
        IReadOnlyList<StateCandidate> found = new CellRecognition(body, candidates, outputs, direction).Run();
        if (found.Count != states)
        {
            throw new NotSupportedException("a loop whose states are those of no cell that can be written as equations");
        }

        for (int index = 0; index < states; index++)
        {
            int final = candidates[index].Final;
            node.Result(GraphTensor.OfValue(node.Operand(index).Axes, final, node.Graph.Values[final].Width), index);
        }

        for (int index = states; index < proto.Output.Count; index++)
        {
            GraphTensor step = body[proto.Output[index].Name];
            long axis = node.IntegerList("scan_output_axes")?[index - states] ?? 0;
            List<Axis> axes = [.. step.Axes];
            axes.Insert(OnnxNode.AxisOf(axis, step.Rank + 1), steps.Value);
            node.Result(GraphTensor.OfElements(axes, [.. step.ToElements().Select(node.Graph.Resolve)]), index);
        }
    }

    private static bool Reverses(long[]? directions) => directions is { Length: > 0 } && (directions.Distinct().ToArray() is [long only]
        ? only != 0 : throw new NotSupportedException("steps in both orders"));
}
