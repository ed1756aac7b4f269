using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Bench.Models;

namespace RnnGen.Bench.Suites;

/// <summary>A network as a loop and unrolled to one length.</summary>
/// <param name="Steps">The length.</param>
/// <param name="Static">The unrolled class.</param>
/// <param name="Dynamic">The class with the loop.</param>
internal sealed record UnrollCase(int Steps, Func<ITrainableModel> Static, Func<ITrainableModel> Dynamic)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<UnrollCase> All { get; } =
    [
        new(4, static () => new OneLayer4(), static () => new OneLayerLoop()),
        new(28, static () => new OneLayer28(), static () => new OneLayerLoop()),
        new(100, static () => new OneLayer100(), static () => new OneLayerLoop()),
        new(400, static () => new OneLayer400(), static () => new OneLayerLoop()),
        new(4, static () => new TwoLayers4(), static () => new TwoLayersLoop()),
        new(28, static () => new TwoLayers28(), static () => new TwoLayersLoop()),
        new(100, static () => new TwoLayers100(), static () => new TwoLayersLoop()),
        new(400, static () => new TwoLayers400(), static () => new TwoLayersLoop()),
        new(4, static () => new SmallLayers4(), static () => new SmallLayersLoop()),
        new(28, static () => new SmallLayers28(), static () => new SmallLayersLoop()),
        new(100, static () => new SmallLayers100(), static () => new SmallLayersLoop()),
        new(400, static () => new SmallLayers400(), static () => new SmallLayersLoop()),
        new(4, static () => new SimpleLayers4(), static () => new SimpleLayersLoop()),
        new(28, static () => new SimpleLayers28(), static () => new SimpleLayersLoop()),
        new(100, static () => new SimpleLayers100(), static () => new SimpleLayersLoop()),
        new(400, static () => new SimpleLayers400(), static () => new SimpleLayersLoop()),
    ];

    /// <summary>A model of a class by its name.</summary>
    /// <param name="className">The name.</param>
    public static ITrainableModel Create(string className) =>
        All.SelectMany(one => new[] { one.Static, one.Dynamic }).Select(create => create())
            .First(model => model.GetType().Name == className);
}
