using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Language;

/// <summary>What is wrong in the text of a cell, and where in it.</summary>
/// <param name="Descriptor">The kind of the mistake.</param>
/// <param name="Span">The place in the text.</param>
/// <param name="Message">One sentence with the names in it.</param>
internal sealed record CellTextError(DiagnosticDescriptor Descriptor, TextSpan Span, string Message)
{
    /// <summary>Whether it is about the text as a whole, and no place in it.</summary>
    public bool IsOfWholeText => Descriptor == Descriptors.CellTooLong || Descriptor == Descriptors.CellMoreErrors;
}
