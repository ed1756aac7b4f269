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
    public static IReadOnlyList<NetworkTensor> Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<NetworkTensor> tensors = [];
        foreach (NetworkInput input in network.Inputs.Where(input => input.Embedding is not null))
        {
            tensors.Add(input.Embedding!.Table with { Name = $"{NetworkNames.EmbeddingOf(network, input)}/table" });
        }

        foreach ((NetworkLayer layer, string path) in NetworkNames.Paths(network))
        {
            tensors.AddRange(layer.Parameters.Select(tensor => tensor with { Name = $"{path}/{tensor.Name}" }));
        }

        return tensors;
    }

    /// <summary>Writes the weights to a safetensors file that <c>Load</c> of the class reads, replacing an older one atomically.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Network network, string path) => Save(Of(network), path);

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
}
