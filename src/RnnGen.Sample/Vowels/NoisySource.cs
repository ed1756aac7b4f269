using System.Collections.Generic;
using System.Globalization;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Sample.Vowels;

/// <summary>
/// Another source with normally distributed noise on the inputs of its valid steps, new in each epoch. The noise is a function of the
/// seed, the epoch, the batch and the place in it, so that <see cref="Position"/> is all that is needed to go on.
/// </summary>
/// <param name="source">Batches of floats.</param>
/// <param name="deviation">Standard deviation of the noise, in the units of the inputs.</param>
/// <param name="seed">Seed of the noise.</param>
internal sealed class NoisySource(ISequenceSource source, float deviation, ulong seed) : ISequenceSource
{
    /// <summary>Streams of the seed, one an epoch from here on: none of those of parameters, of the split and of shuffles.</summary>
    private const ulong FirstStream = 1UL << 41;

    /// <inheritdoc/>
    public SequenceShape Shape => source.Shape;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(source.Settings)
    {
        ["noise"] = deviation.ToString(CultureInfo.InvariantCulture),
        ["seed of the noise"] = seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public SourcePosition Position
    {
        get => source.Position;
        set => source.Position = value;
    }

    /// <inheritdoc/>
    public bool Read(TrainingBatch batch)
    {
        (long epoch, long number) = source.Position;
        if (!source.Read(batch))
        {
            return false;
        }

        CounterRandom noise = new(seed, FirstStream + (ulong)epoch);
        for (int row = 0; row < batch.Rows; row++)
        {
            // Batch, row and place in the row: no two share a number.
            ulong index = ((ulong)number << 40) | ((ulong)row << 24);
            foreach (ref float value in batch.Row(row, batch.Lengths[row]).Inputs)
            {
                value += (float)(deviation * noise.Normal(index++));
            }
        }

        return true;
    }
}
