using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads what of the user's project decides how generated text is spelled.</summary>
internal static class SurroundingsParser
{
    private const string Compliance = "System.CLSCompliantAttribute";
    private const string GeneratedCode = "System.CodeDom.Compiler.GeneratedCodeAttribute";

    /// <summary>The surroundings of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="model">The meaning of names in its file.</param>
    /// <param name="position">Where it is declared.</param>
    public static Surroundings Parse(INamedTypeSymbol type, SemanticModel model, int position)
    {
        const string nativeInt = "nint";
        bool isCompliant = WithContainers(type).All(IsVisible) && IsCheckedForCompliance(type);
        return new Surroundings(
            WithBases(type).Any(basis => !basis.GetTypeMembers(nativeInt).IsEmpty)
            || !model.LookupNamespacesAndTypes(position, name: nativeInt).IsEmpty,
            isCompliant,
            isCompliant && MarkOf(type.ContainingAssembly) is null,
            type.GetAttributes().Any(attribute => Is(attribute, GeneratedCode)));
    }

    /// <summary>The nearest mark counts: of the class, of the types around it, of the assembly.</summary>
    private static bool IsCheckedForCompliance(INamedTypeSymbol type)
    {
        bool? assembly = MarkOf(type.ContainingAssembly);
        return (WithContainers(type).Select(MarkOf).FirstOrDefault(mark => mark is not null) ?? assembly) is true && assembly != false;
    }

    private static bool? MarkOf(ISymbol symbol) => symbol.GetAttributes()
        .Where(attribute => Is(attribute, Compliance) && attribute.ConstructorArguments.Length == 1)
        .Select(attribute => attribute.ConstructorArguments[0].Value as bool?)
        .FirstOrDefault();

    private static bool IsVisible(INamedTypeSymbol type) =>
        type.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static IEnumerable<INamedTypeSymbol> WithContainers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? basis = type; basis is not null; basis = basis.BaseType)
        {
            yield return basis;
        }
    }

    private static bool Is(AttributeData attribute, string name) => attribute.AttributeClass?.ToDisplayString() == name;
}
