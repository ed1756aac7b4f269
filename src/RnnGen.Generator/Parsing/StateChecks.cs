using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Language;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Whether a layer can begin with the final states of another.</summary>
internal static class StateChecks
{
    /// <summary>What does not fit; null where all does.</summary>
    public static string? ProblemOf(LayerSpec layer, LayerSpec other)
    {
        if (other.Role != LayerRole.Recurrent)
        {
            return $"[{other.Kind}] has none";
        }

        if ((layer.Direction == LayerDirection.Bidirectional) != (other.Direction == LayerDirection.Bidirectional))
        {
            return "one of the two is bidirectional";
        }

        string wanted = States(layer), found = States(other);
        return wanted == found ? null : $"it needs {wanted}, and there is {found}";
    }

    private static string States(LayerSpec layer)
    {
        CellDefinition cell = CellText.Define(layer);
        return string.Join(", ", cell.States.Select(state => $"{CellNames.Display(state.Name)} [{state.Extent.Size}]"));
    }
}
