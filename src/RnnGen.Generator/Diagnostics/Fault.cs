using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Diagnostics;

/// <summary>
/// Where a mistake of the generator's own is reported: an exception that the compiler sees would end the generation of all models of a
/// project, so each is caught at the class at which it happens. No code depends on the place, so that it equals every other.
/// </summary>
internal sealed class Fault(DiagnosticInfo place) : IEquatable<Fault>
{
    /// <summary>The place of a class.</summary>
    public static Fault At(GeneratorAttributeSyntaxContext context) => At((BaseTypeDeclarationSyntax)context.TargetNode);

    /// <summary>The place of a declaration.</summary>
    public static Fault At(BaseTypeDeclarationSyntax declaration) =>
        new(DiagnosticInfo.Create(Descriptors.Fault, declaration.Identifier.GetLocation(), declaration.Identifier.ValueText));

    /// <summary>What a step makes of the class, or of the diagnostic that says why it made nothing.</summary>
    public T Guard<T>(Func<T> step, Func<DiagnosticInfo, T> failed)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A diagnostic is one line.
            string message = exception.Message.Replace("\r", "").Replace('\n', ' ');
            return failed(place with { Arguments = new[] { place.Arguments[0], exception.GetType().FullName, message }.ToEquatable() });
        }
    }

    public bool Equals(Fault? other) => other is not null;

    public override bool Equals(object? obj) => obj is Fault;

    public override int GetHashCode() => 0;
}
