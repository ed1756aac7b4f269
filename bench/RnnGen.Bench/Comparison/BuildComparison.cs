using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Suites;

namespace RnnGen.Bench.Comparison;

/// <summary>Two builds of this project in turns: a sample of one, then one of the other, so that both meet the same neighbours.</summary>
/// <param name="before">The bench of the build that is compared with.</param>
/// <param name="after">The bench of the build that is looked at.</param>
/// <param name="output">Receives the ratios.</param>
internal sealed class BuildComparison(string before, string after, TextWriter output)
{
    /// <summary>Command of this program; arguments: the two builds' benches, then words that cases must contain.</summary>
    public const string Command = "compare";

    private const int Repeats = 3, Turns = 101, FirstTurns = 7;

    /// <summary>Less than this is no difference.</summary>
    private const double Least = 0.01;

    /// <summary>Compares the cases whose names contain one of the words; all cases without words.</summary>
    /// <param name="words">The words.</param>
    public void Run(IReadOnlyList<string> words)
    {
        output.WriteLine("before / after, lower quartiles of each repeat: more than 1 where the second build is faster");
        foreach (OurCase one in OurCase.All.Concat(TurnProcess.FirstCases))
        {
            if (words.Count == 0 || words.Any(word => one.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                Compare(one.Name);
            }
        }
    }

    private void Compare(string name)
    {
        (double Before, double After)[] times =
        [
            .. Enumerable.Range(0, Repeats).Select(_ => TurnProcess.IsFirst(name) ? NewProcesses(name) : Samples(name)),
        ];
        double[] ratios = [.. times.Select(time => time.Before / time.After)];
        string verdict = ratios.All(ratio => ratio > 1 + Least) ? "faster"
            : ratios.All(ratio => ratio < 1 - Least) ? "SLOWER"
            : "no difference";
        output.WriteLine(
            $"{name}: {string.Join(", ", ratios.Select(ratio => $"{ratio:0.000}"))}  {verdict} " +
            $"({1e3 * times[^1].Before:0.###} and {1e3 * times[^1].After:0.###} µs)");
    }

    private (double Before, double After) Samples(string name)
    {
        // New processes for each repeat: where memory and code come to lie is part of the difference between two runs.
        using TurnProcess first = new(before, name), second = new(after, name);
        List<double> befores = [], afters = [];
        for (int turn = 0; turn < Turns; turn++)
        {
            befores.Add(first.Sample());
            afters.Add(second.Sample());
        }

        return (Quartiles.Lower(befores), Quartiles.Lower(afters));
    }

    private (double Before, double After) NewProcesses(string name)
    {
        List<double> befores = [], afters = [];
        for (int turn = 0; turn < FirstTurns; turn++)
        {
            befores.Add(One(before));
            afters.Add(One(after));
        }

        return (Quartiles.Lower(befores), Quartiles.Lower(afters));

        double One(string assembly)
        {
            using TurnProcess process = new(assembly, name);
            return process.Sample();
        }
    }
}
