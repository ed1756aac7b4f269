using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Text;

/// <summary>A line of the table of parameters in the description of a model.</summary>
internal static class ParameterText
{
    public static string Of(ParameterPlan parameter)
    {
        string[] members =
        [
            .. parameter.Operands.Count == 0 ? [] : new[] { $"Operands = [{string.Join(", ", parameter.Operands.Select(Of))}]" },
            .. parameter.Regions.Count == 0 ? [] : new[] { $"Regions = {InitializerText.Regions(parameter)}" },
        ];
        return $"new(\"{parameter.Name}\", [{string.Join(", ", parameter.Dimensions)}], {parameter.Offset}, {InitializerText.Of(parameter)})"
            + (members.Length == 0 ? "" : $" {{ {string.Join(", ", members)} }}");
    }

    private static string Of(KernelOperandPlan operand) => operand.StaysFloat ? $"new({operand.Rows}, true)" : $"new({operand.Rows})";
}
