using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Pictures;

/// <summary>Pictures of networks: valid, legible, equal for equal networks.</summary>
public sealed class PictureTests
{
    public static TheoryData<string> Models => [.. GraphModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void APictureIsLegible(string name)
    {
        ModelDescription description = GraphModels.Create(name, isStatic: true).Description;
        SvgPicture picture = new(description.ToSvg());
        picture.IsLegible(description.Layers);
        Assert.Equal($"The network of {description.Name}", picture.Child("title"));
        Assert.Equal("img", (string?)picture.Root.Attribute("role"));
        Assert.All(description.Layers, layer =>
        {
            Assert.Contains(layer.Name, picture.Texts);
            string steps = layer.HasSteps ? ", 5" : "", size = layer.Size == 0 ? "" : $", {layer.Size}";
            Assert.Contains($"[batch{steps}{size}]", picture.Texts);
            Assert.Contains(layer.Name, picture.Child("desc"), StringComparison.Ordinal);
        });
        Assert.Equal(GraphModels.Create(name, isStatic: true).Description.ToSvg(), description.ToSvg());
    }

    [Fact]
    public void RandomNetworksAreLegible()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            ModelDescription description = Network([.. Layers(random, 2 + random.Next(seed % 60 + 2))]);
            try
            {
                new SvgPicture(description.ToSvg()).IsLegible(description.Layers);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }

    [Fact]
    public void AStackIsAStraightLine()
    {
        SvgPicture picture = new(Network(
            new LayerInfo("input", "Input(3)", LayerRole.Input, 3, true, 0),
            new LayerInfo("lstm0", "Lstm(8)", LayerRole.Layer, 8, true, 352) { Reads = [new(0, 0, 3)] },
            new LayerInfo("dense1", "Dense(2)", LayerRole.Layer, 2, true, 18) { Reads = [new(1, 0, 8)] },
            new LayerInfo("output", "", LayerRole.Output, 2, true, 0) { Reads = [new(2, 0, 2)] }).ToSvg());
        Assert.Single(picture.Boxes.Select(box => box.Left + box.Right).Distinct());
        Assert.Single(picture.Arrows.SelectMany(arrow => arrow).Select(point => point.X).Distinct());
        Assert.Equal(
            [
                "input", "Input(3)", "[batch, steps, 3]", "lstm0", "Lstm(8)", "[batch, steps, 8]", "352 parameters",
                "dense1", "Dense(2)", "[batch, steps, 2]", "18 parameters", "output", "[batch, steps, 2]",
            ],
            picture.Texts);
    }

    [Fact]
    public void PartsAreNamedAndStatesAreDashed()
    {
        ModelDescription description = GraphModels.Create("Translator", isStatic: false).Description;
        SvgPicture picture = new(description.ToSvg());
        Assert.Superset(new HashSet<string> { "[0..3]", "[3..4]", "states" }, picture.Texts.ToHashSet());
        Assert.Equal(1, picture.Dashed("path"));
        Assert.Contains(
            "lstm1 Lstm(5) [batch, steps, 5] of input[3..4], the final states of encoder.", picture.Child("desc"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheCompilerPutInIsDashed()
    {
        ModelDescription description = GraphModels.Create("DenseAround", isStatic: false).Description;
        string text = description.ToSvg();
        Assert.Single(description.Layers, layer => layer.IsImplicit);
        Assert.Contains("last Pooling(Last) [batch, 6] (put in by the compiler)", text, StringComparison.Ordinal);
        Assert.Equal(1, new SvgPicture(text).Dashed("rect"));
    }

    /// <summary>What ends an element or an attribute, and letters of two places.</summary>
    [Theory]
    [InlineData("</title><script>&\"'", "</title><script>&\"'")]
    [InlineData("層😀é", "層😀é")]
    public void NamesMayHoldAnything(string name, string shown)
    {
        ModelDescription description = Network(
            new LayerInfo(name, name, LayerRole.Input, 3, true, 0) { Options = [name] },
            new LayerInfo("output", "", LayerRole.Output, 3, true, 0) { Reads = [new(0, 0, 3)] }) with
        {
            Name = name,
        };
        SvgPicture picture = new(description.ToSvg());
        Assert.Equal([shown, shown, shown], picture.Texts.Take(3));
        Assert.Equal($"The network of {shown}", picture.Child("title"));
        picture.IsLegible(description.Layers);
    }

    // Not among the data above: attributes cannot hold half a letter.
    [Fact]
    public void NamesMayHoldWhatXmlCannot() => NamesMayHoldAnything("a\u0001b\uD800\uFFFF", "a\uFFFDb\uFFFD\uFFFD");

    [Fact]
    public void LongNamesAreShortened()
    {
        ModelDescription description = Network(new LayerInfo(new string('x', 128), "", LayerRole.Input, 3, true, 0));
        SvgPicture picture = new(description.ToSvg());
        Assert.Equal(new string('x', 35) + "…", picture.Texts[0]);
        Assert.Contains(new string('x', 128), picture.Child("desc"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeDrawnIsRefused()
    {
        Assert.Equal(
            "Net has no layers to draw: an earlier package has generated it.",
            Assert.Throws<InvalidOperationException>(() => Network().ToSvg()).Message);
        Assert.Equal(
            "Layer 1 of Net, 'b', reads layer 1; it can read 0 to 0.",
            Assert.Throws<InvalidOperationException>(() => Network(
                new LayerInfo("a", "", LayerRole.Input, 3, true, 0),
                new LayerInfo("b", "", LayerRole.Layer, 3, true, 0) { Reads = [new(1, 0, 3)] }).ToSvg()).Message);
    }

    private static IEnumerable<LayerInfo> Layers(Random random, int count)
    {
        List<int> sizes = [];
        for (int index = 0; index < count; index++)
        {
            int size = 1 + random.Next(2000);
            LayerRead[] reads = [.. Enumerable.Range(0, index == 0 ? 0 : random.Next(5)).Select(_ => Read(random, sizes))];
            sizes.Add(size);
            yield return new LayerInfo(
                new string('n', 1 + random.Next(40)), random.Next(4) == 0 ? "" : $"Kind({size})",
                reads.Length == 0 ? LayerRole.Input : LayerRole.Layer, size, random.Next(2) == 0, random.Next(3) * 12345)
            {
                Options = [.. Enumerable.Range(0, random.Next(4)).Select(option => $"Option = {option}")],
                Reads = reads,
                InitialState = reads.Length > 0 && random.Next(5) == 0 ? random.Next(index) : null,
                IsImplicit = random.Next(6) == 0,
            };
        }
    }

    /// <summary>Often of the layer above, else of any; often of all columns.</summary>
    private static LayerRead Read(Random random, List<int> sizes)
    {
        int layer = random.Next(2) == 0 ? sizes.Count - 1 : random.Next(sizes.Count);
        int first = random.Next(2) == 0 ? 0 : random.Next(sizes[layer]);
        return new LayerRead(layer, first, first == 0 && random.Next(2) == 0 ? sizes[layer] : 1 + random.Next(sizes[layer] - first));
    }

    private static ModelDescription Network(params LayerInfo[] layers) => new()
    {
        Name = "Net",
        InputSize = 3,
        OutputSize = 2,
        OutputsEveryStep = true,
        Steps = null,
        Parameters = [],
        States = [],
        MultiplyAddsPerStep = 0,
        MultiplyAddsPerSequence = 0,
        SpecHash = "",
        Layers = layers,
    };
}
