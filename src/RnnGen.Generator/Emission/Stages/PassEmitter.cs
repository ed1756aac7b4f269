using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>Gradients of a head whose outputs are those of the top layer, on their way there.</summary>
internal static class PassEmitter
{
    public static void Backward(CodeWriter w, PassPlan pass)
    {
        string value = pass.Accumulate ? "V.Load(ref target, lane) + V.Load(ref source, lane)" : "V.Load(ref source, lane)";
        w.Line($"/// <summary>dh {(pass.Accumulate ? "+=" : "=")} dy{(pass.IsEveryStep ? " of each step" : "")}.</summary>");
        using (w.Block($"public static void {pass.Method}Backward<V>(Workspace w, int first, int rows)\n    {Names.WhereV}"))
        {
            w.Lines($$"""
                for (int step = 0; step < {{(pass.IsEveryStep ? "w.MaxLength" : "1")}}; step++)
                {
                    for (int row = first; row < first + rows; row++)
                    {
                        ref float source = ref w.{{Names.Of(pass.SourceBuffer)}}[step, row];
                        ref float target = ref w.{{Names.Of(pass.TargetBuffer)}}[step, row];
                        for (nint lane = 0; lane < {{Names.Of(pass.UnitsSize)}}; lane += V.Width)
                        {
                            V.Store({{value}}, ref target, lane);
                        }
                    }
                }
                """);
        }

        w.Line();
    }
}
