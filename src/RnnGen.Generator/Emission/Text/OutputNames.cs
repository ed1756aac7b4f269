using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Text;

/// <summary>What generated members call the outputs: one span, or one for each named head.</summary>
internal static class OutputNames
{
    /// <summary>"outputs", or "speakerOutputs" of a head named speaker.</summary>
    public static string Of(HeadPlan head, string noun) => head.Name is null ? noun : Casing.Camel(head.Name) + Casing.Pascal(noun);

    /// <summary>The constant that holds the numbers of one output.</summary>
    public static string Size(HeadPlan head) => head.Name is null ? "OutputSize" : $"Heads.{head.Stem}Size";

    /// <summary>The outputs as parameters, a line each.</summary>
    public static string Parameters(IEnumerable<HeadPlan> heads, string type, string noun) =>
        string.Join(",\n    ", heads.Select(head => $"{type} {Of(head, noun)}"));

    /// <summary>The outputs as arguments.</summary>
    public static string Arguments(IEnumerable<HeadPlan> heads, string noun) => string.Join(", ", heads.Select(head => Of(head, noun)));

    /// <summary>The first numbers of a step's outputs as parameters, references named after the heads.</summary>
    public static string References(IEnumerable<HeadPlan> heads) =>
        string.Join(", ", heads.Select(head => $"ref float {Of(head, "y")}"));

    /// <summary>The outputs of each head as parts of the outputs of all, as arguments, where a condition holds.</summary>
    public static string Slices(ModelPlan plan, string whole, string rows, string steps, string? condition = null) => plan.HasNamedHeads
        ? string.Join(
            ", ",
            plan.Heads.Select(
                (_, index) => $"{(condition is null ? "" : $"{condition} ? ")}{whole}[Description.OutputRange({index}, {rows}, "
                    + $"{steps})]{(condition is null ? "" : " : default")}"))
        : whole;

    /// <summary>Two outputs each.</summary>
    public static IEnumerable<(HeadPlan First, HeadPlan Second)> Pairs(IEnumerable<HeadPlan> heads)
    {
        List<HeadPlan> list = [.. heads];
        return list.SelectMany((first, index) => list.Skip(index + 1).Select(second => (first, second)));
    }
}
