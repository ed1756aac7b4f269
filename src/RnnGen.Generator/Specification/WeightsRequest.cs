using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Specification;

/// <summary>The file whose weights a new model has.</summary>
/// <param name="File">The file as the attribute names it.</param>
/// <param name="Place">Where it does.</param>
/// <param name="Fault">Where a mistake of the generator's own is reported.</param>
internal sealed record WeightsRequest(string File, SourcePlace Place, Fault Fault)
{
    /// <summary>What the class says itself where the network is the file's; null where its attributes are the network.</summary>
    public FileModel? Model { get; init; }
}

/// <summary>A class whose network is that of a file, which no parser of attributes has seen.</summary>
/// <param name="Spec">What the class says itself; without layers.</param>
/// <param name="Places">Where it does.</param>
internal sealed record FileModel(ModelSpec Spec, ModelPlaces Places);

/// <summary>The network that a file declares.</summary>
/// <param name="File">The file as the project names it.</param>
/// <param name="Class">The class that it declares.</param>
/// <param name="Result">What its declaration says.</param>
internal sealed record FileNetwork(string File, string Class, ParseResult Result);
