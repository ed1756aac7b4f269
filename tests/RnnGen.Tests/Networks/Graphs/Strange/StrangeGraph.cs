using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Fixtures;

namespace RnnGen.Tests.Networks.Strange;

/// <summary>A network of six inputs, or of tokens, as attributes in text, compiled as a static and as a dynamic class.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Layers">The attributes after the first.</param>
internal sealed record StrangeGraph(string Name, string Layers)
{
    private const string Cells = """"
        [CellEquations("""
            state h
            z = [x, h] * kernel + bias
            h' = tanh(z)
            """)]
        internal sealed class OwnAttribute(int units) : RecurrentCellAttribute(units);

        [CellEquations("""
            state h
            vector w = 0.5
            z = [x, h] * kernel
            h' = tanh(x + w*h + z)
            """)]
        internal sealed class ByUnitAttribute(int units) : RecurrentCellAttribute(units);
        """";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StrangeGraph> All { get; } = [.. StrangeJoins.All, .. StrangeStates.All, .. StrangeHeads.All];

    private string Inputs => Layers.Contains("[Embedding(", StringComparison.Ordinal) ? "" : "InputSize = 6, ";

    /// <summary>Whether training drops something, so that it gives other outputs than prediction.</summary>
    public bool Drops => Layers.Contains("Dropout", StringComparison.Ordinal);

    /// <summary>Whether nothing in it needs the whole sequence, but for the poolings at the end of heads.</summary>
    public bool Streams => Array.TrueForAll(
        ["Direction.", "[Repeat", "InitialState = ", "Pooling.Mean, Name", "Pooling.Max, Name"],
        part => !Layers.Contains(part, StringComparison.Ordinal));

    /// <summary>The source, which compiles without a warning.</summary>
    public string Source => $"""
        using RnnGen;
        namespace Strange;
        {(Layers.Contains("[Own(", StringComparison.Ordinal) || Layers.Contains("[ByUnit(", StringComparison.Ordinal) ? Cells : "")}
        [RnnModel({Inputs}Steps = {GraphProperties.Steps})]
        {Layers}
        public sealed partial class Static;

        [RnnModel({Inputs.TrimEnd(',', ' ')})]
        {Layers}
        public sealed partial class Dynamic;
        """;

    public static StrangeGraph Find(string name) => All.Single(graph => graph.Name == name);

    /// <summary>A model with random weights, the same ones static and dynamic.</summary>
    public ITrainableModel Create(bool isStatic) => Passes.Randomized(
        ModelCompiler.Create(ModelCompiler.Compile(Source), isStatic ? "Strange.Static" : "Strange.Dynamic", seed: 3), 2);
}
