using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using Xunit.Sdk;

namespace RnnGen.Tests.Fixtures;

/// <summary>The runner of fixtures can fail: whichever tensor of a fixture is wrong, expected or given, it is noticed.</summary>
[Trait("Category", "Numerics")]
public sealed class FixtureMutationTests
{
    private static readonly string[] Kept =
        ["inputs", "initial_state", "G", "G_state", "x", "h0", "c0", "Gh", "Gc", "labels", "sequence_length", "lengths"];

    [Theory]
    [InlineData("tf/multi_lstm_gru_seqlen.json", 21)]
    [InlineData("tf/basic_rnn_full.json", 9)]
    [InlineData("tf/classifier_multi_lstm_gru_adam_seqlen.json", 46)]
    [InlineData("tf/tf_unit_test_numbers.json", 56)]
    [InlineData("tf/bidirectional_gru_seqlen.json", 23)]
    [InlineData("tf/lstm_peephole_clip_proj_projclip_full.json", 19)]
    [InlineData("samples/torch/lstm_l2_uni_varlen.json", 23)]
    [InlineData("samples/torch/rnn_tanh_l1_uni_full_nobias.json", 9)]
    [InlineData("samples/onnx/helper_random_lstm_forward_plain.json", 9)]
    [InlineData("samples/onnx/helper_random_gru_forward_lbr0.json", 7)]
    public void EveryWrongTensorIsNoticed(string fixture, int tensors)
    {
        JsonNode root = Read(fixture, out string schema);
        FixtureRunner.Run(schema, root);
        List<JsonNode> mutable = [];
        FindTensors(root, mutable);
        Assert.Equal(tensors, mutable.Count);
        foreach (JsonNode tensor in mutable)
        {
            JsonValue original = Middle(tensor);
            double largest = Tensor.Read(tensor).Largest;
            JsonValue wrong = JsonValue.Create(original.GetValue<double>() + (largest > 0 ? 0.01 * largest : 0.01));
            string path = tensor.GetPath();
            original.ReplaceWith(wrong);
            Assert.True(Fails(schema, root), $"1 % more in {path} was not noticed.");
            wrong.ReplaceWith(original);
        }

        FixtureRunner.Run(schema, root);
    }

    [Fact]
    public void OfficialOnnxOutputsAreHeldToAnAbsoluteLimit()
    {
        JsonNode root = Read("samples/onnx/helper_random_gru_forward_lbr0.json", out string schema);
        root["official"] = true;
        root["official_outputs"] = new JsonArray("Y", "Y_h");
        FixtureRunner.Run(schema, root);
        JsonValue value = Middle(root.Get("outputs").Get("Y_h"));
        value.ReplaceWith(JsonValue.Create(value.GetValue<double>() + 3e-6));
        Assert.True(Fails(schema, root));
    }

    [Theory]
    [InlineData("tf/basic_rnn_full.json", "$.kind", "\"static_rnn\"")]
    [InlineData("tf/basic_rnn_full.json", "$.cells[0].type", "\"UGRNNCell\"")]
    [InlineData("tf/basic_rnn_full.json", "$.cells[0].activation", "\"tanhh\"")]
    [InlineData("tf/basic_rnn_full.json", "$.outputs", "null")]
    [InlineData("tf/basic_rnn_full.json", "$.outputs", "[[1, 2], [3]]")]
    [InlineData("tf/basic_rnn_full.json", "$.grads.variables", "{}")]
    [InlineData("tf/bidirectional_gru_seqlen.json", "$.cells[1].type", "\"UGRNNCell\"")]
    [InlineData("tf/tf_unit_test_numbers.json", "$.cases", "[]")]
    [InlineData("samples/torch/lstm_l2_uni_varlen.json", "$.cell", "\"QRNN\"")]
    [InlineData("samples/torch/lstm_l2_uni_varlen.json", "$.gate_order", "\"i,g,f,o\"")]
    [InlineData("samples/torch/lstm_l2_uni_varlen.json", "$.weights.bias_hh_l1", "null")]
    [InlineData("samples/onnx/helper_random_gru_forward_lbr0.json", "$.op", "\"SRU\"")]
    [InlineData("samples/onnx/helper_random_gru_forward_lbr0.json", "$.attributes.direction", "\"sideways\"")]
    [InlineData("samples/onnx/helper_random_gru_forward_lbr0.json", "$.attributes", "{ \"clip\": 1 }")]
    public void WhatIsUnknownFails(string fixture, string path, string json)
    {
        JsonNode root = Read(fixture, out string schema);
        Find(root, path).ReplaceWith(JsonNode.Parse(json));
        Assert.True(Fails(schema, root));
    }

