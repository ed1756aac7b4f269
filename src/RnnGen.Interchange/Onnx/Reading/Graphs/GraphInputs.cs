using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Protocol;
using DataType = RnnGen.Interchange.Onnx.Protocol.TensorProto.Types.DataType;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>
/// The inputs of a graph: which of their axes run over rows and steps. An axis whose extent is open does, and so does one of a fixed extent
/// beyond 1 before the features of a sequence; an axis of one element may be either and needs no name.
/// </summary>
internal static class GraphInputs
{
    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "Identity", "Cast", "Transpose", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Slice", "Split", "Gather", "Concat", "Dropout",
    };

    private static readonly HashSet<string> Recurrent = new(StringComparer.Ordinal) { "LSTM", "GRU", "RNN" };

    /// <summary>Adds a value for each input that is no stored tensor.</summary>
    public static void Add(GraphReader graph)
    {
        foreach (ValueInfoProto input in graph.Graph.Input.Where(input => !graph.IsInitializer(input.Name)))
        {
            if (graph.IsKnown(input.Name))
            {
                throw new InvalidDataException($"two inputs are called '{input.Name}'");
            }

            try
            {
                graph.Set(input.Name, TensorOf(graph, input));
            }
            catch (NotSupportedException refusal)
            {
                throw new NotSupportedException($"input '{input.Name}': {refusal.Message}", refusal);
            }
            catch (InvalidDataException damage)
            {
                throw new InvalidDataException($"input '{input.Name}': {damage.Message}", damage);
            }
        }
    }

    private static GraphTensor TensorOf(GraphReader graph, ValueInfoProto input)
    {
        TypeProto.Types.Tensor type = input.Type?.TensorType ?? throw new NotSupportedException("it is no tensor");
        long[] extents =
        [
            .. (type.Shape ?? throw new NotSupportedException("its shape is not given")).Dim
                .Select(dimension => dimension.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue
                    ? dimension.DimValue
                    : 0),
        ];
        long most = 1;
        foreach (long extent in extents)
        {
            if (extent > int.MaxValue || (most *= Math.Max(extent, 1)) > int.MaxValue)
            {
                throw new InvalidDataException($"[{string.Join(", ", extents)}] has too many elements");
            }
        }

        bool isInteger = (DataType)type.ElemType is DataType.Int32 or DataType.Int64;
        List<(string Operator, int Operand, bool Direct, NodeProto Node)> uses = Uses(graph.Graph, input.Name);
        bool isState = uses.Any(use => Recurrent.Contains(use.Operator) && use.Operand is 5 or 6);
        List<Axis> axes = [];
        int features = isInteger ? -1 : FeaturesOf(extents, uses);
        for (int index = 0; index < extents.Length; index++)
        {
            long extent = extents[index];
            bool leads = extent < 1
                || (extent > 1 && index != features
                    && (isState ? IsRowsOfState(uses, extents.Length, index) : isInteger || extents.Length <= 3));
            axes.Add(leads ? graph.Axes.Add(Math.Max(extent, 0)) : new Axis((int)extent));
        }

        int width = axes.Aggregate(1, (product, axis) => product * axis.Size);
        int value = graph.Add(new InputValue(input.Name, width) { Leading = [.. axes.Where(axis => axis.IsLeading)] });
        return GraphTensor.OfValue(axes, value, width);
    }

    /// <summary>The axis of features: the last one, but of what a convolution reads, [rows, channels, steps], the second.</summary>
    private static int FeaturesOf(long[] extents, List<(string Operator, int Operand, bool Direct, NodeProto Node)> uses)
    {
        int axis = extents.Length == 3 && uses.Any(use => use is { Operator: "Conv", Operand: 0, Direct: true }) ? 1 : extents.Length - 1;
        return axis < 0 || extents[axis] > 0 ? axis : throw new NotSupportedException("its axis of features is open");
    }

    // [directions, rows, units], or with layout 1 [rows, directions, units]: known where the input is the operand itself.
    private static bool IsRowsOfState(List<(string Operator, int Operand, bool Direct, NodeProto Node)> uses, int rank, int index) =>
        rank == 3 && uses.Where(use => use.Direct && use.Operand is 5 or 6).Any(use =>
            index == (use.Node.Attribute.FirstOrDefault(attribute => attribute.Name == "layout")?.I == 1 ? 0 : 1));

    /// <summary>The operators that an input reaches while it is only moved.</summary>
    private static List<(string Operator, int Operand, bool Direct, NodeProto Node)> Uses(GraphProto graph, string input)
    {
        List<(string, int, bool, NodeProto)> uses = [];
        HashSet<string> reached = new(StringComparer.Ordinal) { input };
        foreach (NodeProto node in graph.Node)
        {
            for (int operand = 0; operand < node.Input.Count; operand++)
            {
                if (reached.Contains(node.Input[operand]))
                {
                    uses.Add((node.OpType, operand, node.Input[operand] == input, node));
                    if (Moving.Contains(node.OpType))
                    {
                        reached.UnionWith(node.Output);
                    }
                }
            }
        }

        return uses;
    }
}
