using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Api;

/// <summary>The layers and what they read in the description of the model: a table that nobody builds who does not ask for it.</summary>
internal static class GraphEmitter
{
    public static void Describe(CodeWriter w, ModelPlan plan)
    {
        w.Line("LayerTable = static () =>");
        w.Line("[");
        foreach (GraphNodePlan node in plan.Graph)
        {
            string value = $"    new(\"{node.Name}\", \"{node.Kind}\", global::RnnGen.LayerRole.{node.Role}, {node.Size}, "
                + $"{(node.HasSteps ? "true" : "false")}, {node.Parameters})";
            string rest = string.Join(", ", Rest(node));
            if (node.Equations is null)
            {
                w.Line(value + (rest.Length == 0 ? "," : $" {{ {rest} }},"));
                continue;
            }

            w.Line(value);
            w.Line("    {");
            w.Line($"        {rest},");
            w.Line("        Equations =");
            string[] lines = node.Equations.Split('\n');
            for (int line = 0; line < lines.Length; line++)
            {
                w.Line($"            {(line == 0 ? "" : "+ ")}\"{lines[line]}{(line < lines.Length - 1 ? "\\n\"" : "\",")}");
            }

            w.Line("    },");
        }

        w.Line("],");
    }

    private static IEnumerable<string> Rest(GraphNodePlan node) =>
    [
        .. node.Options.Count == 0 ? [] : new[] { $"Options = [{string.Join(", ", node.Options.Select(option => $"\"{option}\""))}]" },
        .. node.Reads.Count == 0 ? [] : new[] { $"Reads = [{string.Join(", ", node.Reads.Select(Read))}]" },
        .. node.StepInputs.Count == 0 ? [] : new[] { $"StepInputs = [{string.Join(", ", node.StepInputs.Select(Read))}]" },
        .. node.InitialState is int source ? [$"InitialState = {source}"] : System.Array.Empty<string>(),
        .. node.Head is null ? [] : new[] { $"Head = \"{node.Head}\"" },
        .. node.IsImplicit ? ["IsImplicit = true"] : System.Array.Empty<string>(),
        .. node.IsOwnCell ? ["IsOwnCell = true"] : System.Array.Empty<string>(),
    ];

    private static string Read(GraphReadPlan read) => $"new({read.Node}, {read.FirstColumn}, {read.Columns})";
}
