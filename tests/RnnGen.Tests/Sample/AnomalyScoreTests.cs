using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Sample.Anomalies;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class AnomalyScoreTests
{
    private static readonly string[] Columns = ["a", "b"];

    /// <summary>The score by its definition, on errors with a gap.</summary>
    [Fact]
    public void TheScoreIsTheGreatestOfTheColumns()
    {
        double[] errors = [.. Enumerable.Range(0, 60).Select(i => i / 2 is 12 or 13 ? double.NaN : Math.Sin(i * i))];
        double[] scales = ReconstructionScore.Scales(errors, 2);
        for (int channel = 0; channel < 2; channel++)
        {
            double mean = errors.Where((error, i) => i % 2 == channel && !double.IsNaN(error)).Average(error => error * error);
            Assert.Equal(Math.Sqrt(mean), scales[channel], 1e-12);
        }

        ReconstructionScore score = ReconstructionScore.Of(errors, scales);
        for (int step = 0; step < 30; step++)
        {
            double[] expected = [.. Enumerable.Range(0, 2).Select(channel => Math.Sqrt(
                Enumerable.Range(step - 4, 9)
                    .Where(near => near is >= 0 and < 30 and not (12 or 13))
                    .Average(near => Math.Pow(errors[(near * 2) + channel] / scales[channel], 2))))];
            if (step is 12 or 13)
            {
                Assert.Equal(double.NaN, score.Values[step]);
                continue;
            }

            Assert.Equal(expected.Max(), score.Values[step], 1e-12);
            Assert.Equal(expected[1] > expected[0] ? 1 : 0, score.Channels[step]);
        }

        double[] sorted = [.. score.Values.Where(value => !double.IsNaN(value)).Order()];
        Assert.Equal(28, score.Count);
        Assert.Equal((sorted[13], sorted[27]), (score.Quantile(0.5), score.Quantile(1)));
    }

    [Fact]
    public void EventsThatAreNearAreOne()
    {
        // Each error reaches four steps on both sides: 10 to 18, 24 to 32, 43 to 51.
        double[] errors = new double[2 * 60];
        (errors[14 * 2], errors[(28 * 2) + 1], errors[47 * 2]) = (30, 60, 90);
        ReconstructionScore score = ReconstructionScore.Of(errors, [1, 1]);

        List<AnomalyEvent> events = AnomalyEvent.Find(score, threshold: 5, Columns, distance: 10);
        Assert.Equal([new AnomalyEvent(10, 33, 20, "b"), new AnomalyEvent(43, 52, 30, "a")], events);
        Assert.Equal(3, AnomalyEvent.Find(score, threshold: 5, Columns, distance: 5).Count);

        // Not above, equal: no event.
        Assert.Single(AnomalyEvent.Find(score, threshold: 20, Columns, distance: 5));
    }

    [Fact]
    public void AnEventIsOfAFaultWhoseWindowsItShares()
    {
        PlantedFault fault = new("spike", "a", 100, 106);
        AnomalyEvent Event(int begin, int end) => new(begin, end, 9, "a");
        Assert.Equal(
            [(false, false), (false, true), (true, true), (true, true), (false, false)],
            new[] { Event(60, 68), Event(60, 70), Event(95, 101), Event(137, 140), Event(138, 140) }
                .Select(found => (fault.IsToldBy(found, 32), fault.Explains(found, 32))));
    }

    /// <summary>The signal before the test part is the same wherever that begins; faults are apart, and each changes its column.</summary>
    [Theory]
    [InlineData(1, 8400)]
    [InlineData(7, 8400)]
    [InlineData(7, 11_000)]
    public void FaultsArePlantedInTheTestPart(ulong seed, int testFrom)
    {
        (TimeSeriesTable table, IReadOnlyList<PlantedFault> faults) = new MachineSignal(seed).Create(testFrom);
        (TimeSeriesTable late, _) = new MachineSignal(seed).Create(MachineSignal.Steps - MachineSignal.Section);
        ReadOnlySpan<float> values = table.Series[0].Values.Span, others = late.Series[0].Values.Span;
        Assert.True(values[..(testFrom * 4)].SequenceEqual(others[..(testFrom * 4)]));
        Assert.Equal(Math.Min(8, (MachineSignal.Steps - testFrom) / MachineSignal.Section), faults.Count);
        Assert.Equal(faults.Count, faults.Select(fault => fault.Begin).Distinct().Count());
        for (int i = 0; i < faults.Count; i++)
        {
            (PlantedFault fault, int column) = (faults[i], table.Column(faults[i].Column));
            Assert.True(fault.Begin >= (i == 0 ? testFrom : faults[i - 1].End) + 60 && fault.End <= MachineSignal.Steps - 60);
            int changed = 0;
            for (int step = fault.Begin; step < fault.End; step++)
            {
                changed += values[(step * 4) + column] != others[(step * 4) + column] ? 1 : 0;
            }

            // In the last section the other signal has a fault too.
            Assert.True(changed >= (fault.End - fault.Begin) / 2 || fault.End > MachineSignal.Steps - MachineSignal.Section);
        }
    }
}
