using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>One row of one step that was watched.</summary>
internal sealed record WatchedRow(string Layer, int Step, int Row, bool HasEnded, Dictionary<string, float[]> Values);

/// <summary>What the watched models have shown, in the order in which they did.</summary>
internal static class WatchLog
{
    private static readonly ConcurrentQueue<WatchedRow> Rows = new();

    public static void Add(in StepView step)
    {
        for (int row = 0; row < step.Rows; row++)
        {
            Dictionary<string, float[]> values = [];
            for (int index = 0; index < step.Count; index++)
            {
                values.Add(step.Name(index), step[step.Name(index), row].ToArray());
            }

            Rows.Enqueue(new WatchedRow(step.Layer, step.Step, step.FirstRow + row, step.HasEnded(row), values));
        }
    }

    /// <summary>What a call shows.</summary>
    public static WatchedRow[] Of(Action call)
    {
        Rows.Clear();
        call();
        return [.. Rows];
    }

    /// <summary>Of one layer and row, in order.</summary>
    public static WatchedRow[] Of(this IEnumerable<WatchedRow> rows, string layer, int row) =>
        [.. rows.Where(seen => seen.Layer == layer && seen.Row == row)];
}
