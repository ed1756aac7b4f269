using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>A layer normalisation that is written out: (x - mean)/√(variance + epsilon), times a gain, plus a shift.</summary>
internal static class NormalizationPattern
{
    /// <summary>The normalisation that a value is, or <see langword="null"/>.</summary>
    public static NormalizedValue? Match(GraphReader graph, int value)
    {
        ElementViews views = new(graph);
        int width = graph.Values[value].Width;
        float[] gain = [.. Enumerable.Repeat(1f, width)], shift = new float[width];
        if (WithConstants(views, graph.Values[value], "Add") is (int inner, float[] added))
        {
            (value, shift) = (inner, added);
        }

        if (WithConstants(views, graph.Values[value], "Mul") is (int core, float[] factor))
        {
            (value, gain) = (core, factor);
        }

        if (graph.Values[value] is not BinaryValue quotient
            || Deviation(graph, views, quotient) is not (Element[] x, Element[] difference, Element scale))
        {
            return null;
        }

        return Epsilon(views, scale, difference) is double epsilon ? new NormalizedValue(x, gain, shift, epsilon) : null;
    }

    private static (int Value, float[] Constants)? WithConstants(ElementViews views, GraphValue value, string function)
    {
        if (value is not BinaryValue binary || binary.Function != function)
        {
            return null;
        }

        return ElementViews.Constants(binary.Second) is float[] second && views.Whole(binary.First) is int first ? (first, second)
            : ElementViews.Constants(binary.First) is float[] constants && views.Whole(binary.Second) is int other ? (other, constants)
            : null;
    }

    /// <summary>(x - mean)/s or (x - mean)·(1/s): x, the difference's columns, and the standard deviation s.</summary>
    private static (Element[] X, Element[] Difference, Element Scale)? Deviation(
        GraphReader graph, ElementViews views, BinaryValue quotient)
    {
        Element[] scale = quotient.Function == "Mul" ? views.Unary(quotient.Second, "Reciprocal") ?? [] : quotient.Second;
        if (quotient.Function is not ("Div" or "Mul") || ElementViews.Single(scale) is not Element s
            || views.Whole(quotient.First) is not int difference || graph.Values[difference] is not BinaryValue { Function: "Sub" } sub
            || ElementViews.Single(sub.Second) is not Element mean || views.ValueOf(mean) is not MeanValue average
            || !average.Operand.SequenceEqual(sub.First))
        {
            return null;
        }

        return (sub.First, quotient.First, s);
    }

    /// <summary>The number that is added to the variance, where the scale is √(mean of the squares + it).</summary>
    private static double? Epsilon(ElementViews views, Element scale, Element[] difference)
    {
        if (views.ValueOf(scale) is not UnaryValue { Function: "Sqrt" } root
            || views.ValueOf(root.Operand[0]) is not BinaryValue { Function: "Add" } sum)
        {
            return null;
        }

        (Element variance, Element epsilon) = sum.Second[0].IsConstant ? (sum.First[0], sum.Second[0]) : (sum.Second[0], sum.First[0]);
        if (!epsilon.IsConstant || views.ValueOf(variance) is not MeanValue mean)
        {
            return null;
        }

        bool squares = views.Binary(mean.Operand, "Mul").Any(pair => IsDifference(pair.First) && IsDifference(pair.Second))
            || views.Binary(mean.Operand, "Pow")
                .Any(pair => IsDifference(pair.First) && pair.Second.All(each => each.IsConstant && each.Constant == 2));
        return squares ? epsilon.Constant : null;

        bool IsDifference(Element[] columns) => columns.SequenceEqual(difference);
    }
}
