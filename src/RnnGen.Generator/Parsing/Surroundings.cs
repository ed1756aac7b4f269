using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Parsing;

/// <summary>What of the user's project decides how generated text is spelled; the network does not depend on it.</summary>
/// <param name="HidesNativeInt">Whether the word nint means something else where the class stands.</param>
/// <param name="IsCompliant">Whether the public members of the class are checked for compliance with the Common Language Specification.</param>
/// <param name="IsCompliantAlone">Whether they are although their assembly is not.</param>
/// <param name="HasGeneratedCode">Whether the class has an attribute [GeneratedCode] already.</param>
internal sealed record Surroundings(bool HidesNativeInt, bool IsCompliant, bool IsCompliantAlone, bool HasGeneratedCode)
{
    private const string Compliance = "System.CLSCompliantAttribute";
    private const string GeneratedCode = "System.CodeDom.Compiler.GeneratedCodeAttribute";

    /// <summary>Those of a class in a project that does nothing unusual.</summary>
    public static readonly Surroundings Plain = new(false, false, false, false);

    /// <summary>The surroundings of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="model">The meaning of names in its file.</param>
    /// <param name="position">Where it is declared.</param>
    public static Surroundings Of(INamedTypeSymbol type, SemanticModel model, int position)
    {
        const string nativeInt = "nint";
        bool isCompliant = WithContainers(type).All(IsVisible) && IsCheckedForCompliance(type);
        return new Surroundings(
            WithBases(type).Any(basis => !basis.GetTypeMembers(nativeInt).IsEmpty) || !model.LookupNamespacesAndTypes(position, name: nativeInt).IsEmpty,
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
