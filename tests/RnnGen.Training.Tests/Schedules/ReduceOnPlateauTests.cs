using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RnnGen.Training.Tests.Schedules;

public sealed class ReduceOnPlateauTests
{
    /// <summary>Values and rates of PyTorch's own tests of its ReduceLROnPlateau.</summary>
    [Fact]
    [Trait("Category", "Numerics")]
    public void ReducesWherePyTorchDoes()
    {
        AssertRates(
            new(0.5, patience: 5, threshold: 0.01, relative: false, cooldown: 5), Values(20, i => 10 - (i * 0.0167)), [(0.5, 20)]);
        AssertRates(
            new(0.5, patience: 5, threshold: 0.1, relative: false), Values(22, i => 10 - (i * 0.0165)),
            [(0.5, 6), (0.05, 7), (0.005, 7), (0.0005, 2)]);
        AssertRates(
            new(0.5, patience: 5, relative: false, cooldown: 5, higherIsBetter: true),
            Values(22, i => i < 2 ? -0.8 : -0.234),
            [(0.5, 8), (0.05, 11), (0.005, 3)]);
        AssertRates(new(0.5, patience: 3, threshold: 0.1, higherIsBetter: true), Values(20, i => 1.5 * Math.Pow(1.025, i)), [(0.5, 20)]);
        AssertRates(
            new(0.5, patience: 5, threshold: 0.1, cooldown: 5, higherIsBetter: true),
            Values(20, i => 1.5 * Math.Pow(1.005, i)),
            [(0.5, 6), (0.05, 11), (0.005, 3)]);
        AssertRates(new(0.5, patience: 5, threshold: 0.1), Values(20, i => 1.5 * Math.Pow(0.85, i)), [(0.5, 20)]);
        AssertRates(
            new(0.5, patience: 5, threshold: 0.1, cooldown: 5),
            Values(20, i => i < 7 ? 1 : i == 7 ? 0.6 : 0.5),
            [(0.5, 6), (0.05, 11), (0.005, 3)]);
        AssertRates(
            new(0.5, patience: 5, threshold: 0.1, cooldown: 5, minimum: 0.4, higherIsBetter: true),
            Values(20, i => 1.5 * Math.Pow(1.005, i)),
            [(0.5, 6), (0.4, 14)]);
    }

    [Fact]
    [Trait("Category", "Numerics")]
    public void BetterMeansBetterForEitherSign()
    {
        // Less than -1.1 is better than -1 by a tenth of its magnitude; in PyTorch -0.9 and -0.95 are.
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1), [-1, -0.95], [(1, 1), (0.1, 1)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1), [-1, -1.05], [(1, 1), (0.1, 1)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1), [-1, -1.11, -1.23, -1.36], [(1, 4)]);
        AssertRates(new(1, 0.1, patience: 6), Values(8, _ => -1), [(1, 7), (0.1, 1)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1), [1, 0.5, 0, -1e-9, -1, -0.5], [(1, 5), (0.1, 1)]);

        // And where more is better.
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1, higherIsBetter: true), [-1, -0.95], [(1, 1), (0.1, 1)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1, higherIsBetter: true), [-1, -0.89, -0.8, -0.7, 0.1, 0.12], [(1, 6)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 0.1, higherIsBetter: true), [-1, -1.2], [(1, 1), (0.1, 1)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 1.5, higherIsBetter: true), [1, 2.6, 2.7], [(1, 2), (0.1, 1)]);
        AssertRates(new(1, 0.1, patience: 0, threshold: 1.5), [-1, -2.6, -2.7], [(1, 2), (0.1, 1)]);
    }

    [Fact]
    public void OfPositiveValuesTheBoundsAreThoseOfPyTorchToTheBit()
    {
        double best = 0.7, threshold = 0.013;
        foreach (bool higher in new[] { false, true })
        {
            double bound = best * (higher ? 1 + threshold : 1 - threshold);
            double beyond = higher ? double.BitIncrement(bound) : double.BitDecrement(bound);
            AssertRates(new(1, 0.5, patience: 0, threshold: threshold, higherIsBetter: higher), [best, bound], [(1, 1), (0.5, 1)]);
            AssertRates(new(1, 0.5, patience: 0, threshold: threshold, higherIsBetter: higher), [best, beyond], [(1, 2)]);
        }
    }

    [Fact]
    public void ABestValueOfTheOtherDirectionIsRefused()
    {
        ReduceOnPlateau highest = new(1, higherIsBetter: true), lowest = new(1, higherIsBetter: false);
        Assert.Throws<ArgumentOutOfRangeException>("Best", () => highest.State = lowest.State);
        CheckpointState state = new();
        lowest.Report(3);
        ((ICheckpointPart)lowest).Save(state);
        List<string> misfits = [];
        ((ICheckpointPart)highest).AddMisfits(state, misfits);
        Assert.Equal(["state plateau/higher_is_better is false, expected true"], misfits);
        Assert.Null(new ReduceOnPlateau(1).HigherIsBetter);
    }

    [Fact]
    public void AChangeTooSmallIsLeftOut()
    {
        AssertRates(new(0.5, 0.5, patience: 0, minimum: 0.3, leastChange: 0.1), Values(4, _ => 1), [(0.5, 1), (0.3, 3)]);
        AssertRates(new(0.5, 0.5, patience: 0, minimum: 0.45, leastChange: 0.1), Values(4, _ => 1), [(0.5, 4)]);
        AssertRates(new(0.5, 0.5, patience: 1), Values(4, _ => double.NaN), [(0.5, 1), (0.25, 2), (0.125, 1)]);
    }

    [Fact]
    public void TheStateGoesOn()
    {
        double[] values = Values(40, i => Math.Sin(i) + (i % 7));
        ReduceOnPlateau whole = new(1, 0.5, patience: 2, cooldown: 1);
        for (int i = 0; i < values.Length; i++)
        {
            ReduceOnPlateau resumed = new(1, 0.5, patience: 2, cooldown: 1) { State = whole.State };
            Assert.Equal(whole.Report(values[i]), resumed.Report(values[i]));
            Assert.Equal(whole.State, resumed.State);
        }

        Assert.True(whole.Rate < 0.25f);
    }

    [Fact]
    public void StatesThatCannotBeAreRefused()
    {
        ReduceOnPlateau plateau = new(0.5);
        Assert.Throws<ArgumentOutOfRangeException>("Rate", () => plateau.State = new PlateauState(-1, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("Best", () => plateau.State = new PlateauState(1, double.NaN, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("BadReports", () => plateau.State = new PlateauState(1, 0, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("Cooldown", () => plateau.State = new PlateauState(1, 0, 0, -1));
        Assert.Equal(0.5f, plateau.Rate);
    }

    private static double[] Values(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static void AssertRates(ReduceOnPlateau plateau, double[] values, (double Rate, int Times)[] expected)
    {
        IEnumerable<float> rates = values.Select(value => plateau.Report(value));
        float[] targets = [.. expected.SelectMany(run => Enumerable.Repeat((float)run.Rate, run.Times))];
        Assert.Equal(targets, rates.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-6f * a);
    }
}
