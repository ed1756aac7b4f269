using System;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>Operators on numbers one by one.</summary>
internal static class Arithmetic
{
    public static void Binary(OnnxNode node)
    {
        GraphTensor first = node.Operand(0), second = node.Operand(1);
        if (first.Integers is not null && second.Integers is not null)
        {
            node.Result(Shapes.Integers(node, first, second, (a, b) => IntegerResult(node, a, b)));
            return;
        }

        node.Result(OfTwo(node, first, second));
    }

    /// <summary>The largest or the smallest of any number of operands.</summary>
    public static void Extreme(OnnxNode node) =>
        node.Result(Enumerable.Range(0, node.OperandCount).Select(node.Operand).Aggregate((a, b) => OfTwo(node, a, b)));

    public static void Unary(OnnxNode node)
    {
        GraphTensor operand = node.Operand(0);
        if (node.Operator is "Softmax" or "LogSoftmax")
        {
            int axis = OnnxNode.AxisOf(node.Integer("axis", -1), operand.Rank);
            if (axis != operand.Rank - 1 && operand.Axes.Skip(axis + 1).Any(each => each.IsLeading || each.Size != 1))
            {
                throw new NotSupportedException("a softmax over another axis than that of features");
            }
        }

        (double alpha, double beta) = node.Operator switch
        {
            "LeakyRelu" => (node.Number("alpha", 0.01f), 0),
            "Elu" => (node.Number("alpha", 1), 0),
            "Selu" => (node.Number("alpha", 1.67326319217681884765625f), node.Number("gamma", 1.05070102214813232421875f)),
            "HardSigmoid" => (node.Number("alpha", 0.2f), node.Number("beta", 0.5f)),
            "Swish" => (node.Number("alpha", 1), 0),
            _ => (0d, 0d),
        };
        node.Result(operand.Constants is not null
            ? GraphTensor.OfConstants(operand.Axes, [.. operand.Constants.Select(value => Result(node.Operator, value))])
            : node.Value(new UnaryValue(node.Operator, operand.ToElements(), alpha, beta), operand.Axes));
    }

    /// <summary>Between two limits, of which either may be missing.</summary>
    public static void Clip(OnnxNode node)
    {
        GraphTensor operand = node.Operand(0);
        float low = node.Has(1) ? node.Constants(1).Constants![0] : node.Number("min", float.NegativeInfinity);
        float high = node.Has(2) ? node.Constants(2).Constants![0] : node.Number("max", float.PositiveInfinity);
        node.Result(operand.Constants is not null
            ? GraphTensor.OfConstants(operand.Axes, [.. operand.Constants.Select(value => MathF.Min(MathF.Max(value, low), high))])
            : node.Value(new UnaryValue("Clip", operand.ToElements(), low, high), operand.Axes));
    }

    /// <summary>Tensors with the axes that they have together.</summary>
    public static (Axis[] Axes, GraphTensor[] Spread) Spread(OnnxNode node, GraphTensor[] tensors)
    {
        int rank = tensors.Max(tensor => tensor.Rank);
        Axis[] axes =
        [
            .. Enumerable.Range(0, rank).Select(axis => tensors.Select(tensor => AxisAt(tensor, axis, rank))
                .Aggregate((first, second) => Movements.Common(node, first, second))),
        ];
        return (axes, [.. tensors.Select(tensor => Shapes.Repeat(node, tensor, axes))]);
    }

    private static GraphTensor OfTwo(OnnxNode node, GraphTensor first, GraphTensor second)
    {
        (Axis[] axes, GraphTensor[] both) = Spread(node, [first, second]);
        return both[0].Constants is float[] a && both[1].Constants is float[] b
            ? GraphTensor.OfConstants(axes, [.. a.Zip(b, (x, y) => Result(node.Operator, x, y))])
            : node.Value(new BinaryValue(node.Operator, both[0].ToElements(), both[1].ToElements()), axes);
    }

    private static Axis AxisAt(GraphTensor tensor, int axis, int rank) =>
        axis - rank + tensor.Rank is int own and >= 0 ? tensor.Axes[own] : new Axis(1);

    private static float Result(string function, float first, float second) => function switch
    {
        "Add" => first + second,
        "Sub" => first - second,
        "Mul" => first * second,
        "Div" => first / second,
        "Max" => MathF.Max(first, second),
        "Min" => MathF.Min(first, second),
        _ => MathF.Pow(first, second),
    };

    private static float Result(string function, float value) => function switch
    {
        "Neg" => -value,
        "Sqrt" => MathF.Sqrt(value),
        "Reciprocal" => 1 / value,
        "Exp" => MathF.Exp(value),
        "Log" => MathF.Log(value),
        "Abs" => MathF.Abs(value),
        "Sin" => MathF.Sin(value),
        "Cos" => MathF.Cos(value),
        "Relu" => MathF.Max(value, 0),
        "Tanh" => MathF.Tanh(value),
        "Sigmoid" => 1 / (1 + MathF.Exp(-value)),
        _ => throw new NotSupportedException("a function of a constant"),
    };

    /// <summary>Extents are multiplied by 1, added to 0 and so on; anything else that is done to them has no meaning here.</summary>
    private static long IntegerResult(OnnxNode node, long first, long second)
    {
        Axis? extent = node.Graph.Axes.FromCode(first), secondExtent = node.Graph.Axes.FromCode(second);
        bool isExtent = extent is not null, isSecondExtent = secondExtent is not null;
        return (node.Operator, isExtent, isSecondExtent) switch
        {
            ("Add", false, false) => checked(first + second),
            ("Sub", false, false) => checked(first - second),
            ("Mul", false, false) => checked(first * second),
            ("Div", false, false) => first / second,
            ("Mul", true, true) => node.Graph.Axes.Code(new Axis(1, [.. extent!.Value.Leading!, .. secondExtent!.Value.Leading!])),
            ("Mul", true, false) when second == 1 => first,
            ("Mul", false, true) when first == 1 => second,
            ("Div", true, false) when second == 1 => first,
            ("Add" or "Sub", true, false) when second == 0 => first,
            ("Add", false, true) when first == 0 => second,

            // The last index of an axis: what a slice or Gather then takes is the last step.
            ("Sub", true, false) when second == 1 => -1,
            ("Add", true, false) when second == -1 => -1,
            _ => throw new NotSupportedException("the number of rows or steps is computed with"),
        };
    }
}
