using System.Linq;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Parsing;

/// <summary>What the user wrote, checked: nothing in it can be wrong, and nothing in it belongs to the compiler.</summary>
internal sealed record ModelSpec(
    TypeName Type,
    int InputSize,
    int? Steps,
    bool Training,
    EquatableArray<LayerSpec> Layers,
    EquatableArray<int> DenseUnits,
    bool SoftmaxCrossEntropy);

/// <summary>One recurrent layer.</summary>
internal sealed record LayerSpec(LayerKind Kind, int Units, double ForgetBias);

/// <summary>The recurrent cells.</summary>
internal enum LayerKind
{
    Rnn,
    Lstm,
    Gru,
}

/// <summary>Where the class stands: its namespace and the partial classes around it, outermost first.</summary>
internal sealed record TypeName(string? Namespace, EquatableArray<string> Containers, string Name)
{
    /// <summary>A file name that no other class has.</summary>
    public string Hint => string.Join(".", [.. Namespace is null ? [] : new[] { Namespace }, .. Containers.Select(Bare), Name]);

    // "class Outer" or "struct Outer" to "Outer".
    private static string Bare(string declaration) => declaration.Substring(declaration.LastIndexOf(' ') + 1);
}
