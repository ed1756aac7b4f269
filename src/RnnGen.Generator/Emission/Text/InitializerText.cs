using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Text;

/// <summary>How a parameter starts, as C#.</summary>
internal static class InitializerText
{
    private const string Type = "global::RnnGen.ParameterInitializer";

    /// <summary>The initializer of the parameter as a whole.</summary>
    public static string Of(ParameterPlan parameter) => parameter.Initializer is InitializerPlan initializer
        ? Of(initializer)
        : parameter.UniformLimit > 0
            ? $"{Type}.Uniform({ExprText.Literal(parameter.UniformLimit)}){Around(parameter.Start)}"
            : $"{Type}.Constant({ExprText.Literal(parameter.Start)})";

    /// <summary>The regions that start in another way.</summary>
    public static string Regions(ParameterPlan parameter) => $"[{string.Join(", ", parameter.Regions.Select(Of))}]";

    private static string Of(RegionPlan region)
    {
        string matrix = region.Matrix is SharedMatrixPlan shared
            ? $" {{ Matrix = new({shared.Number}, {shared.Columns}, {shared.FirstColumn}) }}"
            : "";
        return $"new({region.Row}, {region.Rows}, {region.Column}, {region.Columns}, {Of(region.Initializer)}){matrix}";
    }

    private static string Of(InitializerPlan initializer)
    {
        string arguments = initializer.Kind switch
        {
            Initializer.Zeros or Initializer.Ones => "",
            Initializer.GlorotUniform or Initializer.GlorotNormal => $"({initializer.FanIn}, {initializer.FanOut})",
            Initializer.HeUniform or Initializer.HeNormal or Initializer.LecunUniform or Initializer.LecunNormal
                or Initializer.InverseRootUniform =>
                $"({initializer.FanIn})",
            _ => $"({ExprText.Literal(initializer.Value)})",
        };
        return $"{Type}.{initializer.Kind}{arguments}{Around(initializer.Mean)}";
    }

    private static string Around(double mean) => mean == 0 ? "" : $" with {{ Mean = {ExprText.Literal(mean)} }}";
}
