using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange.Embedding;

/// <summary>A network of another framework: its weights as the parameters of its class, and the class.</summary>
internal static class NetworkContent
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="storage">How its weights are to be stored; floats unless given, which is what reading them makes of any type.</param>
    /// <inheritdoc cref="NetworkFiles.Read"/>
    public static EmbeddedContent Read(string path, NetworkFormat format, StorageType? storage)
    {
        ImportedNetwork imported = NetworkFiles.Read(path);
        IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>> operands = NetworkOperands.Of(imported.Network);
        return new EmbeddedContent(format, [.. NetworkWeights.Of(imported.Network).Select(tensor => StoredRows.Of(
            tensor.Name, tensor.Shape, operands.GetValueOrDefault(tensor.Name, []), storage ?? StorageType.Float32, () => tensor.Values))])
        {
            Notes = imported.Notes,
            Declaration = NetworkSource.Write(imported.Network),
            FurtherFiles = imported.FurtherFiles,
        };
    }
}
