using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>Gradients of learned vectors: the sum of their terms over all steps and rows, in blocks as everywhere.</summary>
internal static class VectorGradientEmitter
{
    public static void Emit(CodeWriter w, VectorPlan vector) =>
        Emit(
            w, vector,
            $"of its terms over all {(vector.IsOnceASequence ? "" : "steps and ")}rows{(vector.IsScalar ? " and units" : "")}",
            vector.IsOnceASequence ? "w.Rows" : "w.MaxLength * w.Rows");

    /// <summary>
    /// The gradient of a learned state before the first step: that of the state there, over all rows; zero where states were given.
    /// </summary>
    public static void EmitInitial(CodeWriter w, VectorPlan vector) =>
        Emit(w, vector, "over all rows that started with it", "w.StartsFromZero ? w.Rows : 0");

    private static void Emit(CodeWriter w, VectorPlan vector, string sum, string count)
    {
        string method = vector.IsScalar ? "ScalarGradient" : "VectorGradients";
        w.Line(
            $"/// <summary>Gradient of {vector.Parameter.Name}: Σ {sum}{(vector.IsScalar ? "" : ", for a share of the units")}.</summary>");
        using (w.Block($"public static void {Names.Of(vector.Buffer)}Weights<V>(Workspace w, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Lines(
                $"{Names.Kernels}.{method}<V>(\n" +
                $"    w.{Names.Of(vector.GradientBuffer)}Sum, w.{Names.Of(vector.GradientBuffer)}, {count}, {Names.Of(vector.UnitsSize)}, "
                + $"w.Gradients.Span.Slice({vector.Parameter.Offset}, {vector.Parameter.Count}), part, parts);");
        }

        w.Line();
    }
}
