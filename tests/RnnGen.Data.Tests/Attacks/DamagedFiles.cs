using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Microsoft.Data.Sqlite;
using Parquet;
using RnnGen.Interop;
using RnnGen.Training;

namespace RnnGen.Data.Tests;

/// <summary>A kind of file, whole ones of it, and all that reads it.</summary>
/// <param name="Alphabet">What much of it consists of.</param>
/// <param name="Whole">Whole files.</param>
/// <param name="Read">Reads one to its end.</param>
internal sealed record DamagedFiles(string Alphabet, IReadOnlyList<byte[]> Whole, Action<string> Read)
{
    private const string TextAlphabet = "0123456789-+.eE,;\"\n\r \tNaIinfty:TZ/";
    private const string Rows = "id,time,x,y\nA,2024-01-01,1,2.5\nA,2024-01-02T12:00:00,3,-4e2\n\"B\",2024-01-01 06:00,5,6\n";

    /// <summary>Creates a kind by its name.</summary>
    public static DamagedFiles Of(string kind) => kind switch
    {
        "parquet" => Parquet(),
        "csv" => new(TextAlphabet, [Bytes(Rows), [0xEF, 0xBB, 0xBF, .. Bytes(Rows)], [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Rows)]], ReadCsv),
        "database" => Database(),
        "idx" => Idx(),
        "text" => new(TextAlphabet, [Bytes("1 2 3\n4.5 -6e7 8\n\n9 10 11\n")], path => SequenceTextFile.Read(path, 3)),
        "corpus" => new("", [Bytes("A text, grüße 日本 😀.")], path => CharacterCorpus.Read(path)),
        "safetensors" => Safetensors(),
        "checkpoint" => Checkpoint(),
        _ => throw new ArgumentException(kind),
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static void ReadCsv(string path)
    {
        using (CsvTable table = new(path))
        {
            TimeSeriesTable.Read(table, SeriesColumns.Long("id", "time"));
        }

        using CsvTable plain = new(path, new CsvOptions { HasHeader = false });
        ReadAll(plain);
    }

    private static DamagedFiles Idx()
    {
        byte[] plain = [0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 4, .. Enumerable.Range(0, 12).Select(i => (byte)i)];
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return new("", [plain, packed.ToArray()], path => IdxFile.Read(path));
    }

    private static DamagedFiles Safetensors()
    {
        MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [("a", [2, 3]), ("b", [])], new Dictionary<string, string> { ["key"] = "value" });
        writer.Write([1, 2, 3, 4, 5, 6]);
        writer.Write([7]);
        writer.Complete();
        return new("{}[]\",:0123456789-abekF_ \\u", [stream.ToArray()], path =>
        {
            using SafetensorsReader reader = SafetensorsReader.Open(path);
            foreach (SafetensorsTensor tensor in reader.Tensors)
            {
                reader.Read(tensor.Name, new float[tensor.Count]);
            }
        });
    }

    private static DamagedFiles Checkpoint()
    {
        using TemporaryFile file = new("whole");
        StaticClassifier model = new(seed: 1);
        CheckpointState state = new();
        state.Set("count", 3L);
        state.Set("numbers", [1, 2, 3]);
        TrainingCheckpoint.Save(file.Path, model, new Adam(), state);
        return new("{}[]\",:0123456789-abekF_ \\u", [File.ReadAllBytes(file.Path)], path => TrainingCheckpoint.Read(path));
    }

    private static DamagedFiles Database()
    {
        using TemporaryFile file = new("whole.db");
        using (SqliteConnection connection = new($"Data Source={file.Path};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "pragma page_size = 512; create table t (id text, time text, x real, y integer); "
                + "insert into t values ('A', '2024-01-01', 1, 2), ('A', '2024-01-02 12:00:00', 3.5, -4), ('B', '2024-01-01', '5', 6);";
            command.ExecuteNonQuery();
        }

        return new("", [File.ReadAllBytes(file.Path)], path =>
        {
            using SqliteConnection connection = new($"Data Source={path};Pooling=False");
            SqliteDataReader reader;
            SqliteCommand command = connection.CreateCommand();
            try
            {
                connection.Open();
                command.CommandText = "select id, time, x, y from t";
                reader = command.ExecuteReader();
            }
            catch (SqliteException refused)
            {
                // Before there is anything to read.
                throw new InvalidDataException($"{path}: {refused.Message}", refused);
            }

            using DatabaseTable table = new(reader, path);
            TimeSeriesTable.Read(table, SeriesColumns.Long("id", "time"));
        });
    }

    private static DamagedFiles Parquet() => new(
        "",
        [
            .. from method in new[] { CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Zstd, CompressionMethod.Brotli, CompressionMethod.Lz4Raw }
               from hint in new[] { EncodingHint.Default, EncodingHint.Dictionary, EncodingHint.DeltaBinaryPacked }
               select ParquetFiles.Write(method, hint).GetAwaiter().GetResult(),
        ],
        path =>
        {
            using ParquetTable table = ParquetTable.Open(path);
            ReadAll(table);
        });

    private static void ReadAll(TableReader table)
    {
        while (table.Read())
        {
            for (int column = 0; column < table.Columns.Count; column++)
            {
                ReadAny(table, column);
            }
        }
    }

    /// <summary>In every way that there is: a value that is none of a kind is an error of its own.</summary>
    private static void ReadAny(TableReader table, int column)
    {
        foreach (Action<int> read in new Action<int>[] { c => table.GetNumber(c), c => table.GetTime(c), c => table.GetText(c), c => table.GetIndex(c, 10) })
        {
            try
            {
                read(column);
            }
            catch (InvalidDataException failure) when (failure.Message.Contains("; expected a", StringComparison.Ordinal))
            {
            }
        }
    }
}
