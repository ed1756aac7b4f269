using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes.Common;

/// <summary>Attributes and their arguments, put in and taken out so that what stands around them stays as it is.</summary>
internal static class AttributeEdits
{
    /// <summary>The argument <c>Name = value</c>.</summary>
    public static AttributeArgumentSyntax? Named(this AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>Takes an attribute out, with its line where nothing else stands there.</summary>
    public static TextChange Remove(this AttributeSyntax attribute, SourceText text)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        return new TextChange(list.Attributes.Count > 1 ? Separated(list.Attributes, attribute) : Line(list, text), "");
    }

    /// <summary>Takes an argument out, with the parentheses where it is the only one.</summary>
    public static TextChange Remove(this AttributeArgumentSyntax argument)
    {
        AttributeArgumentListSyntax list = (AttributeArgumentListSyntax)argument.Parent!;
        return new TextChange(list.Arguments.Count > 1 ? Separated(list.Arguments, argument) : list.Span, "");
    }

    /// <summary>Gives a named argument a value, which it may have already.</summary>
    public static TextChange With(this AttributeSyntax attribute, string name, string value)
    {
        string text = $"{name} = {value}";
        return attribute.Named(name) is AttributeArgumentSyntax argument ? new TextChange(argument.Expression.Span, value)
            : attribute.ArgumentList is not AttributeArgumentListSyntax list ? Insert(attribute.Name.Span.End, $"({text})")
            : list.Arguments.Count == 0 ? Insert(list.OpenParenToken.Span.End, text)
            : Insert(list.Arguments.Last().Span.End, $", {text}");
    }

    /// <summary>Puts an attribute below another, which ends its line, or behind it.</summary>
    public static TextChange Follow(this AttributeSyntax attribute, SourceText text, string added)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Last() != attribute)
        {
            return Insert(attribute.Span.End, $", {added}");
        }

        TextLine line = text.Lines.GetLineFromPosition(list.Span.End);
        if (!EndsLine(list, text))
        {
            return Insert(list.Span.End, $" [{added}]");
        }

        string start = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(list.SpanStart).Start, list.SpanStart));
        string indentation = start.Substring(0, start.Length - start.TrimStart().Length);
        return Insert(line.End, $"{text.LineBreak()}{indentation}[{added}]");
    }

    /// <summary>How the document ends its lines.</summary>
    public static string LineBreak(this SourceText text)
    {
        TextLine first = text.Lines[0];
        return first.EndIncludingLineBreak > first.End ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) : "\n";
    }

    private static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);

    private static TextSpan Separated<T>(SeparatedSyntaxList<T> list, T item)
        where T : SyntaxNode
    {
        int index = list.IndexOf(item);
        return index == 0
            ? TextSpan.FromBounds(item.SpanStart, list[1].SpanStart)
            : TextSpan.FromBounds(list[index - 1].Span.End, item.Span.End);
    }

    private static TextSpan Line(AttributeListSyntax list, SourceText text)
    {
        TextLine first = text.Lines.GetLineFromPosition(list.SpanStart), last = text.Lines.GetLineFromPosition(list.Span.End);
        bool beginsLine = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, list.SpanStart)));
        return beginsLine && EndsLine(list, text)
            ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak)
            : TextSpan.FromBounds(list.SpanStart, list.GetLastToken().GetNextToken().SpanStart);
    }

    /// <summary>Whether nothing but a comment follows in the line.</summary>
    private static bool EndsLine(AttributeListSyntax list, SourceText text)
    {
        int next = list.GetLastToken().GetNextToken().SpanStart;
        return text.Lines.GetLineFromPosition(next).LineNumber > text.Lines.GetLineFromPosition(list.Span.End).LineNumber;
    }
}
