using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Wrappers in TensorFlow's sense: each turns a cell into another one.</summary>
internal static class CellWrappers
{
    /// <summary>Name of the input after dropout.</summary>
    private const string DroppedInput = "x_kept";

    /// <summary>Name of the output with the input added.</summary>
    private const string Sum = "y";

    private const string Dropped = "dropout, which in training makes a part of it 0";

    /// <summary>Whether a value is the layer's input, of which dropout may have left a part.</summary>
    public static bool IsInput(string value) => value is CellBuilder.InputName or DroppedInput;

    /// <summary>y = output + x, the states untouched (TensorFlow's ResidualWrapper).</summary>
    public static CellDefinition WithResidual(this CellDefinition cell)
    {
        // Some cells have a y of their own.
        bool isRead = cell.States.Any(state => state.Name == Sum) || cell.StepInputs.Contains(Sum);
        cell = isRead ? cell : cell.Rename(Sum, Sum + "_cell");
        return cell.Then(
            "Residual", cell.OutputExtent, isRead ? Sum + "_sum" : Sum,
            new Expr.Reference(cell.Output) + new Expr.Reference(CellBuilder.InputName),
            "the input is added to the output");
    }

    /// <summary>
    /// TensorFlow's DropoutWrapper: x_kept = x·x_mask before the cell; then the new states but c and those of accounts, h' = h_all·h_mask
    /// with h_all what h' was; then the output. A cell that is text has none of these names: those of its own with an underscore are marked
    /// (CellNames).
    /// </summary>
    public static CellDefinition WithDropout(this CellDefinition cell, DropoutSpec dropout, int inputWidth)
    {
        if (dropout.Input > 0)
        {
            Extent extent = new("Input", inputWidth);
            Expr kept = new Expr.Reference(CellBuilder.InputName) * new Expr.Reference("x_mask");
            Assignment dropped = new(DroppedInput, kept) { Words = Dropped };
            CellStage first = new CellStage.Pointwise("InputDropout", extent, new[] { dropped }.ToEquatable());
            cell = cell.Rename(CellBuilder.InputName, DroppedInput) with
            {
                // What stood before stage n stands before stage n + 1 now.
                Vectors = cell.Vectors.Select(vector => vector with { Stage = vector.Stage + 1 }).ToEquatable(),
            };
            cell = cell with
            {
                Stages = cell.Stages.Prepend(first).ToEquatable(),
                Masks = cell.Masks.Append(new CellMask("x_mask", extent, dropout.Input, dropout.OncePerSequence)).ToEquatable(),
            };
        }

        CellState[] states = [.. cell.States.Where(state => dropout.State > 0 && !state.IsAccount)];
        foreach (CellState state in states.Where(state => state.Name != "c" || states.Length == 1))
        {
            string mask = state.Name + "_mask", kept = state.Name + "_all";
            cell = cell.Rename(state.Next, kept);
            string output = cell.Output;
            cell = cell.Then(
                $"{Casing.Pascal(state.Name)}Dropout", state.Extent, state.Next, new Expr.Reference(kept) * new Expr.Reference(mask),
                Dropped) with
            {
                // The output is not dropped with the state.
                Output = output,
                Masks = cell.Masks.Append(new CellMask(mask, state.Extent, dropout.State, dropout.OncePerSequence)).ToEquatable(),
            };
        }

        if (dropout.Output > 0)
        {
            Extent extent = cell.OutputExtent;
            Expr kept = new Expr.Reference(cell.Output) * new Expr.Reference("y_mask");
            cell = cell.Then("OutputDropout", extent, "y_kept", kept, Dropped) with
            {
                Masks = cell.Masks.Append(new CellMask("y_mask", extent, dropout.Output, dropout.OncePerSequence)).ToEquatable(),
            };
        }

        return cell;
    }

    /// <summary>Appends a stage of one assignment, which becomes the output.</summary>
    private static CellDefinition Then(this CellDefinition cell, string stage, Extent extent, string name, Expr value, string words)
    {
        CellStage last = new CellStage.Pointwise(stage, extent, new[] { new Assignment(name, value) { Words = words } }.ToEquatable());
        return cell with { Stages = cell.Stages.Append(last).ToEquatable(), Output = name };
    }

    /// <summary>The same equations with another name for a value, its assignment and its readers.</summary>
    private static CellDefinition Rename(this CellDefinition cell, string from, string to) => cell with
    {
        Stages = cell.Stages.Select(stage => Rename(stage, from, to)).ToEquatable(),
        Output = Rename(cell.Output, from, to),
    };

    private static CellStage Rename(CellStage stage, string from, string to) => stage switch
    {
        CellStage.Matrix matrix => matrix with { Operands = matrix.Operands.Select(name => Rename(name, from, to)).ToEquatable() },
        CellStage.Normalize normalize => normalize with
        {
            Values = normalize.Values.Select(name => Rename(name, from, to)).ToEquatable(),
            Results = normalize.Results.Select(name => Rename(name, from, to)).ToEquatable(),
        },
        CellStage.Pointwise pointwise => pointwise with { Assignments = Rename(pointwise.Assignments, from, to).ToEquatable() },
        _ => stage,
    };

    private static IEnumerable<Assignment> Rename(EquatableArray<Assignment> assignments, string from, string to) =>
        assignments.Select(assignment => assignment with
        {
            Name = Rename(assignment.Name, from, to),
            Value = Differentiation.Substitute(assignment.Value, from, new Expr.Reference(to)),
        });

    private static string Rename(string name, string from, string to) => name == from ? to : name;
}
