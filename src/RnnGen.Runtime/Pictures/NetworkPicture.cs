using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Xml;

namespace RnnGen.Pictures;

/// <summary>Draws a network as an SVG document.</summary>
internal static class NetworkPicture
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    // A picture within a page has the page's colour; only one that is a document of its own chooses, as its reader's system does.
    private const string Style = "svg:root{color:#1f2328}@media(prefers-color-scheme:dark){svg:root{color:#e6edf3}}";

    private const double ArrowLength = 7, ArrowWidth = 7, LabelDistance = 5, Corner = 6;

    /// <summary>The picture of a model.</summary>
    /// <exception cref="InvalidOperationException">Its layers cannot be drawn.</exception>
    public static string Draw(ModelDescription description)
    {
        PictureLayout layout = PictureLayout.Of(description);
        using StringWriter text = new(CultureInfo.InvariantCulture);
        XmlWriterSettings settings = new() { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" };
        using (XmlWriter svg = XmlWriter.Create(text, settings))
        {
            svg.WriteStartElement("svg", Namespace);
            Attributes(svg, ("width", Number(layout.Width)), ("height", Number(layout.Height)));
            Attributes(svg, ("viewBox", $"0 0 {Number(layout.Width)} {Number(layout.Height)}"), ("role", "img"));
            Attributes(svg, ("font-family", "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"));
            Attributes(svg, ("fill", "currentColor"));
            Element(svg, "title", $"The network of {description.Name}");
            Element(svg, "desc", string.Join(" ", layout.Boxes.Select(box => Sentence(box, layout))));
            Element(svg, "style", Style);
            foreach (PictureWire wire in layout.Wires)
            {
                Arrow(svg, layout, wire);
            }

            foreach (PictureBox box in layout.Boxes)
            {
                Box(svg, box);
            }

            svg.WriteEndElement();
        }

        return text.ToString() + "\n";
    }

    private static void Box(XmlWriter svg, PictureBox box)
    {
        svg.WriteStartElement("g", Namespace);
        Element(svg, "title", Title(box));
        svg.WriteStartElement("rect", Namespace);
        Attributes(svg, ("x", Number(box.X - (box.Width / 2))), ("y", Number(box.Y)));
        Attributes(svg, ("width", Number(box.Width)), ("height", Number(box.Height)));
        Attributes(svg, ("rx", Number(box.Layer.Role == LayerRole.Layer ? Corner : 3 * Corner)), ("stroke", "currentColor"));
        Attributes(svg, ("fill-opacity", box.Layer.Role == LayerRole.Layer ? "0.04" : "0.12"));
        if (box.Layer.IsImplicit)
        {
            Attributes(svg, ("stroke-dasharray", "4 3"));
        }

        svg.WriteEndElement();
        double y = box.Y + 5;
        foreach (BoxLine line in box.Lines)
        {
            y += line.Height;
            Text(svg, line, box.X, y);
        }

        svg.WriteEndElement();
    }

    private static void Text(XmlWriter svg, BoxLine line, double x, double y)
    {
        svg.WriteStartElement("text", Namespace);
        Attributes(svg, ("x", Number(x)), ("y", Number(y)), ("text-anchor", "middle"));
        Attributes(svg, ("font-size", line.FontSize.ToString(CultureInfo.InvariantCulture)));
        switch (line.Style)
        {
            case BoxLineStyle.Name:
                Attributes(svg, ("font-weight", "bold"));
                break;
            case BoxLineStyle.Shape:
                Attributes(svg, ("opacity", "0.75"));
                break;
        }

        Write(svg, line.Text);
        svg.WriteEndElement();
    }

    private static void Arrow(XmlWriter svg, PictureLayout layout, PictureWire wire)
    {
        double end = wire.End, top = wire.To.Y;
        string label = wire.To.Labels[wire.Port];
        svg.WriteStartElement("g", Namespace);
        Element(svg, "title", $"{wire.From.Layer.Name}{(label.Length > 0 ? " " + label : "")} to {wire.To.Layer.Name}");
        svg.WriteStartElement("path", Namespace);
        Attributes(svg, ("d", Way(layout, wire)), ("fill", "none"), ("stroke", "currentColor"), ("stroke-width", "1.3"));
        if (wire.IsState)
        {
            Attributes(svg, ("stroke-dasharray", "5 3"));
        }

        svg.WriteEndElement();
        svg.WriteStartElement("polygon", Namespace);
        Attributes(
            svg,
            ("points", $"{Number(end)},{Number(top)} {Number(end - (ArrowWidth / 2))},{Number(top - ArrowLength)} "
                + $"{Number(end + (ArrowWidth / 2))},{Number(top - ArrowLength)}"));
        svg.WriteEndElement();
        if (label.Length > 0)
        {
            svg.WriteStartElement("text", Namespace);
            Attributes(svg, ("x", Number(end + LabelDistance)), ("y", Number(top - ArrowLength)), ("font-size", "11"));
            Write(svg, label);
            svg.WriteEndElement();
        }

        svg.WriteEndElement();
    }

    /// <summary>Down to the end of the row, a bend between rows, straight past rows in a lane, a bend, and straight down.</summary>
    private static string Way(PictureLayout layout, PictureWire wire)
    {
        StringBuilder path = new();
        double x = wire.From.X;
        path.Append(CultureInfo.InvariantCulture, $"M{x} {wire.From.Y + wire.From.Height}");
        Bend(wire.From.Row, wire.Lane?.X ?? wire.End);
        if (wire.Lane is not null)
        {
            Bend(wire.To.Row - 1, wire.End);
        }

        // The stroke ends within the point of the arrow.
        path.Append(CultureInfo.InvariantCulture, $"V{wire.To.Y - (ArrowLength / 2)}");
        return path.ToString();

        void Bend(int row, double to)
        {
            double from = layout.Row(row).Bottom, end = layout.Row(row + 1).Top - PictureLayout.Straight, middle = (from + end) / 2;
            path.Append(CultureInfo.InvariantCulture, $"V{from}");
            if (x != to)
            {
                path.Append(CultureInfo.InvariantCulture, $"C{x} {middle} {to} {middle} {to} {end}");
            }

            x = to;
        }
    }

    private static string Title(PictureBox box)
    {
        string note = box.Layer.IsImplicit ? "(put in by the compiler)" : "";
        string[] parts = [box.Layer.Name, box.Layer.Kind, string.Join(", ", box.Layer.Options), box.Shape, note];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    private static string Sentence(PictureBox box, PictureLayout layout)
    {
        string[] reads = [.. layout.Wires.Where(wire => wire.To == box).Select(wire => wire.IsState
            ? $"the final states of {wire.From.Layer.Name}"
            : wire.From.Layer.Name + box.Labels[wire.Port])];
        return Title(box) + (reads.Length == 0 ? "." : $" of {string.Join(", ", reads)}.");
    }

    private static void Element(XmlWriter svg, string name, string text)
    {
        svg.WriteStartElement(name, Namespace);
        Write(svg, text);
        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes)
        {
            svg.WriteAttributeString(name, value);
        }
    }

    // Quotation marks too, so that the text can stand in an attribute or a script of a page.
    private static void Write(XmlWriter svg, string text) => svg.WriteRaw(SecurityElement.Escape(Clean(text)));

    /// <summary>XML has no way to write most control characters and halves of letters.</summary>
    private static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isXml = rune.Value is '\t' or '\n' or >= ' ' and not (0xFFFE or 0xFFFF);
            clean.Append(isXml ? rune.ToString() : "\uFFFD");
        }

        return clean.ToString();
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
