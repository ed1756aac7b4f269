using System;
using System.Collections.Generic;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Suites;

/// <summary>A generated class, and the batch it is used with.</summary>
/// <param name="Mode"><c>static</c> or <c>dynamic</c>.</param>
/// <param name="Steps">Steps of a sequence.</param>
/// <param name="TrainingBatch">Rows of a training step.</param>
/// <param name="Create">Makes a model.</param>
internal sealed record NetworkCase(string Mode, int Steps, int TrainingBatch, Func<ITrainableModel> Create)
{
    /// <summary>The networks that are trained and that predict whole sequences.</summary>
    public static IReadOnlyList<NetworkCase> All { get; } =
    [
        new("static", 28, 128, static () => new SeedStatic(seed: 1)),
        new("dynamic", 28, 128, static () => new SeedDynamic(seed: 1)),
        new("static", 28, 32, static () => new SmallStatic(seed: 1)),
        new("dynamic", 28, 32, static () => new SmallDynamic(seed: 1)),
        new("static", 64, 64, static () => new LargeStatic(seed: 1)),
        new("dynamic", 64, 64, static () => new LargeDynamic(seed: 1)),
    ];

    /// <summary>The name of a case, such as <c>lstm128-gru256 T28 B128 static</c>.</summary>
    /// <param name="batch">Rows.</param>
    public string Name(int batch) => $"{NetworkShape.Of(Create().Description).Name} T{Steps} B{batch} {Mode}";

    /// <summary>Enough to see that everything runs.</summary>
    public static IReadOnlyList<NetworkCase> Few { get; } = [All[2], All[3]];
}
