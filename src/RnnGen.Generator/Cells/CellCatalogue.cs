using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Which equations an attribute stands for: the only place that a new cell is added to.</summary>
internal static class CellCatalogue
{
    private static readonly Dictionary<string, CellDeclaration> Cells = new()
    {
        ["Rnn"] = RnnCell.Declaration,
        ["Lstm"] = LstmCell.Declaration,
        ["Gru"] = GruCell.Declaration,
        ["Mgu"] = MguCell.Declaration,
        ["Ugrnn"] = UgrnnCell.Declaration,
        ["MinGru"] = MinGruCell.Declaration,
        ["MinLstm"] = MinLstmCell.Declaration,
        ["IndRnn"] = IndRnnCell.Declaration,
        ["Sru"] = SruCell.Declaration,
        ["Qrnn"] = QrnnCell.Declaration,
        ["FastGrnn"] = FastGrnnCell.Declaration,
        ["Lru"] = LruCell.Declaration,
        ["SLstm"] = SLstmCell.Declaration,
        ["LayerNorm"] = LayerNormCell.Declaration,
        ["Dense"] = StatelessCells.Dense,
        ["Conv1D"] = WindowCells.Conv1D,
        ["Activation"] = StatelessCells.Activation,
        ["Dropout"] = StatelessCells.Dropout,
        ["Sum"] = StatelessCells.Sum,
        ["Product"] = StatelessCells.Product,
    };

    /// <summary>The cells, by the short names of their attributes.</summary>
    public static IReadOnlyCollection<string> Kinds => Cells.Keys;

    /// <summary>The equations of a layer whose cell is in the catalogue.</summary>
    public static CellDefinition Define(LayerSpec layer) => Cells[layer.Kind].Define(layer);

    /// <summary>What a cell says of itself; null where none has this name.</summary>
    public static CellDeclaration? Find(string kind) => Cells.TryGetValue(kind, out CellDeclaration? cell) ? cell : null;

    /// <summary>An option of a cell; null where it declares none of this name.</summary>
    public static LayerOption? Option(string kind, string name) => Find(kind)?.Options.FirstOrDefault(option => option.Name == name);
}
