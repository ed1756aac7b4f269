using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Diagnostics;

/// <summary>A diagnostic as plain values, comparable and free of symbols and syntax.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, string FilePath, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    /// <summary>Whether no place in the sources is to blame.</summary>
    private bool IsOfTheProject { get; init; }

    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, SyntaxNode node, params object[] arguments) =>
        Create(descriptor, node.GetLocation(), arguments);

    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        Create(descriptor, SourcePlace.Of(location), arguments) with { IsOfTheProject = location.Kind == LocationKind.None };

    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, SourcePlace place, params object[] arguments) => new(
        descriptor,
        place.FilePath,
        place.Span,
        place.Lines,
        arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "").ToEquatable());

    /// <summary>The property of a diagnostic that holds an argument of its message, for who fixes what it says.</summary>
    public static string Argument(int index) => "RnnGen." + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The diagnostic, at its place in a tree of the compilation; without a tree where two files have one path, or no compilation is at
    /// hand.
    /// </summary>
    public Diagnostic ToDiagnostic(Compilation? compilation)
    {
        if (IsOfTheProject)
        {
            return Create(Location.None);
        }

        SyntaxTree[] trees = [.. (compilation?.SyntaxTrees ?? []).Where(tree => tree.FilePath == FilePath).Take(2)];
        Location place = trees.Length == 1 && Span.End <= trees[0].Length
            ? Location.Create(trees[0], Span)
            : Location.Create(FilePath, Span, Lines);
        return Create(place);
    }

    private Diagnostic Create(Location place) => Diagnostic.Create(
        Descriptor, place,
        Enumerable.Range(0, Arguments.Count).ToImmutableDictionary(Argument, index => (string?)Arguments[index]), [.. Arguments]);
}
