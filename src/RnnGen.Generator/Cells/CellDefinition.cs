using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Cells;

/// <summary>A cell as its equations: stages in order, the states that it carries, and which value is its output.</summary>
internal sealed record CellDefinition(
    string Kind,
    EquatableArray<CellState> States,
    EquatableArray<CellStage> Stages,
    string Output);

/// <summary>A state: <paramref name="Name"/> before the step, <paramref name="Next"/> after it.</summary>
internal sealed record CellState(string Name, string Next);

/// <summary>One stage of a cell.</summary>
internal abstract record CellStage(string Name)
{
    /// <summary>[blocks] = [operands]·kernel + bias; each block has one value per unit.</summary>
    internal sealed record Matrix(
        string Name,
        EquatableArray<string> Operands,
        EquatableArray<string> Blocks,
        string Kernel,
        string Bias,
        double BiasStart) : CellStage(Name);

    /// <summary>Assignments that run unit by unit.</summary>
    internal sealed record Pointwise(string Name, EquatableArray<Assignment> Assignments) : CellStage(Name);
}
