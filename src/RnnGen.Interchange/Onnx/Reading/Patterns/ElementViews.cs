using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>
/// What columns are computed by, column by column: a slice of a sigmoid is the sigmoid of a slice, wherever an exporter has cut.
/// </summary>
internal sealed class ElementViews(GraphReader graph)
{
    /// <summary>The operands of a function of which all columns are; <see langword="null"/> where they are not.</summary>
    public Element[]? Unary(Element[] columns, string function) =>
        columns.All(column => ValueOf(column) is UnaryValue unary && unary.Function == function)
            ? [.. columns.Select(column => ((UnaryValue)graph.Values[column.Value]).Operand[column.Column])] : null;

    /// <summary>The function of RnnGen and its operands.</summary>
    public (Activation Function, Element[] Operand)? Activated(Element[] columns) =>
        columns.Length > 0 && ValueOf(columns[0]) is UnaryValue first && Activations.Of(first) is Activation function
            && columns.All(column => ValueOf(column) is UnaryValue unary && Activations.Of(unary) == function)
            ? (function, [.. columns.Select(column => ((UnaryValue)graph.Values[column.Value]).Operand[column.Column])]) : null;

    /// <summary>Both operands of a function, in both orders where it does not matter.</summary>
    public IEnumerable<(Element[] First, Element[] Second)> Binary(Element[] columns, string function)
    {
        if (!columns.All(column => ValueOf(column) is BinaryValue binary && binary.Function == function))
        {
            yield break;
        }

        Element[] first = [.. columns.Select(column => ((BinaryValue)graph.Values[column.Value]).First[column.Column])];
        Element[] second = [.. columns.Select(column => ((BinaryValue)graph.Values[column.Value]).Second[column.Column])];
        yield return (first, second);
        if (function is "Add" or "Mul")
        {
            yield return (second, first);
        }
    }

    /// <summary>The choice that all columns are, cut down to them; <see langword="null"/> where they are none.</summary>
    public ChoiceValue? Choice(Element[] columns)
    {
        if (columns.Length == 0 || ValueOf(columns[0]) is not ChoiceValue first
            || !columns.All(column => ValueOf(column) is ChoiceValue choice && choice.OrEqual == first.OrEqual))
        {
            return null;
        }

        return new ChoiceValue(
            first.OrEqual, Of(choice => choice.Left), Of(choice => choice.Right), Of(choice => choice.Then),
            Of(choice => choice.Otherwise));

        Element[] Of(Func<ChoiceValue, Element[]> operand) =>
            [.. columns.Select(column => operand((ChoiceValue)graph.Values[column.Value])[column.Column])];
    }

    /// <summary>σ(z)·y in either order: z, and what the other operand is found to be.</summary>
    public (Element[] Gate, Element[] Other)? Gated(Element[] product, Func<Element[], Element[]?> other)
    {
        foreach ((Element[] first, Element[] second) in Binary(product, "Mul"))
        {
            if (Unary(first, "Sigmoid") is Element[] z && other(second) is Element[] found)
            {
                return (z, found);
            }
        }

        return null;
    }

    /// <summary>The value of which these are all columns in order, or <see langword="null"/>.</summary>
    public int? Whole(Element[] columns)
    {
        if (columns.Length == 0 || columns[0].IsConstant || graph.Values[columns[0].Value].Width != columns.Length)
        {
            return null;
        }

        for (int index = 0; index < columns.Length; index++)
        {
            if (columns[index].Value != columns[0].Value || columns[index].Column != index)
            {
                return null;
            }
        }

        return columns[0].Value;
    }

    /// <summary>The constants that the columns are, or <see langword="null"/>.</summary>
    public static float[]? Constants(Element[] columns) =>
        columns.All(column => column.IsConstant) ? [.. columns.Select(column => column.Constant)] : null;

    /// <summary>The one column that all of them are, or <see langword="null"/>.</summary>
    public static Element? Single(Element[] columns) =>
        columns.Length > 0 && !columns[0].IsConstant && columns.All(column => column == columns[0]) ? columns[0] : null;

    public GraphValue? ValueOf(Element column) => column.IsConstant ? null : graph.Values[column.Value];
}
