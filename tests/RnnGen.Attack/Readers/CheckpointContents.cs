using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;
using RnnGen.Training;

namespace RnnGen.Attack.Readers;

/// <summary>What a checkpoint says, to be changed.</summary>
internal sealed class CheckpointContents
{
    private static readonly float[] Numbers =
    [
        0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon,
    ];

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<(string Name, int[] Shape, float[] Values)> _tensors = [];

    public static CheckpointContents Of(byte[] file)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using SafetensorsReader reader = SafetensorsReader.Open(path);
            CheckpointContents contents = new();
            foreach ((string key, string value) in reader.Metadata.Where(pair => pair.Key != CheckpointDigest.Key))
            {
                contents._metadata.Add(key, value);
            }

            foreach (SafetensorsTensor tensor in reader.Tensors)
            {
                float[] values = new float[tensor.Count];
                reader.Read(tensor.Name, values);
                contents._tensors.Add((tensor.Name, [.. tensor.Shape.Select(extent => (int)extent)], values));
            }

            return contents;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public CheckpointContents Copy()
    {
        CheckpointContents copy = new();
        foreach ((string key, string value) in _metadata)
        {
            copy._metadata.Add(key, value);
        }

        copy._tensors.AddRange(_tensors.Select(tensor => (tensor.Name, tensor.Shape, tensor.Values.ToArray())));
        return copy;
    }

    /// <summary>Changes something, most often a value of the state, which is what others have put in.</summary>
    public void Change(AttackRandom random)
    {
        string[] keys = [.. _metadata.Keys];
        string[] states = [.. keys.Where(key => key.StartsWith(CheckpointNames.State, StringComparison.Ordinal))];
        string key = random.OneIn(4) || states.Length == 0 ? random.Of(keys) : random.Of(states);
        switch (random.Below(12))
        {
            case 0:
                _metadata.Remove(key);
                break;
            case 1:
                _metadata[random.Of(keys)] = _metadata[key];
                break;
            case 2 or 3:
                // The type stays: a number is another number.
                string value = _metadata[key];
                _metadata[key] = value[..(value.IndexOf(':', StringComparison.Ordinal) + 1)] + TextMutations.Value(random);
                break;
            case 4 when _tensors.Count > 0:
                _tensors.RemoveAt(random.Below(_tensors.Count));
                break;
            case 5 or 6 when _tensors.Count > 0:
                ChangeTensor(random);
                break;
            case 7 or 8 or 9 when _metadata.ContainsKey("state/fit/records"):
                _metadata["state/fit/records"] = TextMutations.Damage(_metadata["state/fit/records"], random);
                break;
            default:
                _metadata[key] = TextMutations.Damage(_metadata[key], random);
                break;
        }
    }

    /// <summary>The file, with the digest of what it says now.</summary>
    public byte[] ToFile()
    {
        Dictionary<string, string> metadata = new(_metadata, StringComparer.Ordinal);
        using (CheckpointDigest digest = new(metadata))
        {
            foreach ((string name, int[] shape, float[] values) in _tensors)
            {
                digest.Add(name, shape.Select(extent => (long)extent), values);
            }

            metadata[CheckpointDigest.Key] = digest.Finish();
        }

        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [.. _tensors.Select(tensor => (tensor.Name, (IReadOnlyList<int>)tensor.Shape))], metadata);
        foreach ((_, _, float[] values) in _tensors)
        {
            writer.Write(values);
        }

        writer.Complete();
        return stream.ToArray();
    }

    private void ChangeTensor(AttackRandom random)
    {
        int at = random.Below(_tensors.Count);
        (string name, int[] shape, float[] values) = _tensors[at];
        switch (random.Below(4))
        {
            case 0:
                _tensors[at] = (name, [values.Length + 1], [.. values, 1]);
                break;
            case 1:
                _tensors[at] = (name, [1, .. shape], values);
                break;
            case 2:
                string other = random.Of(
                    $"{name}2", $"{name}/x", "state/fit/best_parameters2", "optimizer/m", "optimizer//x", "parameters/", "");
                if (!_tensors.Exists(tensor => tensor.Name == other))
                {
                    _tensors.Add((other, shape, values));
                }

                break;
            default:
                if (values.Length > 0)
                {
                    values[random.Below(values.Length)] = random.Of(Numbers);
                }

                break;
        }
    }
}
