using RnnGen.Generator.Common;

namespace RnnGen.Generator.Manifests;

/// <summary>What the build says of a file of weights that it has put into the assembly; the file itself is never read here.</summary>
/// <param name="File">The file as the project names it.</param>
internal sealed record WeightsManifest(string File)
{
    /// <summary>Why the file cannot be used; null of one that can.</summary>
    public string? Error { get; init; }

    /// <summary>Its format, such as <c>Onnx</c>.</summary>
    public string Format { get; init; } = "";

    /// <summary>The resource of the assembly that holds the tensors.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The hash that the resource begins with: what was compiled beside another resource must not read it.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The hash of the layers that the file was saved with; null where it does not say.</summary>
    public string? SpecHash { get; init; }

    /// <summary>What its reader had to assume.</summary>
    public EquatableArray<string> Notes { get; init; }

    /// <summary>The tensors, under the names of parameters.</summary>
    public EquatableArray<StoredTensor> Tensors { get; init; }

    /// <summary>The network as a class; null of a file that holds weights alone.</summary>
    public string? Declaration { get; init; }
}

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Parts">What it is stored in, which are all of its rows in order.</param>
internal sealed record StoredTensor(string Name, EquatableArray<int> Shape, EquatableArray<StoredPart> Parts);

/// <summary>Rows of a tensor that are stored in one way.</summary>
/// <param name="Rows">How many they are; 1 of a vector.</param>
/// <param name="Type">The member of the runtime's <c>StorageType</c>.</param>
/// <param name="Offset">The first byte in the resource.</param>
/// <param name="ScaleOffset">The first byte of the scales of its columns; 0 of a type without.</param>
internal sealed record StoredPart(int Rows, string Type, long Offset, long ScaleOffset);
