using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The sizes of the network as named constants.</summary>
internal static class SizesEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>Sizes of the network; padded ones are multiples of 16 floats, whole vectors of every width.</summary>\n"
            + "private static class LayerSizes"))
        {
            foreach (SizePlan size in plan.SizeConstants)
            {
                w.Line($"/// <summary>{size.Summary}</summary>");
                w.Line($"public const int {Names.Constant(size.Size)} = {size.Value};");
                w.Line();
            }
        }
    }
}
