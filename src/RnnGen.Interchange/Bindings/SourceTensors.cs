using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Tensors of originals whose features stand in one axis, the last.</summary>
internal static class SourceTensors
{
    /// <summary>A vector for every step.</summary>
    /// <param name="name">The name.</param>
    /// <param name="columns">Features.</param>
    /// <param name="timeFirst">Whether the axis of steps stands before that of rows.</param>
    /// <param name="first">The first of the class' columns.</param>
    public static SourceTensor Steps(string name, int columns, bool timeFirst = false, int first = 0) => new(
        name,
        SourceRole.Values,
        timeFirst ? [SourceAxis.Time, SourceAxis.Batch, SourceAxis.Columns] : [SourceAxis.Batch, SourceAxis.Time, SourceAxis.Columns],
        [0, 0, columns],
        Range(first, columns));

    /// <summary>One vector a row: of the whole sequence, or a head's.</summary>
    public static SourceTensor Vector(string name, int columns, SourceRole role, int first = 0) =>
        new(name, role, [SourceAxis.Batch, SourceAxis.Columns], [0, columns], Range(first, columns));

    /// <summary>What a head gives.</summary>
    public static SourceTensor Output(string name, int columns, bool hasSteps, bool timeFirst = false) =>
        hasSteps ? Steps(name, columns, timeFirst) : Vector(name, columns, SourceRole.Values);

    /// <summary>A token for every step.</summary>
    public static SourceTensor Tokens(string name, bool timeFirst = false) => new(
        name, SourceRole.Tokens, timeFirst ? [SourceAxis.Time, SourceAxis.Batch] : [SourceAxis.Batch, SourceAxis.Time], [0, 0], [0]);

    /// <summary>The number of valid steps of each row.</summary>
    public static SourceTensor Lengths(string name) => new(name, SourceRole.Lengths, [SourceAxis.Batch], [0], [0]);

    private static IReadOnlyList<int> Range(int first, int count) => [.. Enumerable.Range(first, count)];
}
