using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Anomalies;

/// <summary>
/// A rotating machine that works in cycles, a step a second: its power, its speed, which gives way under load, the vibration of a bearing,
/// in step with the speed and stronger under load, and the temperature of its oil, which follows slowly. In the test part faults are
/// planted.
/// </summary>
/// <param name="seed">What all of it follows from.</param>
internal sealed class MachineSignal(ulong seed)
{
    /// <summary>Steps of the signal.</summary>
    public const int Steps = 12_000;

    /// <summary>Steps of the test part that a fault has to itself.</summary>
    public const int Section = 450;

    private const int MostFaults = 8, Power = 0, Speed = 1, Vibration = 2, Temperature = 3;

    // Steps of a turn of the vibration at the full speed, and of the fault that changes it.
    private const double Turn = 12, FaultyTurn = 7.5;

    private static readonly string[] Names = ["power kW", "speed 1/min", "vibration mm/s", "temperature °C"];

    private readonly float[] _values = new float[Steps * Names.Length];
    private readonly double[] _load = new double[Steps];
    private readonly List<PlantedFault> _faults = [];

    /// <summary>The numbers of a seed that are drawn for one purpose.</summary>
    private CounterRandom Random(ulong purpose) => new(seed, 0x6d616368696e6500 + purpose);

    /// <summary>Makes the signal.</summary>
    /// <param name="testFrom">First step of the test part.</param>
    /// <exception cref="CommandFailure">The test part has no room for a fault.</exception>
    public (TimeSeriesTable Table, IReadOnlyList<PlantedFault> Faults) Create(int testFrom)
    {
        int faults = Math.Min(MostFaults, (Steps - testFrom) / Section);
        if (faults == 0)
        {
            throw new CommandFailure(
                $"--train-share and --validation-share leave {Steps - testFrom} of {Steps} steps for the test; "
                + $"a planted fault takes {Section}.");
        }

        RunCycles();
        PlaceFaults(testFrom, faults);
        Measure();
        foreach (PlantedFault fault in _faults)
        {
            Damage(fault);
        }

        long[] times = [.. Enumerable.Range(0, Steps).Select(step => (long)step)];
        return (new TimeSeriesTable(Names, [new TimeSeries("machine", times, _values)]), _faults);
    }

    /// <summary>
    /// Cycles of work and rest whose lengths and heights differ; between the two the load rises and falls in a few steps.
    /// </summary>
    private void RunCycles()
    {
        CounterRandom random = Random(0);
        double load = 0;
        for (int step = 0, until = 0, cycle = 0; step < Steps; step++)
        {
            if (step == until)
            {
                until += 18 + random.Below(20, (ulong)cycle++);
            }

            double height = 0.7 + (0.3 * random.Uniform((ulong)(100_000 + cycle)));
            load += ((cycle % 2 == 0 ? 0 : height) - load) / 3;
            _load[step] = load;
        }
    }

    /// <summary>A fault for each section of the test part, each kind in turn, the order of the kinds drawn anew for each turn.</summary>
    private void PlaceFaults(int testFrom, int count)
    {
        (string Kind, int Column, int Length)[] kinds =
        [
            ("spike", Vibration, 6), ("stuck sensor", Speed, 120), ("drift", Temperature, 240), ("changed frequency", Vibration, 120),
        ];
        CounterRandom random = Random(1);
        for (int number = 0; number < count; number++)
        {
            if (number % kinds.Length == 0)
            {
                Random(2 + (ulong)number).Shuffle<(string, int, int)>(kinds);
            }

            (string kind, int column, int length) = kinds[number % kinds.Length];
            int room = Section - length - 120, begin = testFrom + (number * Section) + 60 + random.Below(room, (ulong)number);
            _faults.Add(new PlantedFault(kind, Names[column], begin, begin + length));
        }
    }

    private void Measure()
    {
        CounterRandom noise = Random(32);
        double speed = 1500, temperature = 45, phase = 0;
        for (int step = 0; step < Steps; step++)
        {
            double load = _load[step];
            speed += (1500 - (60 * load) - speed) / 2;
            temperature += (35 + (30 * load) - temperature) / 90;
            double turn = _faults.Any(fault => fault is { Kind: "changed frequency" } && step >= fault.Begin && step < fault.End)
                ? FaultyTurn
                : Turn;
            phase += 2 * Math.PI / turn * speed / 1500;
            Span<float> row = _values.AsSpan(step * Names.Length, Names.Length);
            row[Power] = (float)(20 + (60 * load) + (1.5 * noise.Normal((ulong)(4 * step))));
            row[Speed] = (float)(speed + (2 * noise.Normal((ulong)((4 * step) + 1))));
            row[Vibration] = (float)(4 + ((0.8 + load) * Math.Sin(phase)) + (0.12 * noise.Normal((ulong)((4 * step) + 2))));
            row[Temperature] = (float)(temperature + (0.3 * noise.Normal((ulong)((4 * step) + 3))));
        }
    }

    /// <summary>What a fault does to what was measured; a changed frequency is measured as it is.</summary>
    private void Damage(PlantedFault fault)
    {
        for (int step = fault.Begin; step < fault.End; step++)
        {
            Span<float> row = _values.AsSpan(step * Names.Length, Names.Length);
            int into = step - fault.Begin;
            switch (fault.Kind)
            {
                case "spike":
                    // A knock that rings down.
                    row[Vibration] += (float)((into % 2 == 0 ? 4 : -4) * Math.Exp(-into / 3.0));
                    break;
                case "stuck sensor":
                    row[Speed] = _values[((fault.Begin - 1) * Names.Length) + Speed];
                    break;
                case "drift":
                    row[Temperature] += 15f * (into + 1) / (fault.End - fault.Begin);
                    break;
            }
        }
    }
}
