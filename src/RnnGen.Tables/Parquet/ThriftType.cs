using System.Collections.Generic;

namespace RnnGen.Tables;

/// <summary>A type of Thrift's compact protocol, as it is written in a file.</summary>
internal enum ThriftKind
{
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Struct = 12,
}

/// <summary>What a field holds.</summary>
internal abstract class ThriftType
{
    public static ThriftType Truth { get; } = new ThriftValue("a truth value", ThriftKind.True, ThriftKind.False);

    public static ThriftType Byte { get; } = new ThriftValue("a byte", ThriftKind.Byte);

    /// <summary>Of any width: all are written alike.</summary>
    public static ThriftType Integer { get; } = new ThriftValue("a whole number", ThriftKind.Int16, ThriftKind.Int32, ThriftKind.Int64);

    public static ThriftType Real { get; } = new ThriftValue("a number", ThriftKind.Double);

    public static ThriftType Bytes { get; } = new ThriftValue("bytes", ThriftKind.Binary);

    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    public static ThriftType ListOf(ThriftType element) => new ThriftList(element);

    /// <summary>Whether a field of this kind can hold it.</summary>
    public abstract bool Matches(ThriftKind kind);

    private sealed class ThriftValue(string name, params ThriftKind[] kinds) : ThriftType
    {
        public override string Name => name;

        public override bool Matches(ThriftKind kind) => System.Array.IndexOf(kinds, kind) >= 0;
    }
}

/// <summary>Elements of one type, their number in front.</summary>
internal sealed class ThriftList(ThriftType element) : ThriftType
{
    public ThriftType Element => element;

    public override string Name => $"a list of {element.Name}";

    public override bool Matches(ThriftKind kind) => kind == ThriftKind.List;
}

/// <summary>Fields by number, each at most once.</summary>
internal sealed class ThriftStruct(string name) : ThriftType
{
    private readonly Dictionary<int, ThriftType> _fields = [];

    public override string Name => name;

    public ThriftType this[int field]
    {
        init => _fields.Add(field, value);
    }

    public ThriftType? Find(int field) => _fields.GetValueOrDefault(field);

    public override bool Matches(ThriftKind kind) => kind == ThriftKind.Struct;
}
