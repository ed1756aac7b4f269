using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>What the models are: one table with a column a model, and the parameters of each distinct network.</summary>
internal static class ModelTables
{
    /// <summary>Writes the section.</summary>
    /// <param name="html">Receives the markup.</param>
    /// <param name="models">The models.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<ModelDescription> models)
    {
        if (models.Count == 0)
        {
            return;
        }

        html.Line($"<section aria-label=\"Model\"><h2>Model</h2>");
        html.Line($"<div class=\"models\">");
        html.Line($"<div class=\"wide\"><table class=\"facts\">");
        html.Part($"<thead><tr><td></td>");
        foreach (ModelDescription model in models)
        {
            html.Part($"<th scope=\"col\">{model.Name}</th>");
        }

        html.Line($"</tr></thead><tbody>");
        Row(html, models, "steps", model => model.Steps is { } steps ? $"{steps}, unrolled (static)" : "any, in a loop (dynamic)");
        Row(html, models, "input of a step", model => FormattableString.Invariant($"{model.InputSize:N0}"));
        Row(html, models, "output",
            model => FormattableString.Invariant($"{model.OutputSize:N0}{(model.OutputsEveryStep ? ", every step" : "")}"));
        Row(html, models, "parameters", model => FormattableString.Invariant($"{model.ParameterCount:N0}"));
        Row(html, models, "state, floats of a row", model => FormattableString.Invariant($"{model.StateSize:N0}"));
        Row(html, models, "multiply-adds of a step", model => FormattableString.Invariant($"{model.MultiplyAddsPerStep:N0}"));
        Row(html, models, "multiply-adds after the last step", model => FormattableString.Invariant($"{model.MultiplyAddsPerSequence:N0}"));
        Row(html, models, "specification", model => model.SpecHash);
        html.Line($"</tbody></table></div>");
        foreach (IGrouping<string, ModelDescription> network in models.GroupBy(model => model.SpecHash))
        {
            Parameters(html, [.. network]);
        }

        html.Line($"</div></section>");
    }

    private static void Row(HtmlWriter html, IReadOnlyList<ModelDescription> models, string name, Func<ModelDescription, string> value)
    {
        html.Part($"<tr><th scope=\"row\">{name}</th>");
        foreach (ModelDescription model in models)
        {
            html.Part($"<td>{value(model)}</td>");
        }

        html.Line($"</tr>");
    }

    private static void Parameters(HtmlWriter html, IReadOnlyList<ModelDescription> models)
    {
        ModelDescription model = models[0];
        html.Line(
            $"<details open><summary>Layers and parameters of {string.Join(", ", models.Select(twin => twin.Name))}</summary>"
            + $"<div class=\"wide\"><table>");
        html.Line($"<thead><tr><th scope=\"col\">layer</th><th scope=\"col\">parameter</th>");
        html.Line($"<th scope=\"col\">shape</th><th scope=\"col\">count</th><th scope=\"col\">of all</th></tr></thead><tbody>");
        foreach (IGrouping<string, ParameterInfo> layer in model.Parameters.GroupBy(parameter => parameter.Name.Split('/')[0]))
        {
            string head = layer.Key;
            foreach (ParameterInfo parameter in layer)
            {
                html.Part(
                    $"<tr><th scope=\"row\">{head}</th><td>{parameter.Name[Math.Min(parameter.Name.Length, layer.Key.Length + 1)..]}</td>");
                html.Part($"<td>{string.Join(" × ", parameter.Shape)}</td>");
                html.Line($"<td>{parameter.Count:N0}</td><td>{(double)parameter.Count / model.ParameterCount:0.0 %}</td></tr>");
                head = "";
            }
        }

        html.Line(
            $"</tbody><tfoot><tr><th scope=\"row\">all</th><td></td><td></td><td>{model.ParameterCount:N0}</td><td></td></tr></tfoot>"
            + $"</table></div></details>");
    }
}
