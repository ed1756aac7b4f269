using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Cells;

/// <summary>
/// A cell's equations as text, in the language in which cells are written (Language/), for the description of a model. Beyond that
/// language a vector may have another name in files, <c>vector gi = 1 as input/gamma</c>, and no width is stated: that of a product is its
/// kernel's. So not every text can be read back by the generator; who reads it has the shapes of the parameters.
/// </summary>
internal static class CellEquationText
{
    // A part of h' has a name made of it, h'g, which no text can have.
    private static readonly Regex InnerPrime = new(@"'(?=\w)", RegexOptions.CultureInvariant);

    /// <summary>The statements of a cell that no wrapper has changed, a line each.</summary>
    public static string Of(CellDefinition cell)
    {
        List<string> lines =
        [
            .. cell.StepInputs.Count == 0 ? System.Array.Empty<string>() : [$"input {Names(cell.StepInputs)}"],
            $"state {Names(cell.States.Select(state => state.Name))}",
        ];
        for (int index = 0; index <= cell.Stages.Count; index++)
        {
            lines.AddRange(cell.Vectors.Where(vector => vector.Stage == index).Select(Vector));
            if (index < cell.Stages.Count)
            {
                lines.AddRange(Lines(cell.Stages[index]));
            }
        }

        if (cell.Output != "h'")
        {
            lines.Add($"output {CellNames.Display(cell.Output)}");
        }

        return InnerPrime.Replace(string.Join("\n", lines), "_");
    }

    private static string Vector(CellVector vector) =>
        $"{(vector.IsScalar ? "scalar" : "vector")} {CellNames.Display(vector.Name)}"
        + (vector.Start == 0 ? "" : $" = {Number(vector.Start)}")
        + (vector.Parameter == CellNames.Display(vector.Name) ? "" : $" as {vector.Parameter}");

    private static IEnumerable<string> Lines(CellStage stage) => stage switch
    {
        CellStage.Matrix matrix => [Product(matrix)],
        CellStage.Normalize normalize => normalize.Values.Zip(
            normalize.Results, (value, result) => Line(result, $"normalize({CellNames.Display(value)}, {Number(normalize.Epsilon)})")),
        CellStage.Pointwise pointwise =>
            pointwise.Assignments.Select(assignment => Line(assignment.Name, ExprText.Maths(assignment.Value))),
        _ => [],
    };

    private static string Line(string name, string value) => $"{CellNames.Display(name)} = {value}";

    private static string Product(CellStage.Matrix matrix)
    {
        string product = $"{Names(matrix.Blocks)} = [{Names(matrix.Operands)}]·{matrix.Kernel}"
            + (matrix.Heads > 1 ? $"(heads = {Number(matrix.Heads)})" : "");
        return matrix.Bias is null ? product
            : matrix.BiasStart == 0 ? $"{product} + {matrix.Bias}"
            : $"{product} + {matrix.Bias}({Number(matrix.BiasStart)})";
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(CellNames.Display));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
