using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Interop;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

public sealed class CheckpointStateTests
{
    private static readonly double[] Doubles =
    [
        0, -0.0, 0.1, -1.0 / 3, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    private static readonly string[] Texts = [string.Empty, "plain", "quote \" slash \\ line \n", "Größe 中 𝄞", "long:5"];

    [Fact]
    public void ValuesComeBackFromAFileAsTheyWere()
    {
        CheckpointState state = new();
        state.Set("least", long.MinValue);
        state.Set("most", ulong.MaxValue);
        state.Set("yes", true);
        state.Set("no", false);
        for (int i = 0; i < Doubles.Length; i++)
        {
            state.Set($"double/{i}", Doubles[i]);
        }

        for (int i = 0; i < Texts.Length; i++)
        {
            state.Set($"text \"{i}\" ü", Texts[i]);
        }

        using TemporaryFolder folder = new();
        TrainingCheckpoint.Save(folder["a"], new SmallModel(seed: 1), new Sgd(), state);
        CheckpointState read = TrainingCheckpoint.Read(folder["a"]).State;
        Assert.Equal(state.Names, read.Names);
        Assert.Equal(
            (long.MinValue, ulong.MaxValue, true, false),
            (read.GetInt64("least"), read.GetUInt64("most"), read.GetBoolean("yes"), read.GetBoolean("no")));
        for (int i = 0; i < Doubles.Length; i++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(Doubles[i]), BitConverter.DoubleToInt64Bits(read.GetDouble($"double/{i}")));
        }

        for (int i = 0; i < Texts.Length; i++)
        {
            Assert.Equal(Texts[i], read.GetString($"text \"{i}\" ü"));
        }
    }

    [Fact]
    public void ArraysAreTensorsOfTheFile()
    {
        float[] values = [0, -0f, 1.5f, float.Epsilon, float.NaN, float.NegativeInfinity];
        CheckpointState state = new();
        state.Set("a/values", values.AsSpan());
        state.Set("b/none", ReadOnlySpan<float>.Empty);
        state.Set("c/replaced", values.AsSpan());
        state.Set("c/replaced", 5);
        values[2] = 7;

        using TemporaryFolder folder = new();
        TrainingCheckpoint.Save(folder["a"], new SmallModel(seed: 1), new Sgd(), state);
        using (SafetensorsReader file = SafetensorsReader.Open(folder["a"]))
        {
            Assert.Equal(
                ["state/a/values", "state/b/none"],
                file.Tensors.Select(tensor => tensor.Name).Where(name => name.StartsWith("state/", StringComparison.Ordinal)));
        }

        TrainingCheckpoint read = TrainingCheckpoint.Read(folder["a"]);
        read.Restore(new SmallModel(seed: 2), new Sgd());
        values[2] = 1.5f;
        Assert.Equal(
            values.Select(BitConverter.SingleToInt32Bits),
            read.State.GetSingles("a/values").ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.True(read.State.TryGet("b/none", out ReadOnlyMemory<float> none) && none.IsEmpty);
        Assert.False(read.State.TryGet("c/replaced", out ReadOnlyMemory<float> _));
        Assert.Equal(5, read.State.GetInt64("c/replaced"));
        Assert.Contains(
            "State 'c/replaced' is long:5, expected a floats.",
            Assert.Throws<KeyNotFoundException>(() => read.State.GetSingles("c/replaced")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData("floats:2", 3)]
    [InlineData("floats:3", -1)]
    [InlineData("long:3", 3)]
    public void AnArrayNeedsItsTensor(string? value, int count)
    {
        // A whole file, digest included, of another writer.
        using TemporaryFolder folder = new();
        Dictionary<string, string> metadata = new() { ["format"] = "rnngen-checkpoint" };
        if (value is not null)
        {
            metadata["state/a"] = value;
        }

        (string, IReadOnlyList<int>)[] tensors = count < 0 ? [] : [("state/a", [count])];
        using (CheckpointDigest digest = new(metadata))
        {
            if (count >= 0)
            {
                digest.Add("state/a", [count], new float[count]);
            }

            metadata["sha256"] = digest.Finish();
        }

        using (FileStream stream = File.Create(folder["a"]))
        {
            SafetensorsWriter writer = new(stream, tensors, metadata);
            if (count >= 0)
            {
                writer.Write(new float[count]);
            }
        }

        Assert.Contains(
            "is not a checkpoint: state/a is ", Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Read(folder["a"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingOrOfAnotherTypeIsNamed()
    {
        CheckpointState state = new();
        Assert.Contains(
            "There is no state 'epoch'; there is none.", Assert.Throws<KeyNotFoundException>(() => state.GetInt64("epoch")).Message,
            StringComparison.Ordinal);
        state.Set("seed", 5UL);
        state.Set("rate", 0.5);
        Assert.Contains(
            "there is rate, seed.", Assert.Throws<KeyNotFoundException>(() => state.GetString("epoch")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "State 'rate' is double:0.5, expected a long.", Assert.Throws<KeyNotFoundException>(() => state.GetInt64("rate")).Message,
            StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => state.GetInt64("seed"));
        Assert.Throws<KeyNotFoundException>(() => state.GetDouble("seed"));
        Assert.Throws<KeyNotFoundException>(() => state.GetBoolean("seed"));
        Assert.Throws<KeyNotFoundException>(() => state.GetUInt64("rate"));
        state.Set("seed", "now a text");
        Assert.Equal("now a text", state.GetString("seed"));
        Assert.False(state.TryGet("seed", out ulong _));
    }

    [Fact]
    public void NamesAndTextsThatNoFileCanHoldAreRefused()
    {
        CheckpointState state = new();
        Assert.Throws<ArgumentException>(() => state.Set(string.Empty, 1));
        Assert.ThrowsAny<ArgumentException>(() => state.Set("half \uD834", 1));
        Assert.ThrowsAny<ArgumentException>(() => state.Set("half", "\uD834"));
        Assert.Empty(state.Names);
    }
}
