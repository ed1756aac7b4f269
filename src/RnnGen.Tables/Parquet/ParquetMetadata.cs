namespace RnnGen.Tables;

/// <summary>
/// The records of a Parquet file as its format defines them, as far as the library reads them. The library reads a field as what it should
/// be, whatever it is written as; only what is written so may reach it.
/// </summary>
internal static class ParquetMetadata
{
    private static readonly ThriftType Truth = ThriftType.Truth, Integer = ThriftType.Integer;

    private static readonly ThriftType Bytes = ThriftType.Bytes, Real = ThriftType.Real;

    private static readonly ThriftStruct Nothing = new("an empty record");

    private static readonly ThriftStruct TimeUnit = new("TimeUnit") { [1] = Nothing, [2] = Nothing, [3] = Nothing };

    private static readonly ThriftStruct TimeType = new("TimeType") { [1] = Truth, [2] = TimeUnit };

    private static readonly ThriftStruct LogicalType = new("LogicalType")
    {
        [1] = Nothing,
        [2] = Nothing,
        [3] = Nothing,
        [4] = Nothing,
        [5] = new ThriftStruct("DecimalType") { [1] = Integer, [2] = Integer },
        [6] = Nothing,
        [7] = TimeType,
        [8] = TimeType,
        [10] = new ThriftStruct("IntType") { [1] = ThriftType.Byte, [2] = Truth },
        [11] = Nothing,
        [12] = Nothing,
        [13] = Nothing,
        [14] = Nothing,
        [15] = Nothing,
        [16] = new ThriftStruct("VariantType") { [1] = ThriftType.Byte },
        [17] = new ThriftStruct("GeometryType") { [1] = Bytes },
        [18] = new ThriftStruct("GeographyType") { [1] = Bytes, [2] = Integer },
    };

    private static readonly ThriftStruct Statistics = new("Statistics")
    {
        [1] = Bytes,
        [2] = Bytes,
        [3] = Integer,
        [4] = Integer,
        [5] = Bytes,
        [6] = Bytes,
        [7] = Truth,
        [8] = Truth,
    };

    private static readonly ThriftStruct KeyValue = new("KeyValue") { [1] = Bytes, [2] = Bytes };

    private static readonly ThriftStruct BoundingBox = new("BoundingBox")
    {
        [1] = Real,
        [2] = Real,
        [3] = Real,
        [4] = Real,
        [5] = Real,
        [6] = Real,
        [7] = Real,
        [8] = Real,
    };

    private static readonly ThriftStruct ColumnMetaData = new("ColumnMetaData")
    {
        [1] = Integer,
        [2] = ThriftType.ListOf(Integer),
        [3] = ThriftType.ListOf(Bytes),
        [4] = Integer,
        [5] = Integer,
        [6] = Integer,
        [7] = Integer,
        [8] = ThriftType.ListOf(KeyValue),
        [9] = Integer,
        [10] = Integer,
        [11] = Integer,
        [12] = Statistics,
        [13] = ThriftType.ListOf(new ThriftStruct("PageEncodingStats") { [1] = Integer, [2] = Integer, [3] = Integer }),
        [14] = Integer,
        [15] = Integer,
        [16] = new ThriftStruct("SizeStatistics") { [1] = Integer, [2] = ThriftType.ListOf(Integer), [3] = ThriftType.ListOf(Integer) },
        [17] = new ThriftStruct("GeospatialStatistics") { [1] = BoundingBox, [2] = ThriftType.ListOf(Integer) },
    };

    private static readonly ThriftStruct ColumnChunk = new("ColumnChunk")
    {
        [1] = Bytes,
        [2] = Integer,
        [3] = ColumnMetaData,
        [4] = Integer,
        [5] = Integer,
        [6] = Integer,
        [7] = Integer,
        [8] = new ThriftStruct("ColumnCryptoMetaData")
        {
            [1] = Nothing,
            [2] = new ThriftStruct("EncryptionWithColumnKey") { [1] = ThriftType.ListOf(Bytes), [2] = Bytes },
        },
        [9] = Bytes,
    };

    private static readonly ThriftStruct RowGroup = new("RowGroup")
    {
        [1] = ThriftType.ListOf(ColumnChunk),
        [2] = Integer,
        [3] = Integer,
        [4] = ThriftType.ListOf(new ThriftStruct("SortingColumn") { [1] = Integer, [2] = Truth, [3] = Truth }),
        [5] = Integer,
        [6] = Integer,
        [7] = Integer,
    };

    private static readonly ThriftStruct Encryption = new("EncryptionAlgorithm's parameters") { [1] = Bytes, [2] = Bytes, [3] = Truth };

    /// <summary>A node of the schema: its type is field 1, which groups do not have, the number of its children field 5.</summary>
    public static ThriftStruct SchemaElement { get; } = new("SchemaElement")
    {
        [1] = Integer,
        [2] = Integer,
        [3] = Integer,
        [4] = Bytes,
        [5] = Integer,
        [6] = Integer,
        [7] = Integer,
        [8] = Integer,
        [9] = Integer,
        [10] = LogicalType,
    };

    /// <summary>The footer.</summary>
    public static ThriftStruct FileMetaData { get; } = new("FileMetaData")
    {
        [1] = Integer,
        [2] = ThriftType.ListOf(SchemaElement),
        [3] = Integer,
        [4] = ThriftType.ListOf(RowGroup),
        [5] = ThriftType.ListOf(KeyValue),
        [6] = Bytes,
        [7] = ThriftType.ListOf(new ThriftStruct("ColumnOrder") { [1] = Nothing }),
        [8] = new ThriftStruct("EncryptionAlgorithm") { [1] = Encryption, [2] = Encryption },
        [9] = Bytes,
    };

    /// <summary>Of a page of values: their number is field 1.</summary>
    public static ThriftStruct DataPage { get; } = new("DataPageHeader")
    {
        [1] = Integer,
        [2] = Integer,
        [3] = Integer,
        [4] = Integer,
        [5] = Statistics,
    };

    /// <summary>
    /// Of a page of the second version: values, nulls and rows are fields 1 to 3, bytes of the two kinds of levels 5 and 6.
    /// </summary>
    public static ThriftStruct DataPageV2 { get; } = new("DataPageHeaderV2")
    {
        [1] = Integer,
        [2] = Integer,
        [3] = Integer,
        [4] = Integer,
        [5] = Integer,
        [6] = Integer,
        [7] = Truth,
        [8] = Statistics,
    };

    /// <summary>Of a dictionary: the number of its values is field 1.</summary>
    public static ThriftStruct DictionaryPage { get; } = new("DictionaryPageHeader") { [1] = Integer, [2] = Integer, [3] = Truth };

    /// <summary>In front of each page: its type and its sizes as read and as stored are fields 1 to 3.</summary>
    public static ThriftStruct PageHeader { get; } = new("PageHeader")
    {
        [1] = Integer,
        [2] = Integer,
        [3] = Integer,
        [4] = Integer,
        [5] = DataPage,
        [6] = Nothing,
        [7] = DictionaryPage,
        [8] = DataPageV2,
    };
}
