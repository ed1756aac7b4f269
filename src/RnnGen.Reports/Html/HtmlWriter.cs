using System;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace RnnGen.Reports;

/// <summary>
/// Collects HTML. What stands in the braces of an interpolated string is text and is escaped; nothing else can put it in.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds a line of markup with escaped values.</summary>
    /// <param name="html">The markup.</param>
    public void Line([InterpolatedStringHandlerArgument("")] ref Escaping html) => _html.Append('\n');

    /// <summary>Adds markup with escaped values, without ending the line.</summary>
    /// <param name="html">The markup.</param>
    public void Part([InterpolatedStringHandlerArgument("")] ref Escaping html)
    {
    }

    /// <summary>Adds text that is markup, script or style by itself.</summary>
    /// <param name="text">Text of the program's own.</param>
    public void Verbatim(string text) => _html.Append(text);

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    /// <summary>Escapes the values of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Escaping
    {
        private readonly StringBuilder _html;

        /// <summary>Called by the compiler.</summary>
        public Escaping(int literalLength, int formattedCount, HtmlWriter writer) => _html = writer._html;

        /// <summary>Markup.</summary>
        public void AppendLiteral(string markup) => _html.Append(markup);

        /// <summary>Text.</summary>
        public void AppendFormatted(string? text) => _html.Append(WebUtility.HtmlEncode(text));

        /// <summary>A number, in a format if one is given.</summary>
        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
