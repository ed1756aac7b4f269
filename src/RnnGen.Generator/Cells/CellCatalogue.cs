using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Which equations an attribute stands for: the only place that a new cell is added to.</summary>
internal static class CellCatalogue
{
    private static readonly Dictionary<string, (Func<LayerSpec, CellDefinition> Define, IReadOnlyList<LayerOption> Options)> Cells = new()
    {
        ["Rnn"] = (RnnCell.Define, RnnCell.Options),
        ["Lstm"] = (LstmCell.Define, LstmCell.Options),
        ["Gru"] = (GruCell.Define, GruCell.Options),
        ["Mgu"] = (MguCell.Define, []),
        ["Ugrnn"] = (UgrnnCell.Define, UgrnnCell.Options),
        ["LayerNorm"] = (LayerNormCell.Define, LayerNormCell.Options),
        ["Dense"] = (StatelessCells.Dense, StatelessCells.DenseOptions),
        ["Activation"] = (StatelessCells.Activate, []),
        ["Dropout"] = (StatelessCells.Drop, [StatelessCells.Rate, StatelessCells.Variational]),
        ["Sum"] = (StatelessCells.Sum, []),
        ["Product"] = (StatelessCells.Product, []),
    };

    /// <summary>The cells, by the short names of their attributes.</summary>
    public static IReadOnlyCollection<string> Kinds => Cells.Keys;

    /// <summary>The equations of a layer whose cell is in the catalogue.</summary>
    public static CellDefinition Define(LayerSpec layer) => Cells[layer.Kind].Define(layer);

    /// <summary>An option of a cell; null where it declares none of this name.</summary>
    public static LayerOption? Option(string kind, string name) =>
        Cells.TryGetValue(kind, out (Func<LayerSpec, CellDefinition> Define, IReadOnlyList<LayerOption> Options) cell)
            ? cell.Options.FirstOrDefault(option => option.Name == name)
            : null;
}
