using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Finds the declarations of a project that hide a name of the runtime's or of .NET's.</summary>
internal static class HidingNames
{
    private static readonly string[] Roots = [AttributeNames.Namespace, "System"];

    /// <summary>All of them, and what to report where generated code uses one; few projects have any.</summary>
    public static EquatableArray<HidingDeclaration> Find(Compilation compilation, CancellationToken cancellation)
    {
        List<HidingDeclaration> found = [];
        foreach (string root in Roots)
        {
            foreach (INamespaceOrTypeSymbol member in compilation.Assembly.GlobalNamespace
                .GetMembers(root)
                .OfType<INamespaceOrTypeSymbol>())
            {
                Visit(member, compilation.GlobalNamespace);
            }
        }

        return found.ToEquatable();

        void Visit(INamespaceOrTypeSymbol member, INamespaceSymbol merged)
        {
            cancellation.ThrowIfCancellationRequested();
            INamespaceSymbol? space = merged.GetMembers(member.Name).OfType<INamespaceSymbol>().FirstOrDefault();
            bool hidesType = merged.GetTypeMembers(member.Name).Any(other =>
                !SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, compilation.Assembly) &&
                other.Arity == ((member as INamedTypeSymbol)?.Arity ?? 0)
                    && compilation.IsSymbolAccessibleWithin(other, compilation.Assembly));
            bool hidesNamespace = member is INamedTypeSymbol { Arity: 0 } && space is not null;
            if ((hidesType || hidesNamespace) && member is not INamedTypeSymbol { IsFileLocal: true })
            {
                string name = member.ToDisplayString(
                    SymbolDisplayFormat.FullyQualifiedFormat
                        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
                        .WithGenericsOptions(SymbolDisplayGenericsOptions.None));
                found.Add(new HidingDeclaration(
                    new HidingName(name, member is INamedTypeSymbol { Arity: > 0 }),
                    DiagnosticInfo.Create(Descriptors.NameHidden, member.Locations[0], name, hidesType ? "type" : "namespace")));
            }

            if (member is INamespaceSymbol inner)
            {
                foreach (INamespaceOrTypeSymbol next in inner.GetMembers())
                {
                    Visit(next, space!);
                }
            }
        }
    }
}
