using System;
using System.Globalization;
using RnnGen.Bench.Clusters;
using RnnGen.Bench.CommandLine;
using RnnGen.Bench.Comparison;
using RnnGen.Bench.Generation;
using RnnGen.Bench.Recording;
using RnnGen.Bench.Suites;

namespace RnnGen.Bench;

/// <summary>Measures the generated code beside other libraries; see <see cref="BenchCommandLine"/>.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        // Before anything else is compiled: such a process is there to measure the first run of something.
        double? first = arguments switch
        {
            [FirstCall.Command, .. string[] rest] => FirstCall.Run(rest),
            [GeneratorRuns.FirstCommand, string count] => GeneratorRuns.First(int.Parse(count, CultureInfo.InvariantCulture)),
            _ => null,
        };
        if (first is { } milliseconds)
        {
            Console.WriteLine(milliseconds.ToString(CultureInfo.InvariantCulture));
            return 0;
        }

        switch (arguments)
        {
            case [TurnProcess.Command, string name]:
                TurnProcess.Serve(name);
                return 0;
            case [BuildComparison.Command, string before, string after, .. string[] words]:
                new BuildComparison(before, after, Console.Out).Run(words);
                return 0;
            case [RankTurns.Command, string network, string turns]:
                RankTurns.Run(network, turns);
                return 0;
            case [DtlnRecording.Command, string models, string folder]:
                DtlnRecording.Run(models, folder);
                return 0;
        }

        return new BenchCommandLine(Console.Out, Console.Error).Run(arguments);
    }
}
