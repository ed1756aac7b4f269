using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PureHDF;
using PureHDF.VOL.Native;

namespace RnnGen.Interchange;

/// <summary>
/// Reads attributes and float datasets of HDF5 files. What a file claims is held against its size before memory is taken, and whatever the
/// library throws on damaged bytes becomes one kind of exception.
/// </summary>
internal sealed class Hdf5File : IDisposable
{
    /// <summary>The first bytes of every such file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    // Keras' largest models have a few thousand objects, ten deep.
    private const int MaxObjects = 100_000, MaxDepth = 32;

    private readonly string _path;
    private readonly long _length;
    private readonly NativeFile _file;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">Its bytes: in memory, so that whatever fails is the file's fault.</param>
    public Hdf5File(string path, byte[] bytes)
    {
        _path = path;
        _length = bytes.Length;
        _file = Guard("the file", () => H5File.Open(new MemoryStream(bytes, writable: false), leaveOpen: false));
    }

    /// <summary>Whether there is an object at a path such as <c>layers/lstm</c>.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An attribute's text, or <see langword="null"/> where there is none.</summary>
    /// <param name="name">The object; empty for the root.</param>
    /// <param name="attribute">The attribute.</param>
    public string? Text(string name, string attribute) => Strings(name, attribute)?.FirstOrDefault();

    /// <summary>
    /// An attribute that is a list of texts: in one piece, or in <c>name0</c>, <c>name1</c> and so on, as Keras splits long ones.
    /// </summary>
    public IReadOnlyList<string>? Texts(string name, string attribute)
    {
        if (Strings(name, attribute) is IReadOnlyList<string> all)
        {
            return all;
        }

        List<string> pieces = [];
        for (int piece = 0; Strings(name, FormattableString.Invariant($"{attribute}{piece}")) is IReadOnlyList<string> more; piece++)
        {
            pieces.AddRange(more);
        }

        return pieces.Count == 0 ? null : pieces;
    }

    /// <summary>The number of objects in a group.</summary>
    public int Count(string name) => Find(name) is IH5Group group ? Guard($"'{name}'", () => group.Children().Count()) : 0;

    /// <summary>A dataset of floats of 16, 32 or 64 bits; the last are rounded to the nearest float.</summary>
    /// <exception cref="InvalidDataException">There is none, or it claims more than the file holds.</exception>
    /// <exception cref="NotSupportedException">It is of another type.</exception>
    public NetworkTensor Tensor(string name)
    {
        IH5Dataset dataset = Find(name) as IH5Dataset ?? throw FileFault.Damaged(_path, $"it must have a dataset '{name}', found none");
        (H5DataTypeClass kind, int size) = Guard($"'{name}'", () => (dataset.Type.Class, dataset.Type.Size));
        string? dtype = Text(name, "dtype");
        if (kind != H5DataTypeClass.FloatingPoint || size is not (2 or 4 or 8) || dtype == "bfloat16")
        {
            string found = dtype ?? $"{kind} of {size} bytes";
            throw FileFault.Unsupported(_path, $"dataset '{name}' must hold floats of 16, 32 or 64 bits, found {found}");
        }

        ulong[] extents = Guard($"'{name}'", () => dataset.Space.Dimensions);
        long count = Claim(name, extents, size);
        float[] values = Guard($"'{name}'", () => size switch
        {
            4 => dataset.Read<float[]>(),
            8 => Array.ConvertAll(dataset.Read<double[]>(), value => (float)value),
            _ => Array.ConvertAll(dataset.Read<Half[]>(), value => (float)value),
        });
        if (values.Length != count || count == 0)
        {
            throw FileFault.Damaged(_path, $"dataset '{name}' must have {Math.Max(count, 1)} elements, found {values.Length}");
        }

        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? new NetworkTensor(name, [.. extents.Select(extent => (int)extent)], values)
            : throw FileFault.Damaged(_path, $"dataset '{name}' must have finite elements, found {values[bad]} as element {bad}");
    }

    /// <summary>All datasets without their elements, by path.</summary>
    /// <exception cref="InvalidDataException">Groups are nested without end, or one claims what cannot be.</exception>
    public IReadOnlyList<FileTensor> Datasets()
    {
        List<FileTensor> datasets = [];
        int objects = 0;
        Add(_file, "", 0);
        return datasets;

        void Add(IH5Group group, string path, int depth)
        {
            foreach (IH5Object child in Guard($"'{path}'", () => group.Children().ToArray()))
            {
                // A group may be linked from within itself.
                if (++objects > MaxObjects || depth > MaxDepth)
                {
                    throw FileFault.Damaged(
                        _path, $"it must have at most {MaxObjects} objects, {MaxDepth} deep, found more below '{path}'");
                }

                string name = path.Length == 0 ? child.Name : $"{path}/{child.Name}";
                if (child is IH5Group inner)
                {
                    Add(inner, name, depth + 1);
                }
                else if (child is IH5Dataset dataset)
                {
                    datasets.Add(Guard($"'{name}'", () => FileTensor.Of(
                        _path, name, [.. dataset.Space.Dimensions.Select(extent => checked((long)extent))],
                        FormattableString.Invariant($"{Word(dataset.Type.Class)}{8 * dataset.Type.Size}"))));
                }
            }
        }

        static string Word(H5DataTypeClass kind) => kind switch
        {
            H5DataTypeClass.FloatingPoint => "float",
            H5DataTypeClass.FixedPoint => "int",
            _ => kind.ToString().ToLowerInvariant(),
        };
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private string[]? Strings(string name, string attribute)
    {
        if (Find(name) is not IH5Object owner || !Guard(attribute, () => owner.AttributeExists(attribute)))
        {
            return null;
        }

        string what = $"attribute '{attribute}' of '{name}'";
        IH5Attribute found = Guard(what, () => owner.Attribute(attribute));
        (H5DataTypeClass kind, int size) = Guard(what, () => (found.Type.Class, found.Type.Size));
        (H5DataspaceType type, ulong[] extents) = Guard(what, () => (found.Space.Type, found.Space.Dimensions));
        if (type != H5DataspaceType.Scalar && Claim(what, extents, Math.Max(size, 1)) == 0)
        {
            return [];
        }

        return kind is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength)
            ? throw FileFault.Damaged(_path, $"{what} must be text, found {kind}")
            : Guard(what, () => type == H5DataspaceType.Scalar ? [found.Read<string>()] : found.Read<string[]>());
    }

    /// <summary>The number of elements, which the file is large enough for: nothing that Keras writes is compressed.</summary>
    private long Claim(string what, ulong[] extents, int size)
    {
        Int128 count = extents.Aggregate((Int128)1, (product, extent) => product > long.MaxValue ? product : product * extent);
        string shape = string.Join(", ", extents);
        return count * size <= _length ? (long)count
            : throw FileFault.Damaged(
                _path, $"{what} [{shape}] of {size} bytes an element must fit into the file's {_length} bytes, found {count} elements");
    }

    /// <summary>Part by part: the library throws where one that is not the last is missing.</summary>
    private IH5Object? Find(string name)
    {
        IH5Object at = _file;
        foreach (string part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at is not IH5Group group || !Guard($"'{name}'", () => group.LinkExists(part)))
            {
                return null;
            }

            at = Guard($"'{name}'", () => group.Get(part));
        }

        return at;
    }

    private T Guard<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure)
        {
            throw FileFault.Damaged(_path, $"{what} must be readable as HDF5, found a fault: {failure.Message.TrimEnd('.')}", failure);
        }
    }
}
