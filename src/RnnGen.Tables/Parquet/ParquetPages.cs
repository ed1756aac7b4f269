using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using Parquet.Meta;

namespace RnnGen.Tables;

/// <summary>
/// The pages of a column in a row group, checked before the library reads them: where they are, their sizes, and that they have as many
/// values as the group has rows. What is in a page only the library can tell.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="end">The end of all pages.</param>
internal sealed class ParquetPages(SafeFileHandle file, long end)
{
    private const int FirstHeaderBytes = 512, MostHeaderBytes = 1 << 24, MagicBytes = 4;

    private byte[] _buffer = new byte[FirstHeaderBytes];

    /// <summary>Checks the pages of a column.</summary>
    /// <param name="column">What the footer says of it.</param>
    /// <param name="rows">Rows of the group.</param>
    /// <returns>Where the last page ends.</returns>
    /// <exception cref="InvalidDataException">Something is not as it must be.</exception>
    public long Check(ColumnMetaData column, long rows)
    {
        if (column.NumValues != rows)
        {
            throw new InvalidDataException($"it must have a value for each of {rows} rows, found {column.NumValues}");
        }

        long offset = Start(column), values = 0;
        bool hasDictionary = false;
        while (values < rows)
        {
            Page page = ReadHeader(ref offset);
            bool isDictionary = page.Type == (long)PageType.DICTIONARY_PAGE;
            if (!(isDictionary && !hasDictionary) && page.Type is not ((long)PageType.DATA_PAGE or (long)PageType.DATA_PAGE_V2))
            {
                throw new InvalidDataException($"the page at byte {offset} must be of type 0, 3 or once 2, found {page.Type}");
            }

            CheckSizes(page, column.Codec, offset);
            if (isDictionary)
            {
                hasDictionary = true;
                Require(
                    page.DictionaryValues >= 0 && page.DictionaryValues <= 8 * page.Size, page.DictionaryValues, "entries of a dictionary",
                    offset);
            }
            else
            {
                long count = page.Type == (long)PageType.DATA_PAGE ? page.Values : page.ValuesV2;
                Require(count >= 0 && count <= rows - values, count, $"values of {rows - values} that are left", offset);
                values += count;
            }

            offset += page.Stored;
        }

        return offset;
    }

    private long Start(ColumnMetaData column)
    {
        // As the library finds it.
        long start = column.DataPageOffset;
        foreach (long? other in new[] { column.DictionaryPageOffset, column.IndexPageOffset })
        {
            start = other is long known && known != 0 && (known < start || start == 0) ? known : start;
        }

        return start >= MagicBytes && start <= end ? start : throw new InvalidDataException(
            $"its pages must begin at byte {MagicBytes} to {end}, found {start}");
    }

    private Page ReadHeader(ref long offset)
    {
        for (int bytes = FirstHeaderBytes; ; bytes *= 8)
        {
            int available = (int)Math.Min(bytes, end - offset);
            if (_buffer.Length < available)
            {
                _buffer = new byte[available];
            }

            int read = 0;
            while (read < available && RandomAccess.Read(file, _buffer.AsSpan(read, available - read), offset + read) is int more and > 0)
            {
                read += more;
            }

            Page page = new();
            ThriftWalk walk = new(_buffer.AsSpan(0, read), page);
            try
            {
                walk.Struct(ParquetMetadata.PageHeader);
                offset += walk.Position;
                return page;
            }
            catch (EndOfStreamException) when (read == bytes && bytes < MostHeaderBytes)
            {
                // Statistics may hold whole texts.
            }
            catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
            {
                throw new InvalidDataException($"in the header of the page at byte {offset} {failure.Message}", failure);
            }
        }
    }

    private void CheckSizes(Page page, CompressionCodec codec, long offset)
    {
        Require(page.Stored >= 0 && page.Stored <= end - offset, page.Stored, $"bytes of {end - offset} that are left", offset);
        Require(
            page.Size is >= 0 and <= int.MaxValue && page.Size <= MostBytes(codec, page.Stored), page.Size,
            $"bytes from {page.Stored} of {codec}", offset);
        if (codec == CompressionCodec.UNCOMPRESSED)
        {
            Require(page.Size == page.Stored, page.Size, $"bytes as stored, which are {page.Stored}", offset);
        }

        if (page.Type == (long)PageType.DATA_PAGE_V2)
        {
            Require(page.NullsV2 >= 0 && page.NullsV2 <= page.ValuesV2, page.NullsV2, $"nulls of {page.ValuesV2} values", offset);
            Require(
                page.DefinitionBytesV2 >= 0 && page.DefinitionBytesV2 <= page.Stored, page.DefinitionBytesV2,
                $"bytes of levels of {page.Stored}", offset);
            Require(
                page.RepetitionBytesV2 == 0, page.RepetitionBytesV2, "bytes of repetition levels, of which a flat column has none", offset);
        }

        // The library takes the size from the compressed bytes, not from the header.
        if (codec == CompressionCodec.SNAPPY && page.Stored > 0 && page.Type != (long)PageType.DATA_PAGE_V2)
        {
            long size = SnappySize(offset);
            Require(size == page.Size, size, $"bytes in its beginning, as in its header, which are {page.Size}", offset);
        }
    }

    /// <summary>What can come out of a number of bytes, where the format has a bound.</summary>
    private static long MostBytes(CompressionCodec codec, long stored) => codec switch
    {
        CompressionCodec.UNCOMPRESSED => stored,
        // A copy of 64 bytes takes three.
        CompressionCodec.SNAPPY => (22 * stored) + 64,
        CompressionCodec.GZIP => (1032 * stored) + 64,
        CompressionCodec.LZ4 or CompressionCodec.LZ4_RAW => (255 * stored) + 64,
        _ => int.MaxValue,
    };

    private long SnappySize(long offset)
    {
        int read = RandomAccess.Read(file, _buffer.AsSpan(0, 5), offset);
        long size = 0;
        for (int i = 0; i < read; i++)
        {
            size |= (long)(_buffer[i] & 0x7F) << (7 * i);
            if (_buffer[i] < 0x80)
            {
                return size;
            }
        }

        return -1;
    }

    private static void Require(bool holds, long found, string what, long offset)
    {
        if (!holds)
        {
            throw new InvalidDataException($"the page at byte {offset} cannot have {found} {what}");
        }
    }

    /// <summary>A page's header.</summary>
    private sealed class Page : IThriftVisitor
    {
        private readonly long[] _page = new long[4], _values = new long[9], _valuesV2 = new long[9], _dictionary = new long[4];

        public long Type => _page[1];

        public long Size => _page[2];

        public long Stored => _page[3];

        public long Values => _values[1];

        public long ValuesV2 => _valuesV2[1];

        public long NullsV2 => _valuesV2[2];

        public long DefinitionBytesV2 => _valuesV2[5];

        public long RepetitionBytesV2 => _valuesV2[6];

        public long DictionaryValues => _dictionary[1];

        public void Begin(ThriftStruct type)
        {
        }

        public void Integer(ThriftStruct type, int field, long value)
        {
            long[]? fields = type == ParquetMetadata.PageHeader ? _page
                : type == ParquetMetadata.DataPage ? _values
                : type == ParquetMetadata.DataPageV2 ? _valuesV2
                : type == ParquetMetadata.DictionaryPage ? _dictionary
                : null;
            if (field < fields?.Length)
            {
                fields[field] = value;
            }
        }
    }
}
