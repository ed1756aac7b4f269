using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Data;
using RnnGen.Interop;

namespace RnnGen.Attack.Readers;

/// <summary>
/// Files of safetensors, which are a length, a header of JSON and numbers: damaged anywhere, or in the words of the header with its
/// length right.
/// </summary>
internal abstract class SafetensorsFiles(string name) : ReaderTarget(name, ".safetensors")
{
    private byte[][]? _files;

    public override byte[] Damaged(AttackRandom random)
    {
        if (random.OneIn(2))
        {
            return base.Damaged(random);
        }

        _files ??= Files();
        byte[] file = random.Of(_files);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        byte[] header = Encoding.UTF8.GetBytes(TextMutations.Damage(Encoding.UTF8.GetString(file, sizeof(long), length), random));
        byte[] prefix = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. file[(sizeof(long) + length)..]];
    }
}

/// <summary>Any safetensors file.</summary>
internal sealed class SafetensorsTarget() : SafetensorsFiles("safetensors")
{
    public override void Read(string path)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        foreach (SafetensorsTensor tensor in reader.Tensors)
        {
            if (tensor.CanRead)
            {
                reader.Read(tensor.Name, new float[tensor.Count]);
            }
        }
    }

    protected override byte[][] Files() =>
    [
        Tensors([("a", [2, 3]), ("b", [0]), ("c", [])]), Tensors([("layer/kernel", [4, 1, 2])]),
        Converted("F64", 8), Converted("F16", 2), Converted("BF16", 2),
    ];

    /// <summary>Two numbers of a type that is not written here.</summary>
    private static byte[] Converted(string type, int bytes)
    {
        byte[] header = Encoding.UTF8.GetBytes($$$"""{"a":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{2 * bytes}}}]}}""");
        byte[] prefix = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. new byte[2 * bytes]];
    }

    private static byte[] Tensors((string Name, IReadOnlyList<int> Shape)[] tensors)
    {
        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, tensors, new Dictionary<string, string> { ["format"] = "any", ["note"] = "ä \"quoted\"" });
        foreach ((_, IReadOnlyList<int> shape) in tensors)
        {
            writer.Write(new float[shape.Aggregate(1, (product, extent) => product * extent)]);
        }

        writer.Complete();
        return stream.ToArray();
    }
}

/// <summary>The parameters of a model, with what is stored beside them. What is refused changes nothing.</summary>
internal sealed class ParametersTarget() : SafetensorsFiles("parameters")
{
    private readonly AttackedModel _model = new(seed: 1);

    public override bool Allows(Exception failure, string path) =>
        base.Allows(failure, path) || (failure is ParameterMismatchException && failure.Message.Contains(path, StringComparison.Ordinal));

    public override void Read(string path)
    {
        float[] before = _model.Parameters.Values.ToArray();
        try
        {
            _model.Load(path);
        }
        catch (Exception) when (!_model.Parameters.Values.SequenceEqual(before))
        {
            throw new AttackException("What was refused changed the parameters.");
        }

        IReadOnlyDictionary<string, string> texts = ModelParameters.ReadMetadata(path);
        try
        {
            Standardization.From(texts).Invert(new float[2 * Standardization.From(texts).Means.Count]);
            CharacterVocabulary.From(texts);
        }
        catch (InvalidDataException)
        {
            // They read texts, of whatever file.
        }
    }

    protected override byte[][] Files() =>
    [
        Written(path =>
        {
            Dictionary<string, string> texts = [];
            new Standardization([1.5, -2e-8], [0.25, 1e9]).AddTo(texts);
            CharacterVocabulary.Of("abc é😀").AddTo(texts);
            new AttackedModel(seed: 2).Parameters.Save(path, texts);
        }),
        Written(path => new AttackedModel(seed: 3).Save(path)),
    ];
}
