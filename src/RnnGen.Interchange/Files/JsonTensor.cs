using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>Tensors as nested arrays of numbers, read number by number.</summary>
internal static class JsonTensor
{
    private const int MaxRank = 4;

    /// <summary>Reads the array at which the reader stands, up to its end.</summary>
    /// <param name="reader">Stands at the opening bracket.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="System.IO.InvalidDataException">
    /// Rows differ in length, something else than a finite float stands in them, or they are empty.
    /// </exception>
    public static NetworkTensor Read(ref Utf8JsonReader reader, string path, string name)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartArray, path, $"'{name}'");
        List<float> values = [];
        int?[] extents = new int?[MaxRank];
        int[] counts = new int[MaxRank];
        int depth = 0, rank = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when depth == MaxRank:
                    throw FileFault.Damaged(path, $"'{name}' must have at most {MaxRank} dimensions, found more");
                case JsonTokenType.StartArray when rank > 0 && depth == rank:
                    throw FileFault.Damaged(path, $"'{name}' must have numbers at [{Position(counts, depth)}], found an array");
                case JsonTokenType.StartArray:
                    counts[depth++] = 0;
                    break;
                case JsonTokenType.EndArray:
                    Close(--depth);
                    break;
                case JsonTokenType.Number:
                    rank = rank == 0 ? depth : rank;
                    if (depth != rank)
                    {
                        throw FileFault.Damaged(path, $"'{name}' must have an array at [{Position(counts, depth)}], found a number");
                    }

                    values.Add(Number(ref reader, path, name, counts, depth));
                    counts[depth - 1]++;
                    break;
                default:
                    string found = JsonFile.Name(reader.TokenType);
                    throw FileFault.Damaged(
                        path, $"'{name}' must be nested arrays of numbers, found {found} at [{Position(counts, depth)}]");
            }
        }
        while (depth > 0 && reader.Read());
        return new NetworkTensor(name, [.. extents.TakeWhile(extent => extent is not null).Select(extent => extent!.Value)], [.. values]);

        void Close(int closed)
        {
            extents[closed] ??= counts[closed];
            if (extents[closed] != counts[closed] || counts[closed] == 0)
            {
                string where = closed == 0 ? "" : $" [{Position(counts, closed)}]";
                throw FileFault.Damaged(
                    path,
                    counts[closed] == 0 ? $"'{name}'{where} must have elements, found none"
                        : $"'{name}'{where} must have {extents[closed]} elements as the rows before it, found {counts[closed]}");
            }

            if (closed > 0)
            {
                counts[closed - 1]++;
            }
        }
    }

    private static float Number(ref Utf8JsonReader reader, string path, string name, int[] counts, int depth) =>
        reader.TryGetSingle(out float value) && float.IsFinite(value) ? value
            : throw FileFault.Damaged(
                path, $"'{name}' must have numbers within ±{float.MaxValue}, found one beyond at [{Position(counts, depth)}]");

    private static string Position(int[] counts, int depth) => string.Join(", ", counts.Take(depth));
}
