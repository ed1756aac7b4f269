using System;
using System.Collections.Generic;

namespace RnnGen.Interchange.Embedding;

/// <summary>What a file gives to embed; it may stay open until the data has been copied.</summary>
/// <param name="Format">The file's format.</param>
/// <param name="Tensors">The tensors in the order in which they are stored.</param>
internal sealed record EmbeddedContent(NetworkFormat Format, IReadOnlyList<EmbeddedTensor> Tensors) : IDisposable
{
    /// <summary>The hash of the network that the file says it belongs to; <see langword="null"/> where it says none.</summary>
    public string? SpecHash { get; init; }

    /// <summary>What the reader assumed, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The class as C#, where the file is a network.</summary>
    public string? Declaration { get; init; }

    /// <summary>Paths of files that were read besides.</summary>
    public IReadOnlyCollection<string> FurtherFiles { get; init; } = [];

    /// <summary>What is open as long as data is copied.</summary>
    public IDisposable? Source { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Source?.Dispose();
}
