using System;
using System.Text;
using System.Text.RegularExpressions;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Text;

/// <summary>Writes indented C#: the only place that appends text.</summary>
/// <param name="surroundings">What of the user's project decides how a text is spelled.</param>
internal sealed class CodeWriter(Surroundings surroundings)
{
    // The type of a declaration or of a cast, not a value that somebody has called so. Where a type of the user's has the name, it means
    // that one.
    private static readonly Regex NativeInt = new(@"\bnint(?= [A-Za-z_])|(?<=\()nint(?=\)[A-Za-z_(])", RegexOptions.CultureInvariant);

    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _blankPending;

    /// <summary>Writes a line, or each of several; an empty one separates, once, whatever follows in the same block.</summary>
    public void Line(string line = "")
    {
        if (line.Length == 0)
        {
            _blankPending = true;
            return;
        }

        // Without this the second line would stand where the text has it.
        if (line.IndexOf('\n') >= 0)
        {
            Lines(line);
            return;
        }

        if (line == Names.NotCompliant && !surroundings.IsCompliant)
        {
            return;
        }

        if (_blankPending)
        {
            _text.Append('\n');
            _blankPending = false;
        }

        if (line[0] != '#')
        {
            _text.Append(' ', _indent * 4);
        }

        _text.Append(surroundings.HidesNativeInt ? NativeInt.Replace(line, "global::System.IntPtr") : line).Append('\n');
    }

    /// <summary>Writes text of several lines, each indented.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Line(line.TrimEnd('\r'));
        }
    }

    /// <summary>Writes a header and an opening brace; disposing writes the closing one.</summary>
    public Scope Block(string header, string close = "}")
    {
        Lines(header);
        Line("{");
        _indent++;
        return new Scope(this, close);
    }

    /// <summary>Indents what follows, in text that has its braces elsewhere.</summary>
    public void Shift(int levels)
    {
        _blankPending = false;
        _indent += levels;
    }

    /// <summary>Braces that only group.</summary>
    public Scope Block()
    {
        Line("{");
        _indent++;
        return new Scope(this, "}");
    }

    public override string ToString() => _text.ToString();

    private void Close(string close)
    {
        _blankPending = false;
        _indent--;
        Line(close);
    }

    /// <summary>An open block.</summary>
    internal readonly struct Scope(CodeWriter writer, string close) : IDisposable
    {
        public void Dispose() => writer.Close(close);
    }
}
