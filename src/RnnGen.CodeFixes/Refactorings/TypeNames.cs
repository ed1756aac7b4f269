using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.CodeFixes.Common;

namespace RnnGen.CodeFixes.Refactorings;

/// <summary>Names of types as one writes them at some place, with the usings that they need.</summary>
internal sealed class TypeNames(Site site, int position)
{
    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);

    /// <summary>A type: its name alone where that means it, or where a using can make it so; otherwise all of it.</summary>
    public string Of(string space, string name)
    {
        ImmutableArray<INamespaceOrTypeSymbol> found =
            [.. site.Semantics.LookupNamespacesAndTypes(position, name: name).OfType<INamespaceOrTypeSymbol>()];
        INamedTypeSymbol? meant = site.Semantics.Compilation.GetTypeByMetadataName($"{space}.{name}");
        if (found.Length == 0)
        {
            _namespaces.Add(space);
        }

        return found.Length == 0 || (found.Length == 1 && SymbolEqualityComparer.Default.Equals(found[0], meant))
            ? name
            : $"global::{space}.{name}";
    }

    /// <summary>The usings that the file lacks, each below the last one that it has before it in the alphabet.</summary>
    public IEnumerable<TextChange> Usings()
    {
        CompilationUnitSyntax root = (CompilationUnitSyntax)site.Node.SyntaxTree.GetRoot(site.Cancellation);
        string end = site.Text.LineBreak();
        if (_namespaces.Count == 0)
        {
            return [];
        }

        UsingDirectiveSyntax[] usings = [.. root.Usings.Where(IsPlain)];
        if (usings.Length == 0)
        {
            int start = root.Usings.LastOrDefault()?.Span.End ?? root.Externs.LastOrDefault()?.Span.End ?? 0;
            string lines = string.Concat(_namespaces.Select(space => $"using {space};{end}"));
            return [new TextChange(new TextSpan(start, 0), start == 0 ? lines + end : end + lines.TrimEnd())];
        }

        return _namespaces.Select(space => usings.LastOrDefault(directive => IsBefore(directive.Name!.ToString(), space)) is { } before
            ? new TextChange(new TextSpan(before.Span.End, 0), $"{end}using {space};")
            : new TextChange(new TextSpan(usings[0].SpanStart, 0), $"using {space};{end}"));
    }

    private static bool IsPlain(UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.StaticKeyword.RawKind == 0 && directive.GlobalKeyword.RawKind == 0;

    /// <summary>System first, then the alphabet.</summary>
    private static bool IsBefore(string one, string other)
    {
        bool isFirst = one.Split('.')[0] == "System", isOther = other.Split('.')[0] == "System";
        return isFirst == isOther ? string.CompareOrdinal(one, other) < 0 : isFirst;
    }
}
