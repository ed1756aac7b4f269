using System;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Bench.Measurement;

namespace RnnGen.Bench.Generation;

/// <summary>What the generator took for one run.</summary>
/// <param name="Milliseconds">Its time.</param>
/// <param name="Waiting">Share of it that was spent waiting for a processor.</param>
/// <param name="Bytes">Managed bytes that it allocated.</param>
internal sealed record GeneratorRun(double Milliseconds, double Waiting, long Bytes);

/// <summary>Runs the generator on some models, from nothing and after edits.</summary>
/// <param name="count">How many models.</param>
internal sealed class GeneratorRuns(int count)
{
    /// <summary>Hidden command of this program; argument: how many models.</summary>
    public const string FirstCommand = "first-generate";

    private readonly string[] _declarations = GeneratedModels.Declarations(count);

    private GeneratorDriver? _warm;
    private CSharpCompilation? _compilation;

    /// <summary>What <see cref="FirstCommand"/> does.</summary>
    /// <param name="count">How many models.</param>
    /// <returns>Milliseconds of the first run of this process.</returns>
    public static double First(int count)
    {
        CSharpCompilation compilation = GeneratorHost.Compilation(GeneratedModels.Declarations(count));
        GeneratorDriver driver = GeneratorHost.Driver();
        long start = Stopwatch.GetTimestamp();
        GeneratorDriver done = driver.RunGenerators(compilation);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _ = GeneratorHost.Sources(done);
        return milliseconds;
    }

    /// <summary>A new driver on a new compilation.</summary>
    public GeneratorRun Cold() => Run(GeneratorHost.Driver(), Compilation()).Run;

    /// <summary>After an edit in a file without a model.</summary>
    public GeneratorRun EditElsewhere() => Edit(count, GeneratedModels.OtherEdited);

    /// <summary>After an edit of one model.</summary>
    public GeneratorRun EditOne() => Edit(0, GeneratedModels.FirstEdited(count));

    /// <summary>Bytes that a driver holds between two runs, its sources included.</summary>
    public long HeldBytes()
    {
        CSharpCompilation compilation = Compilation();
        _ = compilation.GetDiagnostics();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        GeneratorDriver driver = Run(GeneratorHost.Driver(), compilation).Driver;
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(driver);
        GC.KeepAlive(compilation);
        return after - before;
    }

    private GeneratorRun Edit(int tree, string source)
    {
        if (_warm is null || _compilation is null)
        {
            _compilation = Compilation();
            _warm = Run(GeneratorHost.Driver(), _compilation).Driver;
        }

        // A driver is not changed by a run: each edit is one after the same first run.
        SyntaxTree edited = CSharpSyntaxTree.ParseText(source, GeneratorHost.ParseOptions);
        return Run(_warm, _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[tree], edited)).Run;
    }

    private CSharpCompilation Compilation() => GeneratorHost.Compilation([.. _declarations, GeneratedModels.Other]);

    private static (GeneratorRun Run, GeneratorDriver Driver) Run(GeneratorDriver driver, CSharpCompilation compilation)
    {
        GeneratorDriver done = driver;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        (double milliseconds, double waiting) = Waiting.Time(() => done = driver.RunGenerators(compilation));
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return GeneratorHost.Sources(done).IsEmpty
            ? throw new InvalidOperationException("The generator made nothing.")
            : (new GeneratorRun(milliseconds, waiting, bytes), done);
    }
}
