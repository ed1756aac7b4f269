using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>Optimizers against trajectories that were computed in double from TensorFlow's and PyTorch's equations.</summary>
[Trait("Category", "Numerics")]
public sealed class OptimizerTrajectoryTests
{
    private const double Tolerance = 5e-6;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden", "optim");

    public static TheoryData<string> Files =>
        new(Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void FollowsTheTrajectory(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        JsonElement root = document.RootElement;
        IOptimizer? optimizer = Create(root, out string missing);
        Assert.SkipWhen(optimizer is null, $"{file}: {missing} is not implemented.");

        float[] parameters = Floats(root.GetProperty("p0"));
        int steps = root.GetProperty("steps").GetInt32();
        Assert.Equal(steps, root.GetProperty("params").GetArrayLength());
        for (int step = 0; step < steps; step++)
        {
            optimizer.Update(parameters, Floats(root.GetProperty("grads")[step]));
            AssertClose(root.GetProperty("params")[step], parameters, $"parameters after step {step}");
        }

        if (optimizer is Adam adam)
        {
            Assert.Equal(steps, adam.Steps);
            AssertClose(root.GetProperty("final_state").GetProperty("m"), adam.FirstMoment, "m");
            AssertClose(root.GetProperty("final_state").GetProperty("v"), adam.SecondMoment, "v");
        }
    }

    [Theory]
    [InlineData("adam_tf.json", typeof(Adam))]
    [InlineData("adam_tf_large_eps.json", typeof(Adam))]
    [InlineData("sgd.json", typeof(Sgd))]
    public void TrajectoriesOfBuiltOptimizersAreNotSkipped(string file, Type optimizer)
    {
        Assert.Contains(Files, row => row.Data == file);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        Assert.IsType(optimizer, Create(document.RootElement, out _));
    }

    /// <summary>The optimizer that a file describes, or null and the feature that is not built.</summary>
    private static IOptimizer? Create(JsonElement root, out string missing)
    {
        if (!root.TryGetProperty("optimizer", out JsonElement name))
        {
            missing = root.GetProperty("name").GetString()!;
            return null;
        }

        JsonElement hyper = root.GetProperty("hyper");
        string form = root.GetProperty("form").GetString()!.Split(' ')[0];
        string[] supported = name.GetString() switch
        {
            "Adam" when form == "tf" => ["lr", "betas", "eps"],
            "SGD" => ["lr"],
            _ => [],
        };
        IEnumerable<string> others = hyper.EnumerateObject().Select(property => property.Name).Except(supported);
        missing = supported.Length == 0 ? $"{name} ({form})" : $"{name} ({form}) with {string.Join(", ", others)}";
        if (supported.Length == 0 || others.Any())
        {
            return null;
        }

        float rate = hyper.GetProperty("lr").GetSingle();
        if (supported.Length == 1)
        {
            return new Sgd(rate);
        }

        JsonElement betas = hyper.GetProperty("betas");
        return new Adam(rate, betas[0].GetDouble(), betas[1].GetDouble(), hyper.GetProperty("eps").GetSingle());
    }

    private static float[] Floats(JsonElement array) => array.EnumerateArray().Select(element => element.GetSingle()).ToArray();

    private static void AssertClose(JsonElement expected, ReadOnlySpan<float> actual, string what)
    {
        double[] values = expected.EnumerateArray().Select(element => element.GetDouble()).ToArray();
        Assert.Equal(values.Length, actual.Length);
        double largest = values.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - values[i]) <= Tolerance * largest, $"{what}[{i}] is {actual[i]:R}, expected {values[i]:R}.");
        }
    }
}
