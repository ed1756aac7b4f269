using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;
using RnnGen.Data;

namespace RnnGen.Tables;

/// <summary>
/// A Parquet file of flat columns, a row group at a time: no more than one group of the chosen columns is in memory. A damaged file is an
/// <see cref="InvalidDataException"/> with its name, whenever the damage is found.
/// </summary>
public sealed class ParquetTable : TableReader
{
    private readonly ParquetReader _reader;
    private readonly ParquetWindow _window;
    private readonly ParquetPages _pages;
    private readonly DataField[] _fields;
    private readonly string[] _columns;
    private readonly ParquetColumn[] _values;
    private int _group;
    private long _rowsOfGroup, _rowInGroup = -1, _row;

    private ParquetTable(string path, ParquetReader reader, ParquetWindow window, ParquetPages pages, DataField[] fields)
    {
        (Name, _reader, _window, _pages, _fields) = (path, reader, window, pages, fields);
        _columns = [.. fields.Select(field => field.Name)];
        _values = [.. fields.Select(field => ParquetColumn.Of(field))];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => _columns;

    /// <inheritdoc/>
    public override string Place => string.Create(CultureInfo.InvariantCulture, $"row {_row}");

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to read; all flat ones unless given.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not a Parquet file or is damaged, or a column is missing or of a type that is neither number, time nor text.
    /// </exception>
    public static ParquetTable Open(string path, IReadOnlyList<string>? columns = null) =>
        Wait(() => OpenAsync(path, columns));

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to read; all flat ones unless given.</param>
    /// <param name="cancellation">Ends opening.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not a Parquet file or is damaged, or a column is missing or of a type that is neither number, time nor text.
    /// </exception>
    public static async Task<ParquetTable> OpenAsync(
        string path, IReadOnlyList<string>? columns = null, CancellationToken cancellation = default)
    {
        // What keeps a file from being opened is not damage.
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        ParquetWindow window = new(file);
        try
        {
            long end;
            ParquetReader reader;
            DataField[] flat;
            try
            {
                end = ParquetFooter.Check(file.SafeFileHandle);
                reader = await ParquetReader.CreateAsync(window, leaveStreamOpen: false, cancellationToken: cancellation)
                    .ConfigureAwait(false);
                flat = [.. reader.Schema.DataFields.Where(field => !field.IsArray && field.MaxRepetitionLevel == 0)];
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidDataException($"{path} is not a Parquet file or is damaged: {failure.Message}", failure);
            }

            return new ParquetTable(path, reader, window, new ParquetPages(file.SafeFileHandle, end), [.. Fields(path, flat, columns)]);
        }
        catch
        {
            await window.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        while (_rowInGroup + 1 >= _rowsOfGroup)
        {
            if (_group == _reader.RowGroupCount)
            {
                return false;
            }

            (_rowInGroup, _rowsOfGroup) = (-1, 0);
            _rowsOfGroup = Wait(ReadGroup);
            _group++;
        }

        _rowInGroup++;
        _row++;
        return true;
    }

    /// <inheritdoc/>
    protected override bool IsMissing(int column) => _values[column].IsMissing(_rowInGroup);

    /// <inheritdoc/>
    protected override string Text(int column) => TextOf(_values[column].Value(_rowInGroup));

    /// <inheritdoc/>
    protected override bool TryGetNumber(int column, out double number) =>
        _values[column].TryGetNumber(_rowInGroup, out number) || (_values[column].IsText && base.TryGetNumber(column, out number));

    /// <inheritdoc/>
    protected override bool TryGetTime(int column, out TableTime time) => _values[column].TryGetTime(_rowInGroup, out time);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Wait(async () =>
            {
                await _reader.DisposeAsync().ConfigureAwait(false);
                return true;
            });
        }
    }

    private static IEnumerable<DataField> Fields(string path, DataField[] flat, IReadOnlyList<string>? columns)
    {
        if (columns is null)
        {
            return flat.Where(ParquetColumn.CanRead);
        }

        return columns.Select(name => flat.Where(field => field.Name == name).ToArray() switch
        {
            { Length: > 1 } several => throw new InvalidDataException(
                $"{path} has {several.Length} columns '{name}': {string.Join(", ", several.Select(field => field.Path))}."),
            [] => throw new InvalidDataException(
                $"{path} has no flat column '{name}'; it has {string.Join(", ", flat.Select(field => field.Name))}."),
            [DataField field] when !ParquetColumn.CanRead(field) => throw new InvalidDataException(
                $"{path}, column '{name}' is of type {field.ClrType.Name}; expected numbers, times or text."),
            [DataField field, ..] => field,
        });
    }

    /// <returns>Rows of the group.</returns>
    private async Task<long> ReadGroup()
    {
        using ParquetRowGroupReader group = _reader.OpenRowGroupReader(_group);
        string place = string.Create(CultureInfo.InvariantCulture, $"row group {_group + 1} of {_reader.RowGroupCount}");
        if (group.RowCount < 0 || group.RowCount > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{Name} is damaged: {place} cannot have {group.RowCount} rows; expected 0 to {Array.MaxLength}.");
        }

        foreach ((int column, DataField field) in _fields.Index())
        {
            try
            {
                ColumnMetaData pages = group.GetMetadata(field)?.MetaData ?? throw new InvalidDataException("there is nothing of it");
                _window.End = _pages.Check(pages, group.RowCount);
                await _values[column].Read(group, field).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                // Whatever the library stumbles over, and memory that a damaged number asks for.
                throw new InvalidDataException($"{Name} is damaged: {place}, column '{field.Name}': {failure.Message}", failure);
            }
        }

        return group.RowCount;
    }

    /// <summary>Waits on a thread of the pool: no synchronization context can be waited for by what it waits for.</summary>
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
