using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RnnGen.Pictures;

namespace RnnGen;

/// <summary>The table that <see cref="ModelDescription.Summary"/> gives, in ASCII but for names: it prints on every console.</summary>
internal static class ModelSummary
{
    private const int Numbers = 2, Gap = 3;

    private static readonly string[] Titles = ["Layer (kind)", "Output shape", "Parameters", "Reads"];

    /// <summary>The table of a model.</summary>
    /// <exception cref="InvalidOperationException">A layer reads what does not stand above it.</exception>
    public static string Of(ModelDescription model)
    {
        LayerText.CheckReads(model);
        string[][] rows = [Titles, .. model.Layers.SelectMany(layer => Rows(layer, model))];
        int[] widths = [.. Titles.Select((_, column) => rows.Max(row => LayerText.Places(row[column])))];
        string thick = new('=', widths.Sum() + (Gap * (widths.Length - 1)));
        IEnumerable<string> lines =
        [
            $"Model: {model.Name}", new('-', thick.Length), Line(Titles, widths), thick, .. rows.Skip(1).Select(row => Line(row, widths)),
            thick, .. Totals(model),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>A row of a layer, and one below it for each option.</summary>
    private static IEnumerable<string[]> Rows(LayerInfo layer, ModelDescription model)
    {
        string kind = layer.Kind.Length == 0 ? "" : $" ({layer.Kind})";
        yield return
        [
            layer.Name + kind, LayerText.Shape(layer, model.Steps), LayerText.Number(layer.ParameterCount), Reads(layer, model),
        ];
        foreach (string option in layer.Options)
        {
            yield return [$"  {option}", "", "", ""];
        }
    }

    private static string Reads(LayerInfo layer, ModelDescription model)
    {
        IEnumerable<string> values = layer.Reads.Select(read => model.Layers[read.Layer].Name + LayerText.Columns(read, model));
        return string.Join(", ", layer.InitialState is int source ? values.Append($"states of {model.Layers[source].Name}") : values);
    }

    private static string Line(string[] cells, int[] widths)
    {
        StringBuilder line = new();
        for (int column = 0; column < cells.Length; column++)
        {
            string space = new(' ', widths[column] - LayerText.Places(cells[column]));
            line.Append(' ', column == 0 ? 0 : Gap).Append(column == Numbers ? space + cells[column] : cells[column] + space);
        }

        return line.ToString().TrimEnd();
    }

    private static IEnumerable<string> Totals(ModelDescription model)
    {
        yield return $"Parameters: {LayerText.Number(model.ParameterCount)} ({LayerText.Counted((long)model.ParameterCount * 4, "byte")})";
        string after = model.MultiplyAddsPerSequence == 0 ? "" : $", {LayerText.Number(model.MultiplyAddsPerSequence)} after the last step";
        yield return $"Multiply-adds of a row: {LayerText.Number(model.MultiplyAddsPerStep)} a step{after}";
        yield return $"State of a row: {LayerText.Counted(model.StateSize, "float")}";
    }
}
