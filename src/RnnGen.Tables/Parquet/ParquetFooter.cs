using System;
using System.Buffers.Binary;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RnnGen.Tables;

/// <summary>The end of a Parquet file, checked before the library reads it: schema, row groups and where their columns are.</summary>
internal static class ParquetFooter
{
    /// <summary>Groups of a schema, however they are nested: the library goes down into each on the stack.</summary>
    private const int MostGroups = 1000;

    private const int MagicBytes = 4, TailBytes = 8;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Checks the footer.</summary>
    /// <returns>Where it begins: the end of all pages.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static long Check(SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        Span<byte> head = stackalloc byte[MagicBytes], tail = stackalloc byte[TailBytes];
        if (length < MagicBytes + TailBytes)
        {
            throw new InvalidDataException($"it has {length} bytes; expected at least {MagicBytes + TailBytes}");
        }

        ReadExactly(file, head, 0);
        ReadExactly(file, tail, length - TailBytes);
        if (!head.SequenceEqual(Magic) || !tail[MagicBytes..].SequenceEqual(Magic))
        {
            throw new InvalidDataException(
                $"it must begin and end with PAR1, found {Convert.ToHexString(head)} and {Convert.ToHexString(tail[MagicBytes..])}");
        }

        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (bytes > length - MagicBytes - TailBytes || bytes > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"its footer must have at most {length - MagicBytes - TailBytes} bytes, found a length of {bytes}");
        }

        byte[] footer = new byte[bytes];
        ReadExactly(file, footer, length - TailBytes - bytes);
        Schema schema = new();
        ThriftWalk walk = new(footer, schema);
        try
        {
            walk.Struct(ParquetMetadata.FileMetaData);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"in its footer {failure.Message}", failure);
        }

        return schema.Groups <= MostGroups ? length - TailBytes - bytes : throw new InvalidDataException(
            $"its schema has {schema.Groups} groups; at most {MostGroups} can be read");
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new InvalidDataException($"it ends at byte {offset}, where {destination.Length} more must follow");
            }

            offset += read;
            destination = destination[read..];
        }
    }

    /// <summary>Counts the nodes that may have children: those that say so, and those that have no type.</summary>
    private sealed class Schema : IThriftVisitor
    {
        private bool _isOpen, _hasType, _hasChildren;
        private int _groups;

        public int Groups => _groups + (_isOpen && (_hasChildren || !_hasType) ? 1 : 0);

        public void Begin(ThriftStruct type)
        {
            if (type == ParquetMetadata.SchemaElement)
            {
                _groups = Groups;
                (_isOpen, _hasType, _hasChildren) = (true, false, false);
            }
        }

        public void Integer(ThriftStruct type, int field, long value)
        {
            if (type == ParquetMetadata.SchemaElement)
            {
                _hasType |= field == 1;
                _hasChildren |= field == 5 && value > 0;
            }
        }
    }
}
