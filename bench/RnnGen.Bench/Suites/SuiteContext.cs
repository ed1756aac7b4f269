using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Peers;
using RnnGen.Bench.Reporting;

namespace RnnGen.Bench.Suites;

/// <summary>What a suite is given, and where its results go.</summary>
/// <param name="Threads">Threads of cases that use several.</param>
/// <param name="Peers">Libraries to race against.</param>
/// <param name="Quick">Whether a few cases and samples are enough.</param>
/// <param name="Output">Receives lines for people.</param>
internal sealed record SuiteContext(int Threads, IReadOnlyList<Peer> Peers, bool Quick, TextWriter Output)
{
    /// <summary>Part of the names of the cases that are wanted.</summary>
    public string Cases { get; init; } = "";

    /// <summary>Folder of the networks of DTLN; <see langword="null"/> where they are not there.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>How long to measure.</summary>
    public RaceSettings Settings => Quick ? RaceSettings.Quick : RaceSettings.Full;

    /// <summary>All results so far.</summary>
    public List<BenchRow> Rows { get; } = [];

    /// <summary>The largest share of a sample that threads have spent waiting for a processor.</summary>
    public double Waiting { get; private set; }

    /// <summary>Whether a case is wanted.</summary>
    /// <param name="name">Its name.</param>
    public bool Wants(string name) => name.Contains(Cases, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes what a race has seen of other programs.</summary>
    /// <param name="waiting">Share of time that was spent waiting for a processor.</param>
    public void Observe(double waiting) => Waiting = Math.Max(Waiting, waiting);

    /// <summary>Takes a result.</summary>
    /// <param name="row">The result.</param>
    public void Add(BenchRow row)
    {
        Rows.Add(row);
        Output.WriteLine(ResultTable.Line(row));
    }
}

/// <summary>A group of cases.</summary>
internal interface ISuite
{
    /// <summary>Its name on the command line and in files.</summary>
    string Name { get; }

    /// <summary>Measures all cases.</summary>
    /// <param name="context">Settings and results.</param>
    void Run(SuiteContext context);
}
