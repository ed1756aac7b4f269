using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// A type or namespace of the user's project that hides one of the runtime's or of .NET's: a class <c>RnnGen.Numerics</c> hides a namespace,
/// a class <c>System.Math</c> another class. Generated code spells names in full, and only such a declaration can come between.
/// </summary>
/// <param name="Name">The name in full.</param>
/// <param name="IsGeneric">Whether it is a generic type.</param>
internal sealed record HidingName(string Name, bool IsGeneric)
{
    private static readonly string[] Roots = [AttributeNames.Namespace, "System"];

    /// <summary>All of them, and what to report where generated code uses one; few projects have any.</summary>
    public static EquatableArray<HidingDeclaration> Find(Compilation compilation, CancellationToken cancellation)
    {
        List<HidingDeclaration> found = [];
        foreach (string root in Roots)
        {
            foreach (INamespaceOrTypeSymbol member in compilation.Assembly.GlobalNamespace.GetMembers(root).OfType<INamespaceOrTypeSymbol>())
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
                other.Arity == ((member as INamedTypeSymbol)?.Arity ?? 0) && compilation.IsSymbolAccessibleWithin(other, compilation.Assembly));
            bool hidesNamespace = member is INamedTypeSymbol { Arity: 0 } && space is not null;
            if ((hidesType || hidesNamespace) && member is not INamedTypeSymbol { IsFileLocal: true })
            {
                string name = member.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
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

    /// <summary>Whether the file of the contract does; a project may have a module initializer's attribute of its own.</summary>
    public bool IsInContract(string text) => Name != ContractNames.ModuleInitializer + "Attribute" && IsIn(text);

    /// <summary>Whether a generated text means something else by the name.</summary>
    public bool IsIn(string text)
    {
        string spelled = "global::" + Name;
        return Occurs(spelled) || (spelled.EndsWith("Attribute", System.StringComparison.Ordinal) && Occurs("[" + spelled.Substring(0, spelled.Length - "Attribute".Length)));

        bool Occurs(string wanted)
        {
            for (int at = text.IndexOf(wanted, System.StringComparison.Ordinal); at >= 0; at = text.IndexOf(wanted, at + 1, System.StringComparison.Ordinal))
            {
                char next = at + wanted.Length < text.Length ? text[at + wanted.Length] : ' ';
                if (!char.IsLetterOrDigit(next) && next != '_' && (next is '<' or '{') == IsGeneric)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>A name with its place in the user's project.</summary>
internal sealed record HidingDeclaration(HidingName Name, DiagnosticInfo Diagnostic);
