using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnGen.Generator.Parsing.Hooks;

/// <summary>The method that watches steps, in the user's half of a class.</summary>
internal static class StepHook
{
    /// <summary>Its name.</summary>
    public const string Name = "OnStep";

    private const string View = "RnnGen.StepView";

    /// <summary>Whether the class watches its steps.</summary>
    public static bool IsImplemented(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.GetMembers(Name).OfType<IMethodSymbol>().Any(method => Is(method, cancellation));

    /// <summary>
    /// Whether a method with the name of the hook is neither it nor any business of ours: one that the calls of the hook could mean, or
    /// that somebody meant as the hook.
    /// </summary>
    public static bool IsMistaken(IMethodSymbol method, CancellationToken cancellation) =>
        method.Name == Name && !Is(method, cancellation) && method.Parameters.Any(
            parameter => IsView(parameter.Type) || parameter.Type.TypeKind == TypeKind.TypeParameter);

    // The other half is generated, and halves of a method agree in every modifier.
    private static bool Is(IMethodSymbol method, CancellationToken cancellation) =>
        method is { ReturnsVoid: true, TypeParameters.Length: 0, Parameters: [{ RefKind: RefKind.In } only] } && IsView(only.Type)
        && method.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellation) is MethodDeclarationSyntax declaration
            && declaration.Modifiers.Count == 2 && declaration.Modifiers.Any(SyntaxKind.StaticKeyword)
            && declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
            && declaration.ParameterList.Parameters[0].Modifiers.Count == 1
            && (declaration.Body is not null || declaration.ExpressionBody is not null));

    private static bool IsView(ITypeSymbol type) => type.ToDisplayString() == View;
}
