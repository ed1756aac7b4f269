using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Peers;
using RnnGen.Bench.Reporting;
using RnnGen.Bench.Suites;
using RnnGen.Bench.Suites.Profiling;
using RnnGen.Numerics;
using RnnGen.Threading;

namespace RnnGen.Bench.CommandLine;

/// <summary>From arguments to an exit code.</summary>
/// <param name="output">Receives results and help.</param>
/// <param name="error">Receives errors, one line each.</param>
internal sealed class BenchCommandLine(TextWriter output, TextWriter error)
{
    private const int Failed = 1;
    private const double MostWaiting = 0.1;
    private const string All = "all", None = "none";

    private static readonly IReadOnlyList<ISuite> Suites =
    [
        new TrainSuite(), new PredictSuite(), new StreamSuite(), new SessionsSuite(), new UnrollSuite(), new ScaleSuite(), new StartSuite(),
        new GenerateSuite(), new FitSuite(), new LongSuite(), new DebugSuite(), new MicroSuite(), new DtlnSuite(), new ProfileSuite(),
        new MpiSuite(), new CellSuite(),
    ];

    private readonly Argument<string> _suite = new("SUITE")
    {
        Description = $"{string.Join(", ", Suites.Select(suite => suite.Name))} or {All}.",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads of cases that use several, here and of the peers.",
        HelpName = "N",
        DefaultValueFactory = _ => WorkerTeam.DefaultThreads,
    };

    private readonly Option<string> _peers = new("--peers")
    {
        Description = "Which libraries to race against.",
        HelpName = $"{All}|{None}|{string.Join(',', PeerLoader.Names)}",
        DefaultValueFactory = _ => All,
    };

    private readonly Option<string> _cases = new("--cases")
    {
        Description = "Part of the names of the cases to measure.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<bool> _quick = new("--quick") { Description = "Few cases and samples: shows that everything runs." };

    private readonly Option<string?> _models = new("--models")
    {
        Description = "Folder of model_1.onnx and model_2.onnx, the networks of DTLN.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _json = new("--json") { Description = "File that receives the results as JSON.", HelpName = "FILE" };

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public int Run(string[] arguments)
    {
        RootCommand root = new("Measures this project's code beside other libraries.")
        {
            _suite, _threads, _peers, _cases, _quick, _models, _json,
        };
        _suite.AcceptOnlyFromAmong([.. Suites.Select(suite => suite.Name), All]);
        _threads.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out int threads) && threads >= 1))
            {
                result.AddError($"--threads is '{result.Tokens[0].Value}'; it must be a whole number of at least 1.");
            }
        });
        _peers.Validators.Add(result =>
        {
            if (Selected(result.GetRequiredValue(_peers)).Except(PeerLoader.Names).FirstOrDefault() is { } unknown)
            {
                result.AddError($"--peers has '{unknown}'; it must be {All}, {None} or a list of {string.Join(", ", PeerLoader.Names)}.");
            }
        });
        root.SetAction(Run);
        ParseResult result = root.Parse(arguments);
        if (result.Action is ParseErrorAction)
        {
            error.WriteLine($"{string.Join(' ', result.Errors.Select(problem => problem.Message))} (See --help.)");
            return Failed;
        }

        return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    private int Run(ParseResult result)
    {
        string suite = result.GetRequiredValue(_suite);
        if (suite == DtlnSuite.SuiteName && result.GetValue(_models) is null)
        {
            error.WriteLine($"{suite} needs --models, a folder with {DtlnSuite.MaskFile} and {DtlnSuite.FramesFile}. (See --help.)");
            return Failed;
        }

        int threads = result.GetValue(_threads);
        Machine(threads);
        IReadOnlyList<Peer> peers = PeerLoader.Load(Selected(result.GetRequiredValue(_peers)), output);
        SuiteContext context = new(threads, peers, result.GetValue(_quick), output)
        {
            Cases = result.GetRequiredValue(_cases),
            ModelFolder = result.GetValue(_models),
        };
        try
        {
            foreach (ISuite chosen in Suites.Where(chosen => suite == All || suite == chosen.Name))
            {
                chosen.Run(context);
            }
        }
        catch (DisagreementException disagreement)
        {
            error.WriteLine($"A peer disagrees. {disagreement.Message}");
            return Failed;
        }

        output.WriteLine();
        ResultTable.Write(context.Rows, output);
        if (context.Waiting > MostWaiting)
        {
            output.WriteLine(
                $"The machine was busy: for up to {100 * context.Waiting:0} % of a sample a thread waited for a processor.");
        }

        if (result.GetValue(_json) is { } file)
        {
            JsonReport.Write(file, context.Rows);
        }

        return 0;
    }

    private void Machine(int threads)
    {
        double one = ThreadPeak.Measure(1);
        output.WriteLine($"{SimdSupport.VectorBits} bits, {Environment.ProcessorCount} processors, .NET {Environment.Version}");
        output.WriteLine($"FMA peak of 1 thread: {one:0.0} GFLOP/s");
        if (threads > 1)
        {
            double all = ThreadPeak.Measure(threads);
            output.WriteLine($"FMA peak of {threads} threads: {all:0.0} GFLOP/s, {all / one:0.00} times as much");
        }
    }

    private static string[] Selected(string peers) => peers switch
    {
        All => [.. PeerLoader.Names],
        None => [],
        _ => peers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };
}
