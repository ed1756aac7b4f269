using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Processes;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>
/// What a Debug build of a user's project costs: the same program in both configurations, with the runtime as it is shipped.
/// </summary>
internal sealed class DebugSuite : ISuite
{
    private const int Rounds = 3;

    private static readonly (string Argument, string Case)[] Cases =
    [
        ("train", "training step, lstm128-gru256 T28 B32"), ("predict", "prediction, lstm128-gru256 T28 B32"),
        ("step32", "step lstm32"), ("step64", "step lstm64"),
    ];

    /// <inheritdoc/>
    public string Name => "debug";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        string folder = Directory.CreateTempSubdirectory("rnngen-debug-").FullName;
        try
        {
            Started debug = Started.Build(Path.Combine(folder, "debug"), "Debug");
            Started release = Started.Build(Path.Combine(folder, "release"), "Release");
            foreach ((string argument, string name) in Cases.Where(one => context.Wants(one.Case)))
            {
                List<double> debugs = [], releases = [];
                for (int round = 0; round < (context.Quick ? 1 : Rounds); round++)
                {
                    debugs.Add(debug.Measure(argument).Prediction);
                    releases.Add(release.Measure(argument).Prediction);
                }

                // The ratio says how many times faster Release is.
                context.Add(new BenchRow
                {
                    Suite = Name,
                    Case = name,
                    Threads = 1,
                    OursMs = Quartiles.Lower(releases),
                    Peer = "Debug build",
                    PeerMs = Quartiles.Lower(debugs),
                });
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
