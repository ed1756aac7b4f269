using System;
using System.IO;

namespace RnnGen.Tables;

/// <summary>What a walk finds.</summary>
internal interface IThriftVisitor
{
    /// <summary>A record begins.</summary>
    void Begin(ThriftStruct type);

    /// <summary>A field of the record that began last, but for those within it, is a whole number.</summary>
    void Integer(ThriftStruct type, int field, long value);
}

/// <summary>
/// Goes through a record of Thrift's compact protocol and checks that it is one: every field of its type, at most once, within the bytes
/// that there are. Numbers of elements are bounded by those bytes, and nesting by the type.
/// </summary>
/// <param name="bytes">The bytes, of which the record may be the beginning.</param>
/// <param name="visitor">Told what is there.</param>
internal ref struct ThriftWalk(ReadOnlySpan<byte> bytes, IThriftVisitor visitor)
{
    private const int MostFields = 64, MostVarintBytes = 10, LongList = 15;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes of what has been walked through.</summary>
    public int Position { get; private set; }

    /// <summary>Walks through a record.</summary>
    /// <exception cref="InvalidDataException">It is not a record.</exception>
    /// <exception cref="EndOfStreamException">It goes on beyond the bytes.</exception>
    public void Struct(ThriftStruct type)
    {
        visitor.Begin(type);
        ulong seen = 0;
        int field = 0;
        while (true)
        {
            byte head = Next();
            if (head == 0)
            {
                return;
            }

            field = head >> 4 == 0 ? (short)Integer() : field + (head >> 4);
            ThriftKind kind = (ThriftKind)(head & 0xF);
            if (field is < 0 or >= MostFields || (seen & (1UL << field)) != 0)
            {
                throw new InvalidDataException(
                    $"field {field} of {type.Name} {(field is < 0 or >= MostFields ? "does not exist" : "is there twice")}");
            }

            seen |= 1UL << field;
            if (type.Find(field) is not ThriftType expected)
            {
                Skip(type, field, kind);
            }
            else if (expected.Matches(kind))
            {
                Field(type, field, kind, expected);
            }
            else
            {
                throw new InvalidDataException($"field {field} of {type.Name} must be {expected.Name}, found {kind}");
            }
        }
    }

    private void Field(ThriftStruct owner, int field, ThriftKind kind, ThriftType type)
    {
        switch (type)
        {
            case ThriftStruct record:
                Struct(record);
                break;
            case ThriftList list:
                List(owner, field, list.Element);
                break;
            case { } when kind is ThriftKind.Int16 or ThriftKind.Int32 or ThriftKind.Int64:
                visitor.Integer(owner, field, Integer());
                break;
            default:
                Value(kind);
                break;
        }
    }

    private void List(ThriftStruct owner, int field, ThriftType element)
    {
        (ulong count, ThriftKind kind) = ListHead();
        if (count > 0 && !element.Matches(kind))
        {
            throw new InvalidDataException($"field {field} of {owner.Name} must be a list of {element.Name}, found one of {kind}");
        }

        // Each element has a byte at least, so that no number of them can make this long.
        Require(count);
        for (ulong i = 0; i < count; i++)
        {
            if (element is ThriftStruct record)
            {
                Struct(record);
            }
            else
            {
                Value(kind);
            }
        }
    }

    /// <summary>A field that is not known: the library can leave out what has no structure of its own.</summary>
    private void Skip(ThriftStruct owner, int field, ThriftKind kind)
    {
        if (kind != ThriftKind.List)
        {
            Value(kind, owner, field);
            return;
        }

        (ulong count, ThriftKind element) = ListHead();
        Require(count);
        for (ulong i = 0; i < count; i++)
        {
            // Truth values of lists, unlike those of records, have a byte that the library does not leave out.
            Value(element is ThriftKind.True or ThriftKind.False ? 0 : element, owner, field);
        }
    }

    private void Value(ThriftKind kind, ThriftStruct? owner = null, int field = 0)
    {
        switch (kind)
        {
            case ThriftKind.True or ThriftKind.False:
                break;
            case ThriftKind.Byte:
                Take(1);
                break;
            case ThriftKind.Int16 or ThriftKind.Int32 or ThriftKind.Int64:
                Varint();
                break;
            case ThriftKind.Double:
                Take(sizeof(double));
                break;
            case ThriftKind.Binary:
                Take(Varint());
                break;
            default:
                throw new InvalidDataException(
                    $"field {field} of {owner?.Name} is unknown and of type {(int)kind}, which cannot be left out");
        }
    }

    private (ulong Count, ThriftKind Kind) ListHead()
    {
        byte head = Next();
        return (head >> 4 == LongList ? Varint() : (ulong)(head >> 4), (ThriftKind)(head & 0xF));
    }

    private long Integer()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < MostVarintBytes; i++)
        {
            byte next = Next();
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException($"a number has more than {MostVarintBytes} bytes");
    }

    private byte Next()
    {
        Take(1);
        return _bytes[Position - 1];
    }

    private void Take(ulong count)
    {
        Require(count);
        Position += (int)count;
    }

    private readonly void Require(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw new EndOfStreamException($"{count} bytes must follow at byte {Position} of {_bytes.Length}");
        }
    }
}
