using System;
using System.Globalization;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;

namespace RnnGen.Data;

/// <summary>The values of one column in the current row group.</summary>
internal abstract class ParquetColumn
{
    /// <summary>Whether the values are text, to be parsed where a number is wanted.</summary>
    public virtual bool IsText => false;

    /// <summary>Whether there is a reader for columns of this type.</summary>
    public static bool CanRead(DataField field) => Find(field.ClrType) is not null;

    /// <summary>The reader for a column.</summary>
    public static ParquetColumn Of(DataField field) => Find(field.ClrType) ?? throw new NotSupportedException(field.ClrType.Name);

    /// <summary>Reads the column of a row group.</summary>
    public abstract Task Read(ParquetRowGroupReader group, DataField field);

    public abstract bool IsMissing(long row);

    public abstract string Text(long row);

    public abstract bool TryGetNumber(long row, out double number);

    public abstract bool TryGetTime(long row, out long time);

    private static ParquetColumn? Find(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Double => new Values<double>(value => value, null),
        TypeCode.Single => new Values<float>(value => value, null),
        TypeCode.Decimal => new Values<decimal>(value => (double)value, null),
        TypeCode.Int64 => new Values<long>(value => value, value => value),
        TypeCode.UInt64 => new Values<ulong>(value => value, value => value <= long.MaxValue ? (long)value : null),
        TypeCode.Int32 => new Values<int>(value => value, value => value),
        TypeCode.UInt32 => new Values<uint>(value => value, value => value),
        TypeCode.Int16 => new Values<short>(value => value, value => value),
        TypeCode.UInt16 => new Values<ushort>(value => value, value => value),
        TypeCode.Byte => new Values<byte>(value => value, value => value),
        TypeCode.SByte => new Values<sbyte>(value => value, value => value),
        TypeCode.Boolean => new Values<bool>(value => value ? 1 : 0, null),
        TypeCode.DateTime => new Values<DateTime>(null, value => (value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value).Ticks),
        // The library's name for text.
        _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => new Strings(),
        _ => null,
    };

    private sealed class Values<T>(Func<T, double>? number, Func<T, long?>? time) : ParquetColumn
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

        public override string Text(long row) => Convert.ToString(_values[row], CultureInfo.InvariantCulture)!;

        public override bool TryGetNumber(long row, out double value)
        {
            value = number is null ? 0 : number(_values[row]!.Value);
            return number is not null;
        }

        public override bool TryGetTime(long row, out long value)
        {
            long? found = time?.Invoke(_values[row]!.Value);
            value = found ?? 0;
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

        public override string Text(long row) => _values[row]!;

        public override bool TryGetNumber(long row, out double number)
        {
            number = 0;
            return false;
        }

        public override bool TryGetTime(long row, out long time)
        {
            time = 0;
            return false;
        }
    }
}
