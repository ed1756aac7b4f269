using System;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Cells;

/// <summary>Which equations an attribute stands for: the only place that a new cell is added to.</summary>
internal static class CellCatalogue
{
    public static CellDefinition Define(LayerSpec layer) => layer.Kind switch
    {
        LayerKind.Rnn => RnnCell.Define(),
        LayerKind.Lstm => LstmCell.Define(layer.ForgetBias),
        LayerKind.Gru => GruCell.Define(),
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, null),
    };
}
