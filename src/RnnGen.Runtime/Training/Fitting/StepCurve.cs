using System;
using System.Collections.Generic;

namespace RnnGen.Training;

/// <summary>Evenly spaced updates in a fixed room: when it is full, every second goes, and from then on every second comes.</summary>
internal sealed class StepCurve
{
    public const int Capacity = 4096;

    private readonly StepRecord[] _records = new StepRecord[Capacity];
    private int _count;
    private long _spacing = 1;

    /// <summary>Every so many-th update comes.</summary>
    public long Spacing => _spacing;

    /// <summary>The spacing after so many updates: the smallest power of two with which they have room.</summary>
    public static long SpacingOf(long steps)
    {
        long spacing = 1;
        while ((steps + spacing - 1) / spacing > Capacity)
        {
            spacing *= 2;
        }

        return spacing;
    }

    public void Add(in StepRecord record)
    {
        if (record.Step % _spacing != 0)
        {
            return;
        }

        if (_count == Capacity)
        {
            // Numbers that are multiples of the new spacing.
            _spacing *= 2;
            int kept = 0;
            for (int i = 0; i < _count; i++)
            {
                if (_records[i].Step % _spacing == 0)
                {
                    _records[kept++] = _records[i];
                }
            }

            _count = kept;
            if (record.Step % _spacing != 0)
            {
                return;
            }
        }

        _records[_count++] = record;
    }

    public IReadOnlyList<StepRecord> Records => _records.AsSpan(0, _count).ToArray();

    /// <summary>Goes on from other records.</summary>
    public void Restore(ReadOnlySpan<StepRecord> records, long spacing)
    {
        records.CopyTo(_records);
        (_count, _spacing) = (records.Length, spacing);
    }
}
