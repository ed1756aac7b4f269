using System;
using System.Collections.Generic;
using RnnGen.Sample.Networks;

namespace RnnGen.Sample.Mnist;

/// <summary>One of the two ways to compile the post's network.</summary>
/// <param name="Mode">Its name among the options.</param>
/// <param name="ClassName">The class that declares it.</param>
/// <param name="Create">Creates a model with random weights of a seed.</param>
internal sealed record Network(string Mode, string ClassName, Func<ulong, ITrainableModel> Create)
{
    /// <summary>The layers, for people.</summary>
    public const string Layers = "LSTM(128) -> GRU(256) -> Dense(10)";

    /// <summary>All of them, in the order in which they are trained.</summary>
    public static IReadOnlyList<Network> All { get; } =
    [
        new("static", nameof(StaticMnist), static seed => new StaticMnist(seed)),
        new("dynamic", nameof(DynamicMnist), static seed => new DynamicMnist(seed)),
    ];
}
