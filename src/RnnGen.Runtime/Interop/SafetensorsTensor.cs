using System.Collections.Generic;

namespace RnnGen.Interop;

/// <summary>One tensor as the header of a safetensors file describes it, checked against the file's size.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, string dtype, IReadOnlyList<long> shape, long count, long begin, long end)
    {
        Name = name;
        Dtype = dtype;
        Shape = shape;
        Count = count;
        Begin = begin;
        End = end;
    }

    /// <summary>Name, unique in the file.</summary>
    public string Name { get; }

    /// <summary>Element type as the file spells it: <c>F32</c>, <c>BF16</c>, <c>I64</c>.</summary>
    public string Dtype { get; }

    /// <summary>Whether <see cref="SafetensorsReader.Read"/> takes the type: <c>F32</c>, <c>F64</c>, <c>F16</c> and <c>BF16</c>.</summary>
    public bool CanRead => FloatConversion.BytesOf(Dtype) > 0;

    /// <summary>Shape, row-major; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>First byte, counted from the end of the header.</summary>
    internal long Begin { get; }

    /// <summary>The byte after the last, counted from the end of the header.</summary>
    internal long End { get; }

    internal const string Float32 = "F32", Float16 = "F16", BFloat16 = "BF16", Int8 = "I8";

    /// <summary>Bits of one element, or 0 when the format has no such type.</summary>
    internal static int BitsOf(string dtype) => dtype switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or Float32 => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => 0,
    };
}
