using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Data;

/// <summary>Sequences with labels or values to learn from the rows of a table.</summary>
public static class TableSequences
{
    /// <summary>Reads all sequences into memory.</summary>
    /// <param name="table">The table; it is not closed.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <exception cref="InvalidDataException">A column or a value is bad; the message names file, place, column and value.</exception>
    public static SequenceArrays Read(TableReader table, SequenceColumns columns)
    {
        List<int> lengths = [], labels = [];
        List<float> inputs = [], targets = [];
        foreach (SequenceExample example in Examples(table, columns))
        {
            lengths.Add(example.Steps);
            inputs.AddRange(example.Inputs.Span);
            labels.AddRange(example.Labels.Span);
            targets.AddRange(example.Targets.Span);
        }

        return new SequenceArrays(columns.Shape, lengths.ToArray(), inputs.ToArray(), labels: labels.ToArray(), targets: targets.ToArray());
    }

    /// <summary>Reads one sequence after the other, for a <see cref="StreamSource"/>; each is valid until the next.</summary>
    /// <param name="open">Opens the table at its beginning; it is closed at the end.</param>
    /// <param name="columns">Which columns are what.</param>
    public static IEnumerable<SequenceExample> Stream(Func<TableReader> open, SequenceColumns columns)
    {
        ArgumentNullException.ThrowIfNull(open);
        using TableReader table = open();
        foreach (SequenceExample example in Examples(table, columns))
        {
            yield return example;
        }
    }

    private static IEnumerable<SequenceExample> Examples(TableReader table, SequenceColumns columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        columns.Shape.Check();
        (int id, int[] inputs, int label, int[] targets) = columns.In(table);
        GrowingArray<float> inputValues = new(), targetValues = new();
        GrowingArray<int> labels = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? sequence = null;
        int steps = 0;
        while (table.Read())
        {
            string name = table.GetText(id);
            if (name != sequence)
            {
                if (!seen.Add(name))
                {
                    throw table.Bad(id, "rows of a sequence one after the other; this one has ended before");
                }

                if (steps > 0)
                {
                    yield return Example();
                }

                (sequence, steps) = (name, 0);
                inputValues.Clear();
                targetValues.Clear();
                labels.Clear();
            }

            foreach (int column in inputs)
            {
                inputValues.Add(table.GetNumber(column));
            }

            AddTargets(steps);
            steps++;
        }

        if (steps > 0)
        {
            yield return Example();
        }

        SequenceExample Example() => new(steps) { Inputs = inputValues.Memory, Labels = labels.Memory, Targets = targetValues.Memory };

        void AddTargets(int step)
        {
            bool adds = step == 0 || columns.TargetsEveryStep;
            if (label >= 0)
            {
                Add(labels, columns.LabelOf(table, label), 0, adds, label);
            }

            for (int target = 0; target < targets.Length; target++)
            {
                Add(targetValues, table.GetNumber(targets[target]), target, adds, targets[target]);
            }
        }

        void Add<T>(GrowingArray<T> values, T value, int index, bool adds, int column)
            where T : IEquatable<T>
        {
            if (adds)
            {
                values.Add(value);
            }
            else if (!values.Memory.Span[index].Equals(value))
            {
                throw table.Bad(column, "the same target in all rows of the sequence");
            }
        }
    }

    /// <summary>A list whose memory can be read.</summary>
    private sealed class GrowingArray<T>
    {
        private T[] _values = new T[16];
        private int _count;

        public ReadOnlyMemory<T> Memory => _values.AsMemory(0, _count);

        public void Add(T value)
        {
            if (_count == _values.Length)
            {
                Array.Resize(ref _values, 2 * _count);
            }

            _values[_count++] = value;
        }

        public void Clear() => _count = 0;
    }
}