    [Theory]
    [InlineData("internal sealed class C { public void M() { int unused; } }", "CS0168")]
    [InlineData("[RnnGen.RnnModel(InputSize = 1)] internal sealed partial class C;", "RNN0")]
    public void WarningsOfTheCompilerAndErrorsOfTheGeneratorFail(string source, string id) =>
        Assert.Contains(
            id, Assert.Throws<InvalidOperationException>(() => ModelCompiler.Compile(source)).Message, StringComparison.Ordinal);

    [Fact]
    public void FilesOfTheThreeSchemasAreFound()
    {
        Assert.Empty(FixtureFolder.List(Path.Combine(FixtureFolder.Default, "no such folder")));
        Assert.Empty(FixtureFolder.List(Path.Combine(FixtureFolder.Default, "samples", "torch")));
        Assert.All(FixtureFolder.List(FixtureFolder.Default), path => Assert.StartsWith("tf/", path, StringComparison.Ordinal));
        Assert.Equal(4, FixtureFolder.List(Path.Combine(FixtureFolder.Default, "samples")).Count);
    }

    private static JsonNode Read(string fixture, out string schema)
    {
        schema = fixture.Split('/')[^2];
        return FixtureFolder.Read(FixtureFolder.Default, fixture);
    }

    private static bool Fails(string schema, JsonNode root)
    {
        try
        {
            FixtureRunner.Run(schema, root);
            return false;
        }
        catch (Exception failure) when (failure is XunitException or InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>All tensors but sequences, states and upstream gradients that are given: their padded part has no effect.</summary>
    private static void FindTensors(JsonNode node, List<JsonNode> tensors)
    {
        if (IsOfNumbers(node))
        {
            tensors.Add(node);
            return;
        }

        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject fields => fields.Where(field => !(fields.Parent is null && Kept.Contains(field.Key)) || field.Value is JsonObject)
                .Where(field => field.Value is JsonArray or JsonObject || field.Key == "loss").Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (JsonNode value in inner.OfType<JsonNode>())
        {
            FindTensors(value, tensors);
        }
    }

    private static bool IsOfNumbers(JsonNode? node) => node is JsonArray { Count: > 0 } list
        ? IsOfNumbers(list[0])
        : node is JsonValue value && value.GetValueKind() == JsonValueKind.Number;

    /// <summary>One number from the middle of a tensor.</summary>
    private static JsonValue Middle(JsonNode tensor) => tensor is JsonArray list ? Middle(list[list.Count / 2]!) : (JsonValue)tensor;

    private static JsonNode Find(JsonNode root, string path)
    {
        List<JsonNode> open = [root];
        while (open.Count > 0)
        {
            JsonNode node = open[^1];
            open.RemoveAt(open.Count - 1);
            if (node.GetPath() == path)
            {
                return node;
            }

            IEnumerable<JsonNode?> inner = node switch
            {
                JsonObject fields => fields.Select(field => field.Value),
                JsonArray list => list,
                _ => [],
            };
            open.AddRange(inner.OfType<JsonNode>());
        }

        throw new InvalidDataException($"There is no {path}.");
    }
}
