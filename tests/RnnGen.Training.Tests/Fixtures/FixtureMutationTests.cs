using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using RnnGen.Tests.Fixtures;
using Xunit;
using Xunit.Sdk;

namespace RnnGen.Training.Tests.Fixtures;

/// <summary>The runner of fixtures can fail: whichever expected number or hyper-parameter is wrong, it is noticed.</summary>
[Trait("Category", "Numerics")]
public sealed class FixtureMutationTests
{
    private static readonly string[] Expected = ["params", "final_state", "clipped", "total_norm", "global_norm", "lr"];

    public static TheoryData<string> Files => new(FixtureFolder.List(FixtureFolder.Default, "optim"));

    [Fact]
    public void AllFilesAreThere() => Assert.Equal(23, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryWrongTensorIsNoticed(string fixture)
    {
        JsonNode root = FixtureFolder.Read(FixtureFolder.Default, fixture);
        List<JsonNode> tensors = [];
        FindExpected(root, inside: false, tensors);
        Assert.True(tensors.Count >= 3, $"{tensors.Count} tensors are expected in {fixture}.");
        foreach (JsonNode tensor in tensors)
        {
            double largest = Tensor.Read(tensor).Largest;
            JsonValue original = Middle(tensor);
            AssertNoticed(root, original, JsonValue.Create(original.GetValue<double>() + (largest > 0 ? 0.01 * largest : 0.01)));
        }

        OptimFixture.Run(root);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryWrongHyperParameterIsNoticed(string fixture)
    {
        JsonNode root = FixtureFolder.Read(FixtureFolder.Default, fixture);
        foreach ((string name, JsonNode? value) in root["hyper"]?.AsObject().ToArray() ?? [])
        {
            foreach (JsonValue original in value is JsonArray list ? list.Select(item => (JsonValue)item!).ToArray() : [(JsonValue)value!])
            {
                // An epsilon of 1e-8 is below what a float can show.
                if (name != "eps" || original.GetValue<double>() > 1e-4)
                {
                    AssertNoticed(root, original, original.GetValueKind() == JsonValueKind.Number
                        ? JsonValue.Create(original.GetValue<double>() * 0.9)
                        : JsonValue.Create(!original.GetValue<bool>()));
                }
            }
        }
    }

    [Theory]
    [InlineData("optim/adam.json", "optimizer", "\"Nadam\"")]
    [InlineData("optim/adam.json", "form", "\"jax\"")]
    [InlineData("optim/adam.json", "hyper", "{ \"lr\": 0.01, \"betas\": [0.9, 0.999], \"eps\": 1e-8, \"decoupled\": true }")]
    [InlineData("optim/adam.json", "steps", "9")]
    [InlineData("optim/adam.json", "final_state", "{}")]
    [InlineData("optim/clip_grad_norm.json", "name", "\"clip_grad_norm_2\"")]
    [InlineData("optim/clip_grad_norm.json", "cases", "[]")]
    [InlineData(
        "optim/lr_schedules.json", "schedules",
        "[{ \"name\": \"x\", \"scheduler\": \"StepLR\", \"base_lr\": 1, \"args\": {}, \"lr\": [1] }]")]
    public void WhatIsUnknownFails(string fixture, string field, string json)
    {
        JsonNode root = FixtureFolder.Read(FixtureFolder.Default, fixture);
        root[field] = JsonNode.Parse(json);
        Assert.True(Fails(root));
    }

    private static void AssertNoticed(JsonNode root, JsonValue original, JsonValue wrong)
    {
        string path = original.GetPath();
        original.ReplaceWith(wrong);
        Assert.True(Fails(root), $"{wrong} in place of {path} was not noticed.");
        wrong.ReplaceWith(original);
    }

    private static bool Fails(JsonNode root)
    {
        try
        {
            OptimFixture.Run(root);
            return false;
        }
        catch (Exception failure) when (failure is XunitException or InvalidDataException or ArgumentException)
        {
            return true;
        }
    }

    private static void FindExpected(JsonNode node, bool inside, List<JsonNode> tensors)
    {
        if (inside && IsTensor(node))
        {
            tensors.Add(node);
            return;
        }

        IEnumerable<(bool Inside, JsonNode? Value)> inner = node switch
        {
            JsonObject fields => fields.Select(field => (inside || Expected.Contains(field.Key), field.Value)),
            JsonArray list => list.Select(item => (inside, item)),
            _ => [],
        };
        foreach ((bool within, JsonNode? value) in inner)
        {
            FindExpected(value!, within, tensors);
        }
    }

    /// <summary>A number, or a list of numbers.</summary>
    private static bool IsTensor(JsonNode node) => node switch
    {
        JsonArray list => list.Count > 0 && list.All(item => item is JsonValue),
        JsonValue value => value.GetValueKind() == JsonValueKind.Number,
        _ => false,
    };

    private static JsonValue Middle(JsonNode node) => node is JsonArray list ? Middle(list[list.Count / 2]!) : (JsonValue)node;
}
