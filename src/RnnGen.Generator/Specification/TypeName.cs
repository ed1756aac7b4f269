using System.Linq;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Specification;

/// <summary>Where the class stands: its namespace and the partial classes around it, outermost first.</summary>
internal sealed record TypeName(string? Namespace, EquatableArray<string> Containers, string Name)
{
    /// <summary>The name as reflection spells it: "class" of a class that code calls "@class".</summary>
    public string PlainName => Name.TrimStart('@');

    /// <summary>A file name such as <c>Namespace.Outer+Name</c>, that no other class has but for the case of its letters.</summary>
    public string Hint =>
        $"{(Namespace is null ? "" : Namespace + ".")}{string.Join("+", [.. Containers.Select(Bare), Name])}".Replace("@", "");

    /// <summary>A longer file name, for where the case of letters or the kind of a container is all that tells two classes apart.</summary>
    public string DistinctHint => $"{Hint}-{StableHash.Of($"{Namespace}/{string.Join("/", Containers)}/{Name}")}";

    // "class Outer" or "struct Outer" to "Outer".
    private static string Bare(string declaration) => declaration.Substring(declaration.LastIndexOf(' ') + 1);
}
