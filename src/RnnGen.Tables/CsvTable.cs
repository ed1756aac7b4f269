using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;
using RnnGen.Data;

namespace RnnGen.Tables;

/// <summary>How a delimited text file is written.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two values: an ASCII character.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>What stands before the fraction of a number, a point or a comma; different from <see cref="Delimiter"/>.</summary>
    public char DecimalSeparator { get; init; } = '.';

    /// <summary>Whether the first line holds the names of the columns; otherwise they are <c>1</c>, <c>2</c> and so on.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What stands for a missing value, besides nothing.</summary>
    public IReadOnlyList<string> Missing { get; init; } = ["NA", "N/A", "NaN", "nan", "null", "NULL"];

    /// <summary>Checks that a comma can mean only one thing.</summary>
    /// <exception cref="ArgumentException">The separators are the same, or the decimal one is neither a point nor a comma.</exception>
    internal void Check()
    {
        if (DecimalSeparator is not ('.' or ','))
        {
            throw new ArgumentException(
                $"The decimal separator is '{DecimalSeparator}'; it must be a point or a comma.", nameof(DecimalSeparator));
        }

        if (DecimalSeparator == Delimiter)
        {
            throw new ArgumentException(
                $"'{Delimiter}' stands both between two values and before the fraction of a number; "
                + $"{nameof(CsvOptions)}.{nameof(Delimiter)} says what stands between values, often ';' beside a decimal comma.",
                nameof(DecimalSeparator));
        }
    }
}

/// <summary>
/// A delimited text file, line by line: quotes as in RFC 4180, numbers with a point, or with a comma where the options say so.
/// </summary>
public sealed class CsvTable : TableReader
{
    private readonly CsvReader _reader;
    private readonly string[] _columns;
    private readonly NumberFormatInfo _numbers;
    private bool _isFirstRead;

    /// <summary>Opens a file, of UTF-8 unless it begins with another byte order mark, and reads the names of its columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ArgumentException">
    /// The separators of the options are the same, or the decimal one is neither a point nor a comma.
    /// </exception>
    /// <exception cref="InvalidDataException">The file is empty, or its first line is damaged.</exception>
    public CsvTable(string path, CsvOptions? options = null)
        : this(path, CsvReader.FromFile(path, Convert(options)), options)
    {
    }

    /// <summary>Reads text from anywhere.</summary>
    /// <param name="text">The text; closed with the table.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ArgumentException">
    /// The separators of the options are the same, or the decimal one is neither a point nor a comma.
    /// </exception>
    /// <exception cref="InvalidDataException">The text is empty, or its first line is damaged.</exception>
    public CsvTable(TextReader text, string name, CsvOptions? options = null)
        : this(name, CsvReader.Create(text, Convert(options)), options)
    {
    }

    private CsvTable(string name, CsvReader reader, CsvOptions? options)
    {
        (Name, _reader) = (name, reader);
        _numbers = new NumberFormatInfo { NumberDecimalSeparator = (options?.DecimalSeparator ?? '.').ToString() };
        try
        {
            bool hasHeader = options?.HasHeader ?? true;
            _isFirstRead = !hasHeader && Next();
            _columns = hasHeader
                ? [.. Header()]
                : [.. Enumerable.Range(1, reader.FieldCount).Select(column => column.ToString(CultureInfo.InvariantCulture))];
            if (_columns.Length == 0)
            {
                throw new InvalidDataException($"{name} is empty: it has no line.");
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => _columns;

    /// <inheritdoc/>
    public override string Place => string.Create(CultureInfo.InvariantCulture, $"line {_reader.LineNumber}");

    /// <inheritdoc/>
    public override bool Read()
    {
        if (_isFirstRead)
        {
            _isFirstRead = false;
            return true;
        }

        if (!Next())
        {
            return false;
        }

        return _reader.FieldCount == _columns.Length
            ? true
            : throw new InvalidDataException(
                $"{Name}, {Place}: found {_reader.FieldCount} values; expected {_columns.Length}, one for each column.");
    }

    /// <inheritdoc/>
    protected override bool IsMissing(int column) => _reader.IsNull(column);

    /// <inheritdoc/>
    protected override string Text(int column) => _reader.GetString(column);

    /// <inheritdoc/>
    protected override bool TryGetNumber(int column, out double number) =>
        double.TryParse(_reader.GetSpan(column), NumberStyles.Float, _numbers, out number);

    /// <inheritdoc/>
    protected override string ExpectedNumber(string text)
    {
        (string name, char other) = _numbers.NumberDecimalSeparator == "." ? ("point", ',') : ("comma", '.');
        return base.ExpectedNumber(text) + (text.Contains(other, StringComparison.Ordinal)
            ? $" with a decimal {name}, as {nameof(CsvOptions)}.{nameof(CsvOptions.DecimalSeparator)} says" : "");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }
    }

    private static CsvReaderOptions Convert(CsvOptions? options)
    {
        options ??= new CsvOptions();
        options.Check();
        return new CsvReaderOptions
        {
            Separator = options.Delimiter,
            HasHeader = options.HasHeader,
            TrimWhitespace = true,
            NullValues = [.. options.Missing],
            MalformedData = CsvMalformedDataHandling.Throw,
            // Names of series come again in every row: one string each.
            PoolStrings = true,
            TrackLineNumbers = true,
        };
    }

    private IReadOnlyList<string> Header()
    {
        try
        {
            _reader.ReadHeader();
            return _reader.Headers;
        }
        catch (CsvFormatException failure)
        {
            throw Damaged(failure);
        }
    }

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException failure)
        {
            throw Damaged(failure);
        }
    }

    private InvalidDataException Damaged(CsvFormatException failure) =>
        new($"{Name}, line {failure.LineNumber}: {failure.Message}", failure);
}
