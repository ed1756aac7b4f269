using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Cells;

/// <summary>A cell as its equations: stages in order, the states that it carries, and which value is its output.</summary>
/// <param name="Kind">Lower-case name of the cell, the stem of its parameters' names.</param>
/// <param name="States">The states carried from step to step.</param>
/// <param name="Vectors">Learned values, one for each unit, that pointwise stages read.</param>
/// <param name="Stages">The stages of a step.</param>
/// <param name="Output">What the layer hands to the next one.</param>
/// <param name="Masks">Random masks of dropout that pointwise stages read in training.</param>
internal sealed record CellDefinition(
    string Kind,
    EquatableArray<CellState> States,
    EquatableArray<CellVector> Vectors,
    EquatableArray<CellStage> Stages,
    string Output,
    EquatableArray<CellMask> Masks = default)
{
    /// <summary>What the equations read of a step beside x, each as wide as the layer or one number that stands at every unit.</summary>
    public EquatableArray<string> StepInputs { get; init; }

    /// <summary>The forget gate, whose bias starts in a way of its own; null of cells that declare none.</summary>
    public ForgetGate? Forget { get; init; }

    /// <summary>Whether x is read unit by unit, so that the input must have as many features as the layer has units.</summary>
    public bool ReadsInputByUnit => Stages.OfType<CellStage.Pointwise>().Any(stage =>
        stage.Assignments.Any(assignment => Differentiation.References(assignment.Value).Contains(CellBuilder.InputName)));

    /// <summary>The name of an input in the equations; the first is x.</summary>
    public string InputName(int index) =>
        index == 0 || StepInputs.Count == 0 ? StatelessCells.InputName(index) : StepInputs[index - 1];

    /// <summary>How many numbers the output has.</summary>
    public Extent OutputExtent => States.FirstOrDefault(state => state.Next == Output)?.Extent
        ?? Stages.OfType<CellStage.Pointwise>().First(stage => stage.Assignments.Any(assignment => assignment.Name == Output)).Extent;
}

/// <summary>A forget gate: the block of a matrix product, and what the equations add to it.</summary>
internal sealed record ForgetGate(string Block, double Bias);

/// <summary>
/// How many numbers a value has for one row, and what generated code calls it, beside the layer: nothing of its units, "Projection" of
/// those of a projection.
/// </summary>
internal sealed record Extent(string Stem, int Size);

/// <summary>A state: <paramref name="Name"/> before the step, <paramref name="Next"/> after it.</summary>
internal sealed record CellState(string Name, string Next, Extent Extent)
{
    /// <summary>
    /// Whether the cell keeps accounts in it, which mean nothing but beside its other states: no dropout, and no start that is learned.
    /// </summary>
    public bool IsAccount { get; init; }

    /// <summary>The last part of the name of the parameter that it starts as, where that is learned.</summary>
    public string InitialName => $"initial_{CellNames.Display(Name)}";
}

/// <summary>
/// Learned values, one for each unit: <paramref name="Name"/> in equations, <paramref name="Parameter"/> in files; placed before the
/// parameters of stage <paramref name="Stage"/>. They start uniform in <paramref name="Start"/> ± <paramref name="Limit"/>.
/// </summary>
internal sealed record CellVector(string Name, string Parameter, Extent Extent, int Stage, double Limit, double Start)
{
    /// <summary>Whether there is one learned number, which stands at every unit.</summary>
    public bool IsScalar { get; init; }
}

/// <summary>
/// A mask of dropout: 1 / (1 - rate) with probability 1 - <paramref name="Rate"/>, else 0, for each row and number; drawn for each step,
/// or once a sequence. In prediction it is 1.
/// </summary>
internal sealed record CellMask(string Name, Extent Extent, double Rate, bool OncePerSequence);

/// <summary>One stage of a cell; its values have <paramref name="Extent"/> numbers each.</summary>
internal abstract record CellStage(string Name, Extent Extent)
{
    /// <summary>[blocks] = [operands]·kernel + bias, where <paramref name="Bias"/> names one.</summary>
    internal sealed record Matrix(
        string Name,
        Extent Extent,
        EquatableArray<string> Operands,
        EquatableArray<string> Blocks,
        string Kernel,
        string? Bias,
        double BiasStart) : CellStage(Name, Extent)
    {
        /// <summary>
        /// Number of heads: each unit reads only the numbers of its own head, so that of the kernel's blocks only the diagonal is there.
        /// </summary>
        public int Heads { get; init; } = 1;
    }

    /// <summary>
    /// result = (value - mean) / √(variance + epsilon) of each value, with mean and variance over the value's numbers of one row (Ba,
    /// Kiros, Hinton 2016).
    /// </summary>
    internal sealed record Normalize(
        string Name,
        Extent Extent,
        EquatableArray<string> Values,
        EquatableArray<string> Results,
        double Epsilon) : CellStage(Name, Extent)
    {
        /// <summary>One number for each value: 1 / √(variance + epsilon), which the derivative reads.</summary>
        public Extent Scales { get; } = new(Name + "Scale", Values.Count);
    }

    /// <summary>Assignments that run unit by unit.</summary>
    internal sealed record Pointwise(string Name, Extent Extent, EquatableArray<Assignment> Assignments) : CellStage(Name, Extent);
}
