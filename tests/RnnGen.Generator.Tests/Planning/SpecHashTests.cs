using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>The hash that files carry: equal exactly for the same parameters and equations.</summary>
public sealed class SpecHashTests
{
    private static readonly ModelSpec Basis = Specs.Of(3, "lstm 4", "gru 5", "dense 6", "dense 7", "loss");

    private static readonly EmbeddingSpec Embedding = new(7, 3, null, null);

    [Fact]
    public void StaticAndDynamicAreEqual()
    {
        Assert.Equal(Hash(Basis), Hash(Basis with { Steps = 28 }));
        Assert.Equal(Hash(Basis), Hash(Basis with { Steps = 1000 }));
    }

    [Fact]
    public void WhatChangesNoParameterChangesNoHash()
    {
        Assert.Equal(Hash(Basis), Hash(Basis with { Training = false }));
        Assert.Equal(Hash(Basis), Hash(Basis with { Heads = new[] { Basis.Heads[0] with { Loss = null } }.ToEquatable() }));
        Assert.Equal(Hash(Basis), Hash(Specs.Of(3, "lstm 4", "gru 5", "every", "dense 6", "dense 7", "loss")));
        Assert.Equal(
            Hash(Basis with { Embedding = Embedding }),
            Hash(Basis with
            {
                Embedding = Embedding with { PaddingToken = 2, Table = new InitializerSpec(Generator.Specification.Initializer.Zeros, 1) },
            }));
        Assert.Equal(Hash(Basis), Hash(Basis with { Type = new TypeName(null, new EquatableArray<string>([]), "Other") }));
    }

    [Fact]
    public void EveryOtherOptionChangesTheHash()
    {
        ModelSpec[] specs =
        [
            Basis,
            Specs.Of(4, "lstm 4", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 5", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4 0", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4 0.1", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4 -1", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "gru 4", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "rnn 4", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "gru 5", "lstm 4", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4", "lstm 4", "gru 5", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4", "gru 5", "dense 7", "dense 6"),
            Specs.Of(3, "lstm 4", "gru 5", "dense 6"),
            Specs.Of(3, "lstm 4", "gru 5", "dense 67"),
            Specs.Of(3, "lstm 4", "gru 5"),
            Specs.Of(3, "lstm 4", "gru 5", "dense 6 tanh", "dense 7"),
            Specs.Of(3, "lstm 4", "gru 5", "dense 6 sigmoid", "dense 7"),
            Specs.Of(3, "lstm 4", "gru 5", "dense 6", "dense 7 tanh"),
            Specs.Of(3, "lstm 4", "gru 5", "mean", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4", "gru 5", "max", "dense 6", "dense 7"),
            Basis with { Embedding = Embedding },
            Basis with { Embedding = Embedding with { Vocabulary = 8 } },
            Basis with { Layers = Basis.Layers.Select(layer => layer with { LearnedInitialState = true }).ToEquatable() },
            Basis with { Layers = Basis.Layers.Select(layer => layer with { LearnedInitialState = layer.Kind == "Gru" }).ToEquatable() },
            Specs.Of(3, "lstm 4", "gru 5", "attention", "dense 6", "dense 7"),
            Specs.Of(3, "lstm 4", "gru 5", "attention 6", "dense 6", "dense 7"),
        ];
        ModelSpec named = Basis with { Heads = new[] { Basis.Heads[0] with { Name = "a", Weight = 2 } }.ToEquatable() };
        specs = [.. specs, named, named with { Heads = new[] { named.Heads[0], named.Heads[0] with { Name = "b" } }.ToEquatable() }];
        Assert.Equal(Hash(named), Hash(named with { Heads = new[] { named.Heads[0] with { Weight = 3, Loss = null } }.ToEquatable() }));
        Assert.Equal(specs.Length, specs.Select(Hash).Distinct().Count());
    }

    /// <summary>Files written by one version are read by the next.</summary>
    [Fact]
    public void TheHashIsStable() => Assert.Equal("9b833032044183ed", Hash(Basis));

    private static string Hash(ModelSpec spec) => ModelPlanner.Plan(spec).SpecHash;
}
