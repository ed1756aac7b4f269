using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Interop;

namespace RnnGen.Interchange;

/// <summary>The weights of a network under the names that the parameters of its class have.</summary>
public static class NetworkWeights
{
    /// <summary>All tensors, in the order of the layers.</summary>
    public static IReadOnlyList<NetworkTensor> Of(Network network) => [.. All(network).Select(each => each.Tensor)];

    /// <summary>
    /// The same tensors as they are stored: with the operands of kernels, which have scales of their own in files of eight bits.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <returns>A tensor for each of <see cref="Of"/>, in its order.</returns>
    /// <exception cref="ArgumentException">A kernel does not have the rows of what its layer reads.</exception>
    public static IReadOnlyList<StoredTensor> Stored(Network network)
    {
        IReadOnlySet<string> ofHeads = KernelOperands.LayersOfHeads(network);
        return
        [
            .. All(network).Select(each => new StoredTensor(
                each.Tensor.Name,
                each.Tensor.Shape,
                each.Layer is null ? [] : KernelOperands.Of(each.Layer, each.Own, ofHeads.Contains(each.Layer.Name)))),
        ];
    }

    /// <summary>Writes the weights to a safetensors file that <c>Load</c> of the class reads, replacing an older one atomically.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">A kernel does not have the rows of what its layer reads.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path) => Save(network, path, StorageType.Float32);

    /// <summary>Writes the weights in fewer bits, as the parameters of the class are saved in them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="type">How the weights are stored.</param>
    /// <exception cref="ArgumentException">A kernel does not have the rows of what its layer reads.</exception>
    /// <exception cref="NotSupportedException">A weight cannot be stored in the type; the message names all such tensors.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path, StorageType type)
    {
        IReadOnlyList<NetworkTensor> tensors = Of(network);
        IReadOnlyList<StoredTensor> stored = Stored(network);
        AtomicFile.Write(path, stream => StoredTensors.Write(
            stream, network.Name, stored, type, index => tensors[index].Values, new Dictionary<string, string>()));
    }

    /// <summary>Writes tensors to a safetensors file, replacing an older one atomically.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(IReadOnlyList<NetworkTensor> tensors, string path) => AtomicFile.Write(path, stream =>
    {
        SafetensorsWriter writer = new(stream, [.. tensors.Select(tensor => (tensor.Name, tensor.Shape))]);
        foreach (NetworkTensor tensor in tensors)
        {
            writer.Write(tensor.Values);
        }

        writer.Complete();
    });

    /// <summary>Gives the weights to a model of the network's class.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <exception cref="ArgumentException">The model is of another network; nothing has changed.</exception>
    public static void CopyTo(Network network, ModelParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Dictionary<string, NetworkTensor> tensors = Of(network).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        string[] wrong =
        [
            .. parameters.Description.Parameters
                .Where(parameter => !tensors.TryGetValue(parameter.Name, out NetworkTensor? tensor)
                    || !tensor.Shape.SequenceEqual(parameter.Shape))
                .Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]"),
        ];
        if (wrong.Length > 0 || tensors.Count != parameters.Description.Parameters.Count)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{parameters.Description.Name} has {parameters.Description.Parameters.Count} parameters, the network {tensors.Count}; ")
                + $"not there with this shape: {string.Join(", ", wrong)}.",
                nameof(network));
        }

        using ParameterEdit edit = parameters.Edit();
        foreach (NetworkTensor tensor in tensors.Values)
        {
            tensor.Values.CopyTo(edit[tensor.Name]);
        }
    }

    /// <summary>Each tensor under the name that the class gives it, with the layer that it is of and its name there.</summary>
    private static IEnumerable<(NetworkTensor Tensor, NetworkLayer? Layer, NetworkTensor Own)> All(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (NetworkInput input in network.Inputs.Where(input => input.Embedding is not null))
        {
            NetworkTensor table = input.Embedding!.Table;
            yield return (table with { Name = $"{NetworkNames.EmbeddingOf(network, input)}/table" }, null, table);
        }

        foreach ((NetworkLayer layer, string path) in NetworkNames.Paths(network))
        {
            foreach (NetworkTensor tensor in layer.Parameters)
            {
                yield return (tensor with { Name = $"{path}/{tensor.Name}" }, layer, tensor);
            }
        }
    }
}
