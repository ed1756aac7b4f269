using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnGen.Generator.Parsing;

/// <summary>What a class and its base say of construction; the generated constructor makes the parameters and calls base().</summary>
internal static class ConstructorChecks
{
    /// <summary>Why a generated constructor cannot call that of the base class, or null.</summary>
    public static string? ProblemOfBase(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.BaseType is not { TypeKind: TypeKind.Class } basis)
        {
            return null;
        }

        IMethodSymbol[] callable = [.. basis.InstanceConstructors
            .Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, type)
                && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams))
            .OrderBy(constructor => constructor.Parameters.Length)];
        if (callable.Length == 0)
        {
            return $"derived from '{basis.Name}', which has no accessible constructor without parameters";
        }

        string? mark = callable[0].GetAttributes().Select(attribute => attribute.AttributeClass?.ToDisplayString()).FirstOrDefault(
            name => name == "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute" || (IsWarning(name) && !IsMarked(type)));
        return mark is null
            ? null
            : $"derived from '{basis.Name}', whose constructor without parameters is marked as "
                + $"{mark.Substring(mark.LastIndexOf('.') + 1).Replace("Attribute", "")}";
    }

    /// <summary>
    /// Whether a constructor of the user's calls another one of the class; those that do not leave the parameters null. A primary one
    /// is another error.
    /// </summary>
    public static bool Chains(IMethodSymbol constructor, CancellationToken cancellation) =>
        constructor.DeclaringSyntaxReferences.Concat(constructor.PartialImplementationPart?.DeclaringSyntaxReferences ?? []).Any(
            reference => reference.GetSyntax(cancellation) is not ConstructorDeclarationSyntax declaration
                || declaration.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer));

    private static bool IsWarning(string? name) =>
        name is "System.ObsoleteAttribute" or "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";

    // What is obsolete itself may call what is.
    private static bool IsMarked(INamedTypeSymbol type)
    {
        INamedTypeSymbol? outer = type;
        while (outer is not null && !outer.GetAttributes().Any(attribute => IsWarning(attribute.AttributeClass?.ToDisplayString())))
        {
            outer = outer.ContainingType;
        }

        return outer is not null;
    }
}
