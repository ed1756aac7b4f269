using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Training.Tests.Fixtures;

/// <summary>Runs a fixture of the schema optim: a trajectory of an optimizer, cases of clipping, or schedules.</summary>
internal static class OptimFixture
{
    private const double Tolerance = 5e-6;

    public static void Run(JsonNode root)
    {
        string name = root.Text("name");
        if (root.Find("optimizer") is not null)
        {
            TrajectoryFixture.Run(root);
        }
        else if (name == "lr_schedules")
        {
            ForEach(root, "schedules", ScheduleFixture.Run);
        }
        else
        {
            Action<JsonNode> run = name switch
            {
                "clip_grad_norm" => item => Clip(item, PyTorchNorm(item), "total_norm"),
                "clip_by_global_norm_tf" => item => Clip(
                    item, new GlobalNormClipping(item.Get("clip_norm").GetValue<float>()), "global_norm"),
                "clip_grad_value" => item => Clip(item, new ValueClipping(item.Get("clip_value").GetValue<float>()), null),
                _ => throw new InvalidDataException($"Unknown fixture '{name}'."),
            };
            ForEach(root, "cases", run);
        }
    }

    /// <summary>Asserts that every number is within the tolerance times the largest expected one.</summary>
    public static void AssertClose(Tensor expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Values.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected.Values[i]) <= Tolerance * expected.Largest,
                $"{expected.Name}[{i}] is {actual[i]:R}, expected {expected.Values[i]:R}.");
        }
    }

    private static void ForEach(JsonNode root, string list, Action<JsonNode> run)
    {
        JsonNode[] items = [.. root.Get(list).Items()];
        Assert.NotEmpty(items);
        foreach (JsonNode item in items)
        {
            run(item);
        }
    }

    private static GlobalNormClipping PyTorchNorm(JsonNode item)
    {
        GradientNorm norm = item.Get("norm_type").ToString() switch
        {
            "2" => GradientNorm.Euclidean,
            "1" => GradientNorm.Sum,
            "inf" => GradientNorm.Maximum,
            string other => throw new InvalidDataException($"Unknown norm '{other}'."),
        };
        return new GlobalNormClipping(item.Get("max_norm").GetValue<float>(), ClippingForm.PyTorch, norm);
    }

    private static void Clip(JsonNode item, GradientClipping clipping, string? norm)
    {
        float[] gradients = Floats(item.Get("grads")), before = [.. gradients];
        ReadOnlySpan<float> clipped = clipping.Apply(gradients);
        int start = 0;
        foreach (JsonNode tensor in item.Get("clipped").Items())
        {
            Tensor expected = Tensor.Read(tensor);
            AssertClose(expected, clipped.Slice(start, expected.Values.Length));
            start += expected.Values.Length;
        }

        Assert.Equal(clipped.Length, start);
        Assert.Equal(before, gradients);
        if (norm is not null)
        {
            double expected = item.Get(norm).GetValue<double>();
            Assert.Equal(expected, ((GlobalNormClipping)clipping).LastNorm, Tolerance * expected);
        }
    }

    private static float[] Floats(JsonNode tensors) => [.. tensors.Items().SelectMany(tensor => Tensor.Read(tensor).ToFloats())];
}
