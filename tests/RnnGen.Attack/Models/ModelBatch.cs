using System.Linq;

namespace RnnGen.Attack.Models;

/// <summary>What a network is given: numbers that do not depend on how it is compiled.</summary>
internal sealed class ModelBatch
{
    private readonly ulong _seed;

    public ModelBatch(AttackRandom random, RandomModel model, int rows, bool withLengths)
    {
        (Rows, Steps) = (rows, model.Steps);
        Layout = random.Of(SequenceLayout.BatchMajor, SequenceLayout.TimeMajor);
        Lengths = withLengths
            ? [.. Enumerable.Range(0, rows).Select(_ => random.OneIn(3) ? random.Of(0, 1, Steps) : random.Between(0, Steps))]
            : [];
        WithStates = random.OneIn(2);
        WithLabels = random.OneIn(2);
        _seed = random.LongBits();
    }

    public int Rows { get; }

    public int Steps { get; }

    public SequenceLayout Layout { get; }

    /// <summary>Valid steps of each row; none where all are full.</summary>
    public int[] Lengths { get; }

    /// <summary>Whether there are states to start from.</summary>
    public bool WithStates { get; }

    /// <summary>Whether classifiers are given labels rather than probabilities.</summary>
    public bool WithLabels { get; }

    /// <summary>Numbers in -1 to 1, the same for the same use.</summary>
    public float[] Floats(int use, int count)
    {
        AttackRandom random = new(_seed, use);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.Uniform()) - 1)];
    }

    /// <summary>Whole numbers below a bound, the same for the same use.</summary>
    public int[] Indices(int use, int count, int bound)
    {
        AttackRandom random = new(_seed, use);
        return [.. Enumerable.Range(0, count).Select(_ => random.Below(bound))];
    }

    public override string ToString() =>
        $"{Rows} rows of {Steps} steps, {Layout}, lengths [{string.Join(", ", Lengths)}], "
        + $"{(WithStates ? "" : "no ")}states, {(WithLabels ? "" : "no ")}labels";
}
