using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Bench.Clusters;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Processes;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>
/// Two ranks that train together beside two processes that do not know of each other, with the same rows each; the same over a slow link
/// beside a model of it; and what the model says of more machines and other networks.
/// </summary>
internal sealed class MpiSuite : ISuite
{
    private const int Turns = 21, FewTurns = 3, Ranks = 2;
    private const string Unconnected = "unconnected", Modelled = "model";

    private static readonly (string Name, string Program, string[] Options)[] Launchers =
    [
        ("Open MPI", "mpirun.openmpi", ["--bind-to", "core"]),
        ("MPICH", "mpirun.mpich", ["-bind-to", "core"]),
    ];

    private static readonly NetworkLink[] Links = [NetworkLink.Of(1, 0.5), NetworkLink.Of(10, 0.05), NetworkLink.Of(100, 0.01)];
    private static readonly int[] Clusters = [8, 64, 512];

    /// <inheritdoc/>
    public string Name => "mpi";

    /// <inheritdoc/>
    public void Run(SuiteContext context)
    {
        IEnumerable<NetworkCase> networks = NetworkCase.All.Where(network => network.Mode == "static");
        foreach (NetworkCase network in context.Quick ? NetworkCase.Few.Take(1) : networks)
        {
            string name = network.Name(network.TrainingBatch);
            if (!context.Wants(name))
            {
                continue;
            }

            string[] rank =
            [
                .. FreshProcess.Command, RankTurns.Command, $"{NetworkCase.All.ToList().IndexOf(network)}",
                (context.Quick ? FewTurns : Turns).ToString(CultureInfo.InvariantCulture),
            ];
            foreach ((string mpi, string program, string[] options) in Launchers)
            {
                if (Start(context.Output, program, [.. options, "-n", $"{Ranks}", .. rank]) is { } result)
                {
                    Add(context, $"{name}, {mpi}", Unconnected, result, Quartiles.Lower(result.Alone));
                }
            }

            // One gigabit and half a millisecond, as the first link of the model.
            string namespaces = Path.Combine(Started.Repository(), "tools", "mpi-namespaces.sh");
            if (Start(context.Output, namespaces, ["--rate", "1gbit", "--delay", "0.5ms", "--", .. rank]) is { } far)
            {
                ClusterModel model = Model(far);
                Add(context, $"{name}, {Links[0].Name}", Unconnected, far, Quartiles.Lower(far.Alone));
                Add(context, $"{name}, {Links[0].Name}", Modelled, far, model.StepSeconds(Ranks, Links[0]));
                Predict(context.Output, name, model);
            }
        }
    }

    private static ClusterModel Model(RankResult result) => new()
    {
        Steps = result.Alone,
        Messages = result.Messages,
        SmallSums = result.SmallSums,
        CountsNeeded = result.CountsNeeded,
    };

    private void Add(SuiteContext context, string name, string peer, RankResult result, double peerSeconds) => context.Add(new BenchRow
    {
        Suite = Name,
        Case = name,
        Threads = 1,
        OursMs = 1000 * Quartiles.Lower(result.Together),
        Peer = peer,
        PeerMs = 1000 * peerSeconds,
    });

    private static void Predict(TextWriter output, string name, ClusterModel model)
    {
        output.WriteLine(
            $"{name}: {model.Alone * 1000:0.0} ms a step, {model.Bytes / 1e6:0.00} MB in "
            + $"{string.Join(" + ", model.Messages.Select(message => $"{message.Bytes / 1e6:0.00} MB at {100 * message.Ready:0} %"))}");
        foreach (NetworkLink link in Links)
        {
            string shares = string.Join(", ", Clusters.Select(machines =>
                $"{machines}: {100 * model.Efficiency(machines, link):0} % ({model.Speedup(machines, link):0.0} times one batch)"));
            int fastest = model.FastestOfOneBatch(link);
            output.WriteLine(
                $"  {link.Name}: {shares}; a sum over 8 takes {1000 * ClusterModel.SumSeconds(model.Bytes, 8, link):0.0} ms; "
                + $"at least half each up to {model.LargestWith(0.5, link)} machines; one batch is fastest on {fastest}"
                + $" ({model.Speedup(fastest, link):0.0} times)");
        }
    }

    /// <summary>Runs the ranks; where they cannot run, the reason is said.</summary>
    private static RankResult? Start(TextWriter output, string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string permission in new[] { "OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM" })
        {
            start.Environment[permission] = "1";
        }

        start.Environment["TERM"] = "dumb";
        List<string> errors = [];
        try
        {
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, line) => errors.Add(line.Data ?? "");
            process.BeginErrorReadLine();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string? result = text.Split('\n').FirstOrDefault(line => line.StartsWith(RankResult.Prefix, StringComparison.Ordinal));
            if (process.ExitCode == 0 && result is not null)
            {
                return RankResult.Parse(result);
            }

            output.WriteLine($"{program} ended with exit code {process.ExitCode}: {string.Join(' ', errors)}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            output.WriteLine($"{program} cannot be started: {exception.Message}");
        }

        return null;
    }
}
