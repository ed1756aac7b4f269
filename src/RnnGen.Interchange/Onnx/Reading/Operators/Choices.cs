using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;
using RnnGen.Interchange.Onnx.Reading.Patterns;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>The larger or the smaller of two numbers, and one of two where a third is greater than a fourth.</summary>
internal static class Choices
{
    /// <summary>Greater, GreaterOrEqual and their opposites, which are the same with the operands in the other order.</summary>
    public static void Compare(OnnxNode node)
    {
        bool isLess = node.Operator.StartsWith("Less", System.StringComparison.Ordinal);
        bool orEqual = node.Operator.EndsWith("OrEqual", System.StringComparison.Ordinal);
        (Axis[] axes, GraphTensor[] both) = Arithmetic.Spread(node, [node.Operand(isLess ? 1 : 0), node.Operand(isLess ? 0 : 1)]);
        node.Result(both[0].Constants is float[] a && both[1].Constants is float[] b
            ? GraphTensor.OfIntegers(axes, [.. a.Zip(b, (x, y) => x > y || (orEqual && x == y) ? 1L : 0L)])
            : node.Value(new BinaryValue(orEqual ? "GreaterOrEqual" : "Greater", both[0].ToElements(), both[1].ToElements()), axes));
    }

    /// <summary>One of two values, by a comparison; or by a condition that is known, number by number.</summary>
    public static void Where(OnnxNode node)
    {
        (Axis[] axes, GraphTensor[] all) = Arithmetic.Spread(node, [node.Operand(0), node.Operand(1), node.Operand(2)]);
        Element[] then = all[1].ToElements(), otherwise = all[2].ToElements();
        if (all[0].Integers is long[] known)
        {
            node.Result(GraphTensor.OfElements(axes, [.. known.Select((holds, index) => holds != 0 ? then[index] : otherwise[index])]));
            return;
        }

        ElementViews views = new(node.Graph);
        Element[] condition = all[0].ToElements();
        foreach (bool orEqual in new[] { false, true })
        {
            if (views.Binary(condition, orEqual ? "GreaterOrEqual" : "Greater").FirstOrDefault() is { First: not null } compared)
            {
                node.Result(node.Value(new ChoiceValue(orEqual, compared.First, compared.Second, then, otherwise), axes));
                return;
            }
        }

        throw new System.NotSupportedException("a choice by something else than a comparison of numbers");
    }
}
