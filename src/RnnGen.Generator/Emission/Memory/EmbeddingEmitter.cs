using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>
/// x = table[token]; backward dtable[token] += dx, for the rows of the table that a pass has looked up. Both are the runtime's.
/// </summary>
internal static class EmbeddingEmitter
{
    /// <summary>The table as an argument of the workspace's base, behind a comma; nothing of a network of floats.</summary>
    public static string Table(ModelPlan plan)
    {
        if (plan.Embedding is not EmbeddingPlan embedding)
        {
            return "";
        }

        string padding = embedding.PaddingToken is int token ? $", {Names.Number(token)}" : "";
        return $", new {Names.Generated}.TokenTable({embedding.Table.Offset}{padding})";
    }
}
