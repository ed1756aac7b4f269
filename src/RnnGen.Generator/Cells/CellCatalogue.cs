using System;
using System.Collections.Generic;
using RnnGen.Generator.Cells.Text;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Cells;

/// <summary>Which equations an attribute stands for: the only place that a new cell is added to.</summary>
internal static class CellCatalogue
{
    private static readonly Dictionary<string, Func<LayerSpec, CellDefinition>> Cells = new()
    {
        ["Rnn"] = RnnCell.Define,
        ["Lstm"] = LstmCell.Define,
        ["Gru"] = GruCell.Define,
        ["Mgu"] = MguCell.Define,
        ["Ugrnn"] = UgrnnCell.Define,
        ["LayerNorm"] = LayerNormCell.Define,
    };

    /// <summary>The cells, by the short names of their attributes.</summary>
    public static IReadOnlyCollection<string> Kinds => Cells.Keys;

    /// <summary>The equations of a layer.</summary>
    public static CellDefinition Define(LayerSpec layer) =>
        layer.Equations is string text ? CellText.Define(layer.Kind, layer.Units, text) : Cells[layer.Kind](layer);
}
