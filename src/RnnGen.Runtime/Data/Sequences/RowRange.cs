using System;

namespace RnnGen.Data;

/// <summary>Rows of a batch that stay while the others go.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="First">The first that stays.</param>
/// <param name="Count">How many stay.</param>
/// <param name="Steps">Steps of the batch.</param>
/// <param name="Layout">Layout of what has a step axis.</param>
internal readonly record struct RowRange(int Rows, int First, int Count, int Steps, SequenceLayout Layout)
{
    /// <summary>Moves their values to the beginning.</summary>
    /// <param name="values">[rows, size], or [rows, steps, size] in the layout.</param>
    /// <param name="size">Values of a row, or of its step; 0 where there are none.</param>
    /// <param name="everyStep">Whether there is a step axis.</param>
    public void Keep<T>(T[] values, int size, bool everyStep)
    {
        if (everyStep && Layout == SequenceLayout.TimeMajor)
        {
            // Towards the beginning, step by step: nothing is written over that is still to be moved.
            for (int step = 0; step < Steps; step++)
            {
                Move(((step * Rows) + First) * size, step * Count * size, Count * size);
            }

            return;
        }

        int row = everyStep ? Steps * size : size;
        Move(First * row, 0, Count * row);

        void Move(int from, int to, int count) => Array.Copy(values, from, values, to, count);
    }
}
