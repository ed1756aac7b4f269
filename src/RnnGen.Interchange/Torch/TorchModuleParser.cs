using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Puts the tensors of a state dictionary together as modules, by the beginnings and the ends of their names.</summary>
internal sealed class TorchModuleParser(TorchStateDictionary dictionary, TorchReaderOptions options)
{
    private readonly List<string> _reasons = [];

    /// <summary>The modules in the order in which the file first names them.</summary>
    /// <exception cref="NotSupportedException">Modules of other kinds; the message names all of them.</exception>
    /// <exception cref="System.IO.InvalidDataException">A tensor is missing, or two contradict each other.</exception>
    public IReadOnlyList<TorchModule> Parse()
    {
        List<TorchModule> modules = [];
        foreach (IGrouping<string, NetworkTensor> group in dictionary.Tensors.GroupBy(tensor => Split(tensor.Name).Module))
        {
            Dictionary<string, NetworkTensor> tensors = group.ToDictionary(tensor => Split(tensor.Name).Parameter, StringComparer.Ordinal);
            if (Module(group.Key, tensors) is TorchModule module)
            {
                modules.Add(module);
            }
            else
            {
                string found = string.Join(", ", tensors.Select(tensor => $"{tensor.Key} {Shape(tensor.Value)}"));
                _reasons.Add($"module '{group.Key}' with {found}");
            }
        }

        return _reasons.Count == 0 ? modules
            : throw FileFault.Unsupported(
                dictionary.Path,
                $"LSTM, GRU, RNN, Linear, LayerNorm and Embedding are supported, but none of them is {string.Join("; ", _reasons)}");
    }

    private static (string Module, string Parameter) Split(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }

    private static string Shape(NetworkTensor tensor) => $"[{string.Join(", ", tensor.Shape)}]";

    private TorchModule? Module(string name, Dictionary<string, NetworkTensor> tensors)
    {
        if (TorchCellParser.Owns(tensors.Keys))
        {
            return new TorchCellParser(dictionary.Path, name, tensors, options.Nonlinearity).Parse();
        }

        if (!tensors.TryGetValue("weight", out NetworkTensor? weight) || tensors.Keys.Any(key => key is not ("weight" or "bias")))
        {
            return null;
        }

        float[]? bias = tensors.TryGetValue("bias", out NetworkTensor? tensor) ? tensor.Values : null;
        switch (weight.Shape)
        {
            case [int rows, int columns]:
                if (options.Embeddings.Contains(name) && bias is null)
                {
                    return new TorchEmbedding(name, weight);
                }

                Check(rows);
                return new TorchLinear(name, new Matrix(rows, columns, weight.Values).Transpose(), bias);
            case [int features]:
                Check(features);
                return new TorchLayerNorm(name, weight.Values, bias ?? new float[features], options.LayerNormEpsilon);
            default:
                return null;
        }

        void Check(int expected)
        {
            if (tensor is not null && !tensor.Shape.SequenceEqual([expected]))
            {
                throw FileFault.Damaged(
                    dictionary.Path,
                    $"tensor '{tensor.Name}' must be [{expected}] beside '{weight.Name}' {Shape(weight)}, found {Shape(tensor)}");
            }
        }
    }
}
