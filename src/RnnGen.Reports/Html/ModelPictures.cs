using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>Pictures of the networks, one for all models with the same layers.</summary>
internal static class ModelPictures
{
    /// <summary>Writes the section.</summary>
    /// <param name="html">Receives the markup.</param>
    /// <param name="models">The models; those of earlier packages, which have no layers, have no picture.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<ModelDescription> models)
    {
        IGrouping<string, ModelDescription>[] networks =
            [.. models.Where(model => model.Layers.Count > 0).GroupBy(model => model.SpecHash)];
        if (networks.Length == 0)
        {
            return;
        }

        html.Line($"<section aria-label=\"Network\"><h2>Network</h2>");
        html.Line($"<div class=\"models\">");
        foreach (IGrouping<string, ModelDescription> network in networks)
        {
            html.Line($"<figure class=\"network\"><figcaption>{string.Join(", ", network.Select(model => model.Name))}</figcaption>");
            html.Line($"<div class=\"wide\">");

            // The picture escapes its texts itself.
            html.Verbatim(network.First().ToSvg());
            html.Line($"</div></figure>");
        }

        html.Line($"</div></section>");
    }
}
