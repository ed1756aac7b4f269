using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Parsing.Attributes;

/// <summary>
/// Where each character of a string's value stands in the source: behind escapes, doubled quotes and stripped indentation.
/// </summary>
internal sealed class StringLiteralMap
{
    private readonly List<TextSpan> _characters = [];
    private readonly bool _isComplete;

    /// <summary>Reads an expression once, for all questions.</summary>
    public StringLiteralMap(ExpressionSyntax expression) => _isComplete = Append(expression);

    /// <summary>The source of a part of the value; null for an expression that is not made of literals.</summary>
    public TextSpan? Find(TextSpan part) => part.Length > 0 && _isComplete && part.End <= _characters.Count
        ? TextSpan.FromBounds(_characters[part.Start].Start, _characters[part.End - 1].End)
        : null;

    // Sums may have thousands of terms, each one level deeper: no recursion.
    private bool Append(ExpressionSyntax expression)
    {
        Stack<ExpressionSyntax> rest = new([expression]);
        while (rest.Count > 0)
        {
            switch (rest.Pop())
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    rest.Push(parenthesized.Expression);
                    break;
                case BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression):
                    rest.Push(sum.Right);
                    rest.Push(sum.Left);
                    break;
                case LiteralExpressionSyntax { Token.ContainsDiagnostics: false } literal when literal.IsKind(
                    SyntaxKind.StringLiteralExpression):
                    int first = _characters.Count;
                    AppendLiteral(literal.Token.Text, literal.Token.SpanStart, literal.Token.Kind(), _characters);
                    if (_characters.Count - first != literal.Token.ValueText.Length)
                    {
                        // Whatever else the language may know: a wrong place is worse than none.
                        return false;
                    }

                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static void AppendLiteral(string text, int origin, SyntaxKind kind, List<TextSpan> characters)
    {
        if (kind == SyntaxKind.MultiLineRawStringLiteralToken)
        {
            AppendLines(text, origin, characters);
        }
        else if (kind == SyntaxKind.SingleLineRawStringLiteralToken)
        {
            int quotes = Quotes(text);
            AppendPlain(origin, quotes, text.Length - quotes, characters);
        }
        else
        {
            bool verbatim = text.StartsWith("@", System.StringComparison.Ordinal);
            for (int at = verbatim ? 2 : 1, length; at < text.Length - 1; at += length)
            {
                length = verbatim ? (text[at] == '"' ? 2 : 1) : Escape(text, at);
                characters.Add(new TextSpan(origin + at, length));
                if (length == 10 && text.Substring(at + 2, 4) != "0000")
                {
                    // Two characters of UTF-16.
                    characters.Add(new TextSpan(origin + at, length));
                }
            }
        }
    }

    /// <summary>The lines between the two lines of quotes, without the white space that stands before the closing ones.</summary>
    private static void AppendLines(string text, int origin, List<TextSpan> characters)
    {
        int closing = text.Length - Quotes(text);
        int lastLine = text.LastIndexOf('\n', closing - 1) + 1;
        int indentation = closing - lastLine;
        int end = lastLine - (lastLine > 1 && text[lastLine - 2] == '\r' ? 2 : 1);
        for (int at = text.IndexOf('\n') + 1; at < end;)
        {
            int newLine = text.IndexOf('\n', at);
            int next = newLine < 0 || newLine >= end ? end : newLine + 1;
            int content = at;
            while (content < next && content - at < indentation && text[content] is not ('\r' or '\n'))
            {
                content++;
            }

            AppendPlain(origin, content, next, characters);
            at = next;
        }
    }

    private static void AppendPlain(int origin, int from, int to, List<TextSpan> characters)
    {
        for (int at = from; at < to; at++)
        {
            characters.Add(new TextSpan(origin + at, 1));
        }
    }

    private static int Quotes(string text)
    {
        int quotes = 0;
        while (quotes < text.Length && text[quotes] == '"')
        {
            quotes++;
        }

        return quotes;
    }

    /// <summary>The length of a character as it is written: <c>\n</c>, <c>\x2A</c>, <c>\u03C3</c>.</summary>
    private static int Escape(string text, int at)
    {
        if (text[at] != '\\')
        {
            return 1;
        }

        switch (text[at + 1])
        {
            case 'u':
                return 6;
            case 'U':
                return 10;
            case 'x':
                int length = 2;
                while (length < 6 && System.Uri.IsHexDigit(text[at + length]))
                {
                    length++;
                }

                return length;
            default:
                return 2;
        }
    }
}
