using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>Confusion matrices as tables whose cells are shaded.</summary>
internal static class ConfusionTables
{
    /// <summary>Most classes of a table; of more, those with the most mistakes are shown.</summary>
    public const int MostClasses = 40;

    /// <summary>Writes the section.</summary>
    /// <param name="html">Receives the markup.</param>
    /// <param name="matrices">The matrices.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<ConfusionMatrix> matrices)
    {
        if (matrices.Count == 0)
        {
            return;
        }

        html.Line($"<section aria-label=\"Confusion matrix\"><h2>Confusion matrix</h2>");
        foreach (ConfusionMatrix matrix in matrices)
        {
            Write(html, matrix);
        }

        html.Line($"</section>");
    }

    private static void Write(HtmlWriter html, ConfusionMatrix matrix)
    {
        if (matrix.Title.Length > 0)
        {
            html.Line($"<h3>{matrix.Title}</h3>");
        }

        int[] shown = Shown(matrix);
        html.Part(
            $"<p class=\"note\">Rows: the right class; columns: what was read. "
            + $"{matrix.Right:N0} of {matrix.Total:N0} right ({Fraction(matrix.Accuracy)}).");
        if (shown.Length < matrix.Classes.Count)
        {
            html.Part(
                $" Of {matrix.Classes.Count} classes the {shown.Length} with the most mistakes are shown; recall and precision count all.");
        }

        html.Line($"</p>");
        html.Line($"<div class=\"wide\"><table class=\"confusion\">");
        html.Part($"<thead><tr><td></td>");
        foreach (int prediction in shown)
        {
            html.Part($"<th scope=\"col\">{matrix.Classes[prediction]}</th>");
        }

        html.Line($"<th scope=\"col\" class=\"total\">examples</th><th scope=\"col\" class=\"total\">recall</th></tr></thead><tbody>");
        foreach (int label in shown)
        {
            Row(html, matrix, label, shown);
        }

        html.Part($"</tbody><tfoot><tr><th scope=\"row\">precision</th>");
        foreach (int prediction in shown)
        {
            html.Part($"<td>{Fraction(matrix.Precision(prediction))}</td>");
        }

        html.Line(
            $"<td class=\"total\">{matrix.Total:N0}</td><td class=\"total\">{Fraction(matrix.Accuracy)}</td></tr></tfoot></table></div>");
    }

    private static void Row(HtmlWriter html, ConfusionMatrix matrix, int label, int[] shown)
    {
        long examples = matrix.Examples(label);
        html.Part($"<tr><th scope=\"row\">{matrix.Classes[label]}</th>");
        foreach (int prediction in shown)
        {
            long count = matrix[label, prediction];
            if (count == 0)
            {
                html.Part($"<td class=\"none\">0</td>");
                continue;
            }

            // A mistake in a hundred must be visible next to one in ten: its root is what shades it.
            double part = (double)count / examples;
            string kind = label == prediction ? "hit" : "miss";
            html.Part($"<td class=\"{kind}\" style=\"--part:{(label == prediction ? part : Math.Sqrt(part)):0.###}\"");
            html.Part(
                $" title=\"{matrix.Classes[label]} read as {matrix.Classes[prediction]}: {count:N0} of {examples:N0}\">{count:N0}</td>");
        }

        html.Line($"<td class=\"total\">{examples:N0}</td><td class=\"total\">{Fraction(matrix.Recall(label))}</td></tr>");
    }

    private static int[] Shown(ConfusionMatrix matrix)
    {
        IEnumerable<int> all = Enumerable.Range(0, matrix.Classes.Count);
        return matrix.Classes.Count <= MostClasses
            ? [.. all]
            : [.. all
                .OrderByDescending(index => matrix.Examples(index) + matrix.Predictions(index) - (2 * matrix[index, index]))
                .Take(MostClasses)
                .Order()];
    }

    private static string Fraction(double value) => double.IsNaN(value) ? "–" : FormattableString.Invariant($"{value:0.0000}");
}
