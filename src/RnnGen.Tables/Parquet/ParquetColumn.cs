using System;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;
using RnnGen.Data;

namespace RnnGen.Tables;

/// <summary>The values of one column in the current row group.</summary>
internal abstract class ParquetColumn
{
    /// <summary>Whether the values are text, to be parsed where a number is wanted.</summary>
    public virtual bool IsText => false;

    /// <summary>Whether there is a reader for columns of this type.</summary>
    public static bool CanRead(DataField field) => Find(field) is not null;

    /// <summary>The reader for a column.</summary>
    public static ParquetColumn Of(DataField field) => Find(field) ?? throw new NotSupportedException(field.ClrType.Name);

    /// <summary>Reads the column of a row group.</summary>
    public abstract Task Read(ParquetRowGroupReader group, DataField field);

    public abstract bool IsMissing(long row);

    public abstract object Value(long row);

    public abstract bool TryGetNumber(long row, out double number);

    public abstract bool TryGetTime(long row, out TableTime time);

    private static ParquetColumn? Find(DataField field) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Double => new Values<double>(value => value, null),
        TypeCode.Single => new Values<float>(value => value, null),
        TypeCode.Decimal => new Values<decimal>(value => (double)value, null),
        TypeCode.Int64 => new Values<long>(value => value, value => TableTime.Of(value)),
        TypeCode.UInt64 => new Values<ulong>(value => value, value => value <= long.MaxValue ? TableTime.Of((long)value) : null),
        TypeCode.Int32 => new Values<int>(value => value, value => TableTime.Of(value)),
        TypeCode.UInt32 => new Values<uint>(value => value, value => TableTime.Of(value)),
        TypeCode.Int16 => new Values<short>(value => value, value => TableTime.Of(value)),
        TypeCode.UInt16 => new Values<ushort>(value => value, value => TableTime.Of(value)),
        TypeCode.Byte => new Values<byte>(value => value, value => TableTime.Of(value)),
        TypeCode.SByte => new Values<sbyte>(value => value, value => TableTime.Of(value)),
        TypeCode.Boolean => new Values<bool>(value => value ? 1 : 0, null),
        TypeCode.DateTime => Times(field),
        // The library's name for text.
        _ when field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>) => new Strings(),
        _ => null,
    };

    /// <summary>The file says whether times are UTC or those of some clock; the kind that the library gives them says less.</summary>
    private static Values<DateTime> Times(DataField field)
    {
        DateTimeKind kind = field is DateTimeDataField { IsAdjustedToUTC: true, DateTimeFormat: not DateTimeFormat.Date }
            ? DateTimeKind.Utc
            : DateTimeKind.Unspecified;
        return new Values<DateTime>(null, value => TableTime.Of(DateTime.SpecifyKind(value, kind)));
    }

    private sealed class Values<T>(Func<T, double>? number, Func<T, TableTime?>? time) : ParquetColumn
        where T : struct
    {
        private T?[] _values = [];

        public override async Task Read(ParquetRowGroupReader group, DataField field)
        {
            if (_values.Length < group.RowCount)
            {
                _values = new T?[group.RowCount];
            }

            await group.ReadAsync<T>(field, _values.AsMemory(0, (int)group.RowCount)).ConfigureAwait(false);
        }

        public override bool IsMissing(long row) => _values[row] is null;

        public override object Value(long row) => _values[row]!.Value;

        public override bool TryGetNumber(long row, out double value)
        {
            value = number is null ? 0 : number(_values[row]!.Value);
            return number is not null;
        }

        public override bool TryGetTime(long row, out TableTime value)
        {
            TableTime? found = time?.Invoke(_values[row]!.Value);
            value = found.GetValueOrDefault();
            return found is not null;
        }
    }

    private sealed class Strings : ParquetColumn
    {
        private string?[] _values = [];

        public override bool IsText => true;

        public override async Task Read(ParquetRowGroupReader group, DataField field)
        {
            if (_values.Length < group.RowCount)
            {
                _values = new string?[group.RowCount];
            }

            await group.ReadAsync(field, _values.AsMemory(0, (int)group.RowCount)!).ConfigureAwait(false);
        }

        public override bool IsMissing(long row) => _values[row] is null;

        public override object Value(long row) => _values[row]!;

        public override bool TryGetNumber(long row, out double number)
        {
            number = 0;
            return false;
        }

        public override bool TryGetTime(long row, out TableTime time)
        {
            time = default;
            return false;
        }
    }
}
