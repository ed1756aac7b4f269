using System.Linq;

namespace RnnGen.Interchange.Embedding;

/// <summary>A network of another framework: its weights as the parameters of its class, and the class.</summary>
internal static class NetworkContent
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="storage">How its weights are to be stored; floats unless given, which reading makes of any type.</param>
    /// <inheritdoc cref="NetworkFiles.Read"/>
    public static EmbeddedContent Read(string path, NetworkFormat format, StorageType? storage)
    {
        ImportedNetwork imported = NetworkFiles.Read(path);
        return new EmbeddedContent(
            format,
            [
                .. NetworkWeights.Of(imported.Network).Zip(NetworkWeights.Stored(imported.Network), (tensor, stored) => StoredRows.Of(
                    stored.Name, stored.Shape, stored.Operands, storage ?? StorageType.Float32, () => tensor.Values)),
            ])
        {
            Notes = imported.Notes,
            Declaration = NetworkSource.Write(imported.Network),
            FurtherFiles = imported.FurtherFiles,
        };
    }
}
