using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>Layer normalisation: each value of a row to the mean 0 and the variance 1 over its units, and the derivative.</summary>
internal static class NormalizeEmitter
{
    public static void Forward(CodeWriter w, StagePlan.Normalize stage)
    {
        Summary(w, stage);
        w.Line(Names.Optimize);
        using (w.Block(
            $"public static void {stage.Method}<V, M>(Workspace w, int step, int first, int rows)\n    {Names.WhereV}\n    {Names.WhereM}"))
        {
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line($"ref float scales = ref (M.KeepsHistory ? ref {Place(stage.Scale)} : ref {Names.Kernels}.None);");
                for (int index = 0; index < stage.Values.Count; index++)
                {
                    NormalizedPlan value = stage.Values[index];
                    string scale = $"scale{(stage.Values.Count == 1 ? "" : Names.Number(index))}";
                    w.Line(
                        $"float {scale} = {Names.Kernels}.Normalize<V>(ref {Place(value.Source)}, ref {Place(value.Result)}, "
                        + $"{Names.Of(stage.UnitsSize)}, {Epsilon(stage)}f);");
                    using (w.Block("if (M.KeepsHistory)"))
                    {
                        w.Line($"{At("scales", index)} = {scale};");
                    }

                    w.Line();
                }
            }
        }

        w.Line();
    }

    public static void Backward(CodeWriter w, StagePlan.Normalize stage)
    {
        w.Line(
            $"/// <summary>The derivative of {stage.Method}: da = scale·(dn - mean(dn) - n·mean(dn·n)) for each n = (a - "
            + "mean(a))·scale.</summary>");
        w.Line(Names.Optimize);
        using (w.Block($"public static void {stage.Method}Backward<V>(Workspace w, int step, int first, int rows)\n    {Names.WhereV}"))
        {
            // Only the inputs can be without gradients.
            GradientNeed[] needs = [.. stage.Values.Select(value => value.Gradient.Need).Distinct()];
            string? wanted = needs.Length == 1 ? Names.Wanted(needs[0]) : null;
            if (wanted is not null)
            {
                using (w.Block($"if (!{wanted})"))
                {
                    w.Line("return;");
                }

                w.Line();
            }

            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line($"ref float scales = ref {Place(stage.Scale)};");
                for (int index = 0; index < stage.Values.Count; index++)
                {
                    NormalizedPlan value = stage.Values[index];
                    w.Lines(
                        $"{Names.Kernels}.NormalizeBackward<V>(\n" +
                        $"    ref {Place(value.ResultGradient)}, ref {Place(value.Result)}, {At("scales", index)},\n" +
                        $"    ref {Place(value.Gradient.Access)}, {Names.Of(stage.UnitsSize)}, add: "
                        + $"{(value.Gradient.Accumulate ? "true" : "false")});");
                }
            }

            if (stage.ProductGradients.Count > 0)
            {
                w.Line();
                PointwiseStageEmitter.ClearEnded(w, stage.ProductGradients);
            }
        }

        w.Line();
    }

    /// <summary>The stage for a row that runs alone.</summary>
    /// <param name="w">Where it is written.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="places">What its method takes by reference.</param>
    public static void Row(CodeWriter w, StagePlan.Normalize stage, IEnumerable<Access> places)
    {
        Summary(w, stage);
        string parameters = string.Join(", ", places.Select(place => $"ref float {Names.Row(place, stage.Layer)}"));
        using (w.Block($"public static void {stage.Method}<V>({parameters})\n    {Names.WhereV}"))
        {
            foreach (NormalizedPlan value in stage.Values)
            {
                string source = At(Names.Row(value.Source, stage.Layer), value.Source.Column);
                w.Line(
                    $"{Names.Kernels}.Normalize<V>(ref {source}, ref {Names.Row(value.Result, stage.Layer)}, {Names.Of(stage.UnitsSize)}, "
                    + $"{Epsilon(stage)}f);");
            }
        }

        w.Line();
    }

    /// <summary>The equation of one value.</summary>
    public static string Equation(StagePlan.Normalize stage, NormalizedPlan value)
    {
        string name = CellNames.Display(value.Name);
        return $"{CellNames.Display(value.ResultName)} = ({name} - mean({name})) / √(variance({name}) + {Epsilon(stage)})";
    }

    private static void Summary(CodeWriter w, StagePlan.Normalize stage) =>
        w.Line(
            $"/// <summary>{string.Join("; ", stage.Values.Select(value => Equation(stage, value)))}, "
            + "mean and variance over the units of a row.</summary>");

    private static string Epsilon(StagePlan.Normalize stage) => stage.Epsilon.ToString("R", CultureInfo.InvariantCulture);

    private static string Place(Access access) => At($"w.{Names.At(access)}", access.Column);

    private static string At(string origin, int offset) => offset == 0 ? origin : $"{Names.Kernels}.At(ref {origin}, {offset})";
}
