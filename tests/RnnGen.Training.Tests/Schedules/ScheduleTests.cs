using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Training.Tests.Schedules;

public sealed class ScheduleTests
{
    [Fact]
    [Trait("Category", "Numerics")]
    public void TheCosineIsThatOfTheLibraryAndExactAtQuarters()
    {
        for (int i = -5000; i <= 5000; i++)
        {
            double x = i / 1024.0;
            Assert.Equal(Math.Cos(Math.PI * x), HalfTurns.Cos(x), 2e-15);
        }

        Assert.Equal([1, 0, -1, 0, 1, 0, -1], new[] { 0, 0.5, 1, 1.5, 2, 2.5, 3 }.Select(HalfTurns.Cos));
    }

    /// <summary>Periods one after the other, as the paper tells them.</summary>
    [Theory]
    [Trait("Category", "Numerics")]
    [InlineData(10, 1, 0.0)]
    [InlineData(7, 2, 0.01)]
    [InlineData(1, 3, 0.0)]
    public void CosineRestarts(int period, int growth, double minimum)
    {
        List<double> expected = [];
        for (int length = period; expected.Count < 200; length *= growth)
        {
            expected.AddRange(
                Enumerable.Range(0, length).Select(step => minimum + ((0.1 - minimum) * (1 + Math.Cos(Math.PI * step / length)) / 2)));
        }

        CosineRestartSchedule schedule = new(0.1, period, growth, minimum);
        AssertRates(expected, schedule);
        Assert.InRange(schedule.At(long.MaxValue), (float)minimum, 0.1f);
    }

    /// <summary>The numbers of PyTorch's own test of its OneCycleLR.</summary>
    [Fact]
    [Trait("Category", "Numerics")]
    public void OneCycle()
    {
        AssertRates([1, 13, 25, 21.5, 18, 14.5, 11, 7.5, 4, 0.5, 0.5], new OneCycleSchedule(25, 10, endDivisor: 2, linear: true));
        AssertRates(
            [1, 13, 25, .. Enumerable.Range(1, 6).Select(step => 0.5 + (24.5 / 2 * (1 + Math.Cos(Math.PI * step / 7)))), 0.5, 0.5],
            new OneCycleSchedule(25, 10, endDivisor: 2));

        // Without a rise the peak lies one step before the first.
        AssertRates([5, 4, 3, 2, 1, 0], new OneCycleSchedule(6, 6, rise: 0, endDivisor: 1e12, linear: true));
    }

    [Fact]
    public void SchedulesStartAndEndWhereTheySay()
    {
        Assert.Equal(0.1f, new ConstantSchedule(0.1).At(long.MaxValue));
        Assert.Equal(0.05f, new WarmUpSchedule(0, new CosineSchedule(0.05, 10)).At(0));
        Assert.Equal(0.05f, new WarmUpSchedule(4, new CosineSchedule(0.05, 10)).At(3));
        Assert.Equal(0.05f, new WarmUpSchedule(4, new CosineSchedule(0.05, 10)).At(4));
        Assert.Equal(0, new WarmUpSchedule(4, new CosineSchedule(0.05, 10)).At(14));
        Assert.Equal(0, new ExponentialSchedule(0.1, 0.5).At(1_000_000_000_000));
        Assert.Equal(0.1f, new MilestoneSchedule(0.1, []).At(100));
        Assert.Equal(0.1f * 0.01f, new MilestoneSchedule(0.1, [3, 3]).At(3), 1e-9f);
    }

    [Fact]
    public void ArgumentsThatCannotBeAreRefusedByName()
    {
        AssertOutOfRange("rate", () => new ConstantSchedule(-1));
        AssertOutOfRange("every", () => new StepSchedule(1, 0));
        AssertOutOfRange("factor", () => new StepSchedule(1, 1, 0));
        AssertOutOfRange("milestones", () => new MilestoneSchedule(1, [-1]));
        AssertOutOfRange("factor", () => new ExponentialSchedule(1, double.NaN));
        AssertOutOfRange("steps", () => new LinearSchedule(1, 0, 1, 0));
        AssertOutOfRange("from", () => new LinearSchedule(1, -1, 1, 1));
        AssertOutOfRange("steps", () => new WarmUpSchedule(-1, new ConstantSchedule(1)));
        AssertOutOfRange("steps", () => new CosineSchedule(1, 0));
        AssertOutOfRange("minimum", () => new CosineSchedule(1, 1, -1));
        AssertOutOfRange("growth", () => new CosineRestartSchedule(1, 1, 0));
        AssertOutOfRange("steps", () => new OneCycleSchedule(1, 1));
        AssertOutOfRange("rise", () => new OneCycleSchedule(1, 10, 1.5));
        AssertOutOfRange("factor", () => new ReduceOnPlateau(1, factor: 1));
        AssertOutOfRange("patience", () => new ReduceOnPlateau(1, patience: -1));
        Assert.Throws<ArgumentException>("milestones", () => new MilestoneSchedule(1, [5, 4]));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => new ConstantSchedule(1).At(-1));
    }

    private static void AssertRates(IReadOnlyList<double> expected, ILearningRateSchedule schedule)
    {
        for (int step = 0; step < expected.Count; step++)
        {
            double rate = expected[step];
            Assert.True(
                Math.Abs(schedule.At(step) - rate) <= (1e-7 * rate) + 1e-9, $"Step {step} has {schedule.At(step):R}, expected {rate:R}.");
        }
    }

    private static void AssertOutOfRange(string name, Func<object> create) =>
        Assert.StartsWith($"{name} is ", Assert.Throws<ArgumentOutOfRangeException>(name, create).Message, StringComparison.Ordinal);
}
