using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;

namespace RnnGen.Tables.Tests;

/// <summary>Small Parquet files with a column of every kind that is read.</summary>
internal static class ParquetFiles
{
    private const int Groups = 2, Rows = 20;

    /// <param name="method">How its pages are compressed.</param>
    /// <param name="hint">How values are written, where they can be.</param>
    public static async Task<byte[]> Write(CompressionMethod method, EncodingHint hint)
    {
        DataField<string> text = new("text");
        DataField<DateTime> time = new("time");
        DataField<double> real = new("real");
        DataField<int> count = new("count", nullable: true);
        DataField<bool> truth = new("truth");
        ParquetOptions options = new() { CompressionMethod = method };
        foreach (string column in new[] { "text", "real", "count" })
        {
            if (hint == EncodingHint.Dictionary == (column == "text"))
            {
                options.ColumnEncodingHints[column] = hint;
            }
        }

        using MemoryStream stream = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(text, time, real, count, truth), stream, options))
        {
            for (int group = 0; group < Groups; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                int[] numbers = [.. Enumerable.Range(group * Rows, Rows)];
                await rows.WriteAsync(text, (IReadOnlyCollection<string>)[.. numbers.Select(i => $"name {i % 3}")]);
                await rows.WriteAsync<DateTime>(
                    time, numbers.Select(i => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i)).ToArray().AsMemory());
                await rows.WriteAsync<double>(real, numbers.Select(i => 0.5 * i).ToArray().AsMemory());
                await rows.WriteAsync<int>(count, numbers.Select(i => i % 4 == 0 ? (int?)null : i).ToArray().AsMemory());
                await rows.WriteAsync<bool>(truth, numbers.Select(i => i % 3 == 0).ToArray().AsMemory());
            }
        }

        return stream.ToArray();
    }
}
