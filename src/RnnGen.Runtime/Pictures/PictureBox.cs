using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Pictures;

/// <summary>A line of text in a box.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Style">How it looks.</param>
internal readonly record struct BoxLine(string Text, BoxLineStyle Style)
{
    /// <summary>Height of a letter.</summary>
    public int FontSize => Style is BoxLineStyle.Name or BoxLineStyle.Kind ? 13 : 11;

    /// <summary>Distance to the next line.</summary>
    public int Height => FontSize + 5;
}

/// <summary>How a line of a box looks.</summary>
internal enum BoxLineStyle
{
    /// <summary>Large and bold.</summary>
    Name,

    /// <summary>Large.</summary>
    Kind,

    /// <summary>Small.</summary>
    Option,

    /// <summary>Small and pale.</summary>
    Shape,
}

/// <summary>A value of the network as a box: what stands in it, how large it is, and where.</summary>
internal sealed class PictureBox
{
    private const int Padding = 10, MinWidth = 120, MaxLetters = 36, PortWidth = 18, LabelSize = 11;
    private const double LetterWidth = 0.61;

    /// <param name="index">Its number.</param>
    /// <param name="layer">The value.</param>
    /// <param name="description">The model.</param>
    public PictureBox(int index, LayerInfo layer, ModelDescription description)
    {
        Index = index;
        Layer = layer;
        Shape = LayerText.Shape(layer, description.Steps);
        Lines = [.. TextOf(layer, Shape)];
        Labels =
        [
            .. layer.Reads.Select(read => LayerText.Columns(read, description)),
            .. layer.InitialState is null ? [] : new[] { "states" },
        ];
        Height = Lines.Sum(line => line.Height) + (2 * Padding) - 5;
        double text = Lines.Max(line => WidthOf(line.Text, line.FontSize)) + (2 * Padding);
        Ports = [.. PortsOf(Labels)];

        // A label stands to the right of its arrow, an only arrow in the middle.
        double ports = Labels.Count == 1 ? 2 * WidthOfPort(Labels[0]) : Labels.Sum(WidthOfPort);
        Width = Even(Math.Max(MinWidth, Math.Max(text, ports)));
    }

    /// <summary>Its number in <see cref="ModelDescription.Layers"/>.</summary>
    public int Index { get; }

    /// <summary>The value.</summary>
    public LayerInfo Layer { get; }

    /// <summary>Its shape in brackets.</summary>
    public string Shape { get; }

    /// <summary>What stands in it.</summary>
    public IReadOnlyList<BoxLine> Lines { get; }

    /// <summary>What stands at the arrows that end here, from the left to the right; empty where a whole value is read.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Width.</summary>
    public double Width { get; }

    /// <summary>Height.</summary>
    public double Height { get; }

    /// <summary>Its row, counted from the top.</summary>
    public int Row { get; set; }

    /// <summary>Its middle.</summary>
    public double X { get; set; }

    /// <summary>Its upper end.</summary>
    public double Y { get; set; }

    /// <summary>Where each arrow ends, seen from the middle: room for the labels of all is shared out from the left to the right.</summary>
    public IReadOnlyList<double> Ports { get; }

    /// <summary>A text that is no longer than a box should be wide.</summary>
    public static string Shortened(string text)
    {
        int[] letters = StringInfo.ParseCombiningCharacters(text);
        return letters.Length <= MaxLetters ? text : text[..letters[MaxLetters - 1]] + "…";
    }

    /// <summary>How wide a text is in a font of fixed width.</summary>
    private static double WidthOf(string text, int fontSize) => LayerText.Places(text) * LetterWidth * fontSize;

    private static double WidthOfPort(string label) => label.Length == 0 ? PortWidth : PortWidth + WidthOf(label, LabelSize);

    private static IEnumerable<double> PortsOf(IReadOnlyList<string> labels)
    {
        double left = -labels.Sum(WidthOfPort) / 2;
        foreach (string label in labels)
        {
            yield return labels.Count == 1 ? 0 : Math.Round(left + (PortWidth / 2.0));
            left += WidthOfPort(label);
        }
    }

    private static double Even(double width) => Math.Ceiling(width / 2) * 2;

    private static IEnumerable<BoxLine> TextOf(LayerInfo layer, string shape)
    {
        yield return new BoxLine(Shortened(layer.Name), BoxLineStyle.Name);
        if (layer.Kind.Length > 0)
        {
            yield return new BoxLine(Shortened(layer.Kind), BoxLineStyle.Kind);
        }

        foreach (string option in layer.Options)
        {
            yield return new BoxLine(Shortened(option), BoxLineStyle.Option);
        }

        yield return new BoxLine(shape, BoxLineStyle.Shape);
        if (layer.ParameterCount > 0)
        {
            yield return new BoxLine(LayerText.Counted(layer.ParameterCount, "parameter"), BoxLineStyle.Shape);
        }
    }
}
