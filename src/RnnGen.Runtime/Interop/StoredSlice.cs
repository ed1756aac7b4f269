using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

namespace RnnGen.Interop;

/// <summary>Rows of a parameter as a safetensors file holds them.</summary>
/// <param name="Parameter">The name of the parameter.</param>
/// <param name="Tensor">The tensor with the rows.</param>
/// <param name="FirstRow">The first of them.</param>
/// <param name="End">The one after the last.</param>
/// <param name="IsWhole">Whether the tensor is the whole parameter.</param>
/// <param name="Scale">Of bytes the tensor with the scale of each column, where the file has it.</param>
public sealed partial record StoredSlice(
    string Parameter, SafetensorsTensor Tensor, long FirstRow, long End, bool IsWhole, SafetensorsTensor? Scale)
{
    /// <summary>Columns of the tensor as a matrix: its last extent.</summary>
    public long Columns => Tensor.Shape.Count == 0 ? 1 : Tensor.Shape[^1];

    private string ScaleName => Tensor.Name + StoredTensors.ScaleSuffix;

    /// <summary>Reads the rows as they are stored.</summary>
    /// <param name="file">The file.</param>
    /// <returns>
    /// How they are stored, their elements, little-endian, and the scale of each column; scales of bytes alone. Double precision is rounded
    /// to <see cref="StorageType.Float32"/>.
    /// </returns>
    /// <exception cref="InvalidDataException">A number is none that is stored so, or beyond the range of a float.</exception>
    public (StorageType Type, byte[] Bytes, float[] Scales) ReadStored(SafetensorsReader file)
    {
        StorageType type = Tensor.Dtype switch
        {
            SafetensorsTensor.BFloat16 => StorageType.BFloat16,
            SafetensorsTensor.Float16 => StorageType.Float16,
            SafetensorsTensor.Int8 => StorageType.Int8,
            _ => StorageType.Float32,
        };
        byte[] bytes = new byte[checked(Tensor.Count * StoredValues.BytesOf(type))];
        if (Tensor.Dtype == "F64")
        {
            float[] values = new float[Tensor.Count];
            file.Read(Tensor.Name, values);
            StoredValues.Narrow(type, values, 0, bytes);
        }
        else
        {
            file.ReadBytes(Tensor, bytes);
        }

        return (type, bytes, type == StorageType.Int8 ? ReadScales(file, bytes) : []);
    }

    /// <summary>Reads the rows as floats.</summary>
    internal void Read(SafetensorsReader file, Span<float> destination)
    {
        if (Tensor.Dtype != SafetensorsTensor.Int8)
        {
            file.Read(Tensor.Name, destination);
            return;
        }

        (StorageType type, byte[] bytes, float[] scales) = ReadStored(file);
        StoredValues.Widen(type, bytes, scales, destination);
    }

    /// <summary>What keeps the rows from being read, a phrase for each.</summary>
    internal IEnumerable<string> Faults()
    {
        if (End < FirstRow)
        {
            yield return $"{Tensor.Name} ends before it begins";
        }

        if (Tensor.Dtype != SafetensorsTensor.Int8)
        {
            if (!Tensor.CanRead)
            {
                yield return $"{Tensor.Name} is {Tensor.Dtype}, expected {FloatConversion.Types}";
            }

            yield break;
        }

        string expected = FormattableString.Invariant($"{SafetensorsTensor.Float32} [{Columns}]");
        if (Scale is null)
        {
            yield return $"{ScaleName} is missing, expected {expected}, since {Tensor.Name} is {Tensor.Dtype}";
        }
        else if (Scale.Dtype != SafetensorsTensor.Float32 || Scale.Shape is not [long count] || count != Columns)
        {
            yield return $"{ScaleName} is {Scale.Dtype} [{string.Join(", ", Scale.Shape)}], expected {expected}";
        }
    }

    internal static StoredSlice Of(SafetensorsReader file, SafetensorsTensor tensor)
    {
        SafetensorsTensor? scale = null;
        if (tensor.Dtype == SafetensorsTensor.Int8)
        {
            file.TryGet(tensor.Name + StoredTensors.ScaleSuffix, out scale);
        }

        Match name = PartName().Match(tensor.Name);
        return name.Success
            && long.TryParse(name.Groups["first"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            && long.TryParse(name.Groups["end"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            ? new StoredSlice(name.Groups["parameter"].Value, tensor, first, end, IsWhole: false, scale)
            : new StoredSlice(tensor.Name, tensor, 0, RowsOf(tensor), IsWhole: true, scale);
    }

    /// <summary>All extents but the last, of a convolution's kernel those of all steps; 1 of a tensor that is no matrix.</summary>
    internal static long RowsOf(SafetensorsTensor tensor) => tensor.Shape switch
    {
        [] or [_] => 1,
        [long rows, _] => rows,
        _ => tensor.Count == 0 ? 0 : tensor.Count / tensor.Shape[^1],
    };

    private float[] ReadScales(SafetensorsReader file, ReadOnlySpan<byte> bytes)
    {
        // A byte that nothing is stored as: the file is damaged, or by another rule.
        int bad = bytes.IndexOf(unchecked((byte)sbyte.MinValue));
        if (bad >= 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{file.Path}: element {bad} of tensor '{Tensor.Name}' must be a byte from -127 to 127, found {sbyte.MinValue}."));
        }

        float[] scales = new float[Columns];
        file.Read(ScaleName, scales);
        for (int column = 0; column < scales.Length; column++)
        {
            if (!(scales[column] >= 0 && float.IsFinite(scales[column] * sbyte.MaxValue)))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{file.Path}: element {column} of tensor '{ScaleName}' must be a scale from 0 to {float.MaxValue / sbyte.MaxValue}, ")
                    + FormattableString.Invariant($"found {scales[column]}."));
            }
        }

        return scales;
    }

    [GeneratedRegex(@"\A(?<parameter>.+)\[(?<first>[0-9]+)\.\.(?<end>[0-9]+)\]\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PartName();
}
