using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Pictures;

/// <summary>What descriptions say of the layers of generated networks.</summary>
public sealed class LayerTests
{
    public static TheoryData<string> Models => [.. GraphModels.Names];

    /// <summary>As text: name, kind, options, shape, parameters, what it reads, what it starts from.</summary>
    [Theory]
    [InlineData(
        "Suppressor",
        "input Input(5) [steps, 5]",
        "d Dense(4) Activation = Tanh [steps, 4] 24 of input",
        "v Gru(6) Activation = Relu [steps, 6] 198 of d",
        "n Gru(7) Activation = Relu [steps, 7] 483 of d, v, input",
        "g Gru(9) Activation = Relu [steps, 9] 756 of v, n, input",
        "vad/dense4 Dense(1) Activation = Sigmoid [steps, 1] 7 of v in vad",
        "vad MeanSquaredError [steps, 1] of vad/dense4 in vad",
        "gains/dense4 Dense(3) Activation = Sigmoid [steps, 3] 30 of g in gains",
        "gains MeanSquaredError Weight = 2 [steps, 3] of gains/dense4 in gains")]
    [InlineData(
        "Mask",
        "input Input(6) [steps, 6]",
        "encoded Dense(8) Bias = false [steps, 8] 48 of input",
        "layernorm1 LayerNorm Epsilon = 1e-7 [steps, 8] 16 of encoded",
        "lstm2 Lstm(5) [steps, 5] 280 of layernorm1",
        "lstm3 Lstm(6) [steps, 6] 288 of lstm2",
        "mask Dense(8) Activation = Sigmoid [steps, 8] 56 of lstm3",
        "product0 Product [steps, 8] of mask, encoded",
        "dense5 Dense(6) Bias = false [steps, 6] 48 of product0",
        "output MeanSquaredError [steps, 6] of dense5")]
    [InlineData(
        "Translator",
        "input Input(4) [steps, 4]",
        "encoder Lstm(5) [steps, 5] 180 of input[0..3]",
        "lstm1 Lstm(5) [steps, 5] 140 of input[3..4] from encoder",
        "dense2 Dense(2) [steps, 2] 12 of lstm1",
        "output MeanSquaredError [steps, 2] of dense2")]
    [InlineData(
        "Autoencoder",
        "input Input(3) [steps, 3]",
        "gru0 Gru(6) [steps, 6] 180 of input",
        "pooling0 Pooling(Last) [6] of gru0, put in",
        "code Dense(4) Activation = Tanh [4] 28 of pooling0",
        "repeat0 Repeat [steps, 4] of code",
        "gru2 Gru(5) Direction = Reverse [steps, 5] 150 of repeat0",
        "dense3 Dense(3) [steps, 3] 18 of gru2",
        "output MeanSquaredError [steps, 3] of dense3")]
    [InlineData(
        "Shop",
        "tokens 0 to 6 [steps, 0]",
        "weekday Embedding(7, 3) [steps, 3] 21 of tokens",
        "sales Input(2) [steps, 2]",
        "store Input(4) PerSequence = true [4]",
        "about Dense(6) Activation = Tanh [6] 24 of store[1..4]",
        "everywhere Repeat [steps, 6] of about",
        "repeat1 Repeat [steps, 4] of store, put in",
        "h Gru(6) [steps, 6] 396 of weekday, sales, everywhere, repeat1",
        "gated Product [steps, 6] of everywhere, h",
        "dense2 Dense(2) [steps, 2] 16 of gated, weekday[1..2]",
        "output MeanSquaredError [steps, 2] of dense2")]
    public void TheLayersAreThoseOfTheAttributes(string name, params string[] layers)
    {
        Assert.Equal(layers, Text(GraphModels.Create(name, isStatic: false).Description));
        Assert.Equal(layers, Text(GraphModels.Create(name, isStatic: true).Description));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheParametersAreThoseOfTheModel(string name)
    {
        ModelDescription description = GraphModels.Create(name, isStatic: false).Description;
        Assert.Equal(description.ParameterCount, description.Layers.Sum(layer => layer.ParameterCount));
        LayerInfo[] outputs = [.. description.Layers.Where(layer => layer.Role == LayerRole.Output)];
        Assert.Equal(
            description.Heads.Select(head => (head.Name.Length == 0 ? "output" : head.Name, head.OutputSize, head.OutputsEveryStep)),
            outputs.Select(layer => (layer.Name, layer.Size, layer.HasSteps)));
        for (int index = 0; index < description.Layers.Count; index++)
        {
            Assert.All(description.Layers[index].Reads, read =>
            {
                Assert.InRange(read.Layer, 0, index - 1);
                int size = description.Layers[read.Layer].Size;

                // Of tokens a step has one, and no columns.
                Assert.InRange(read.FirstColumn + read.Columns, Math.Min(1, size), size);
            });
        }
    }

    [Fact]
    public void TheTableIsBuiltOnceAndOnlyWhenItIsAskedFor()
    {
        int built = 0;
        ModelDescription description = GraphModels.Create("Skip", isStatic: false).Description with
        {
            LayerTable = () =>
            {
                built++;
                return [new LayerInfo("input", "", LayerRole.Input, 1, true, 0)];
            },
        };
        ModelDescription copy = description.ForHead(0);
        Assert.Equal(0, built);
        Assert.Same(description.Layers, copy.Layers);
        Assert.Equal(1, built);
    }

    private static IEnumerable<string> Text(ModelDescription description) => description.Layers.Select(layer =>
    {
        string[] reads = [.. layer.Reads.Select(read => Text(read, description.Layers[read.Layer]))];
        string[] parts =
        [
            layer.Name, layer.Kind, string.Join(", ", layer.Options), layer.HasSteps ? $"[steps, {layer.Size}]" : $"[{layer.Size}]",
            layer.ParameterCount == 0 ? "" : $"{layer.ParameterCount}", reads.Length == 0 ? "" : $"of {string.Join(", ", reads)}",
            layer.InitialState is int source ? $"from {description.Layers[source].Name}" : "", layer.Head is null ? "" : $"in {layer.Head}",
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0)) + (layer.IsImplicit ? ", put in" : "");
    });

    private static string Text(LayerRead read, LayerInfo layer) => read.Columns == layer.Size
        ? layer.Name
        : $"{layer.Name}[{read.FirstColumn}..{read.FirstColumn + read.Columns}]";
}
