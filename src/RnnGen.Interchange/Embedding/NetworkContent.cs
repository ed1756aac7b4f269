using System.Linq;

namespace RnnGen.Interchange.Embedding;

/// <summary>A network of another framework: its weights as the parameters of its class, and the class.</summary>
internal static class NetworkContent
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <inheritdoc cref="NetworkFiles.Read"/>
    public static EmbeddedContent Read(string path, NetworkFormat format)
    {
        ImportedNetwork imported = NetworkFiles.Read(path);
        return new EmbeddedContent(format, [.. NetworkWeights.Of(imported.Network).Select(Tensor)])
        {
            Notes = imported.Notes,
            Declaration = NetworkSource.Write(imported.Network),
            FurtherFiles = imported.FurtherFiles,
        };
    }

    private static EmbeddedTensor Tensor(NetworkTensor tensor)
    {
        long rows = tensor.Shape.Count < 2 ? 1 : tensor.Shape[0];
        EmbeddedData data = new((long)tensor.Values.Length * sizeof(float), stream => Floats.Write(stream, tensor.Values));
        return new EmbeddedTensor(
            tensor.Name, [.. tensor.Shape.Select(extent => (long)extent)],
            [new EmbeddedRows(0, rows, StorageType.Float32, data, Scales: null)]);
    }
}
