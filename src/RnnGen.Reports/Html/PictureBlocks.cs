using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Reports;

/// <summary>Pictures in the page: misread images, hidden states.</summary>
internal static class PictureBlocks
{
    /// <summary>Writes the images that were read most wrongly.</summary>
    /// <param name="html">Receives the markup.</param>
    /// <param name="images">The images.</param>
    /// <param name="add">Adds a picture to the data and returns its index.</param>
    public static void Misread(HtmlWriter html, IReadOnlyList<MisreadImage> images, Func<PictureData, int> add)
    {
        if (images.Count == 0)
        {
            return;
        }

        html.Line($"<section aria-label=\"Most wrongly read\"><h2>Most wrongly read</h2>");
        html.Line($"<p class=\"note\">The images whose right class got the least probability.</p>");
        html.Line($"<ul class=\"images\">");
        foreach (MisreadImage image in images)
        {
            int picture = add(PictureBuilder.Gray(image.Width, image.Pixels));
            html.Part($"<li><canvas data-picture=\"{picture}\" role=\"img\"");
            html.Line($" aria-label=\"Image {image.Index}: {image.Label}, read as {image.Prediction}\"></canvas>");
            html.Line($"<p><b>{image.Label}</b> read as <b>{image.Prediction}</b></p>");
            html.Part($"<p class=\"note\">{Percent(image.PredictionProbability)} for {image.Prediction}, ");
            html.Line($"{Percent(image.LabelProbability)} for {image.Label}; image {image.Index}</p></li>");
        }

        html.Line($"</ul></section>");
    }

    /// <summary>Writes the heat maps.</summary>
    /// <param name="html">Receives the markup.</param>
    /// <param name="sequences">The sequences.</param>
    /// <param name="add">Adds a picture to the data and returns its index.</param>
    public static void States(HtmlWriter html, IReadOnlyList<SequenceStates> sequences, Func<PictureData, int> add)
    {
        if (sequences.Count == 0)
        {
            return;
        }

        html.Line($"<section aria-label=\"Hidden states\"><h2>Hidden states</h2>");
        html.Line($"<p class=\"note\">Time steps run downwards, units from left to right.</p>");
        foreach (SequenceStates sequence in sequences)
        {
            Sequence(html, sequence, add);
        }

        html.Line($"</section>");
    }

    private static void Sequence(HtmlWriter html, SequenceStates sequence, Func<PictureData, int> add)
    {
        double limit = PictureBuilder.Limit([.. sequence.Maps]);
        html.Line($"<article class=\"states\"><h3>{sequence.Title}</h3>");
        html.Line($"<div class=\"maps\">");
        if (sequence.Input is { } input)
        {
            bool isInk = input.Steps <= PictureBuilder.MostCells && input.Units <= PictureBuilder.MostCells
                && input.Values.IndexOfAnyExceptInRange(0f, 1f) < 0;
            PictureData picture = isInk
                ? PictureBuilder.Gray(input.Units, input.Values)
                : PictureBuilder.Diverging(input, PictureBuilder.Limit(input));
            Map(html, input, picture, "input", add);
        }

        foreach (StateMap map in sequence.Maps)
        {
            Map(html, map, PictureBuilder.Diverging(map, limit), "state", add);
        }

        html.Line($"</div>");
        html.Line($"<p class=\"key\"><span>{ChartBlocks.Number(-limit)}</span>");
        html.Line($"<span class=\"ramp\" role=\"img\" aria-label=\"colour scale\"></span><span>{ChartBlocks.Number(limit)}</span></p>");
        if (sequence.Note.Length > 0)
        {
            html.Line($"<p class=\"note\">{sequence.Note}</p>");
        }

        html.Line($"</article>");
    }

    private static void Map(HtmlWriter html, StateMap map, PictureData picture, string kind, Func<PictureData, int> add)
    {
        int index = add(picture);
        html.Line(
            $"<figure class=\"{kind}\"><figcaption>{map.Name}<span class=\"note\"> [{map.Steps} × {map.Units}]{Blocks(picture)}</span>"
            + $"</figcaption>");
        html.Line(
            $"<canvas data-picture=\"{index}\" role=\"img\" aria-label=\"{map.Name}: {Description(map)}\"></canvas><output></output>"
            + $"</figure>");
    }

    private static string Blocks(PictureData picture) => picture.Steps * picture.Units == 1
        ? ""
        : $", a cell for {picture.Steps} × {picture.Units}: the value farthest from zero";

    private static string Description(StateMap map)
    {
        float[] finite = [.. map.Values.ToArray().Where(float.IsFinite)];
        return finite.Length == 0
            ? $"{map.Steps} steps of {map.Units} units, no finite value"
            : $"{map.Steps} steps of {map.Units} units, values {ChartBlocks.Number(finite.Min())} to {ChartBlocks.Number(finite.Max())}";
    }

    private static string Percent(double fraction) => double.IsNaN(fraction) ? "–" : fraction switch
    {
        < 0.0001 => "< 0.01 %",
        > 0.9999 => "> 99.99 %",
        _ => FormattableString.Invariant($"{fraction:0.00 %}"),
    };
}
