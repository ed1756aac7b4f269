using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Nam;

public sealed class NamReaderTests
{
    private const string Lstm = """{"architecture":"LSTM","config":{"input_size":1,""";
    private const string One = Lstm + """ "hidden_size":1,"num_layers":1},"weights": """;

    [Fact]
    [Trait("Category", "Numerics")]
    public void OutputsAreThoseOfTheEquationsInDoublePrecision() => Agrees(SharedFolder.Models("nam", "lstm.nam"));

    [Theory]
    [Trait("Category", "Numerics")]
    [InlineData(1, 4, 1)]
    [InlineData(1, 5, 3)]
    [InlineData(2, 3, 2)]
    public void SeveralLayersAndInputsAgreeToo(int inputs, int units, int layers)
    {
        using TemporaryFolder folder = new();
        Agrees(folder.Write("Amp.nam", Text(inputs, units, layers, Count(inputs, units, layers))));
    }

    [Theory]
    [InlineData("""{"architecture":"WaveNet","config":{"layers":[{"channels":3}]}}""", "architecture 'WaveNet' is not supported")]
    [InlineData(Lstm + """ "hidden_size":1,"num_layers":1,"out_channels":2},"weights":[1]}""", "out_channels must be 1, found 2")]
    public void OtherModelsAreRefusedByName(string text, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.nam", text);
        Assert.Contains(message, Assert.Throws<NotSupportedException>(() => NamReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "the file must be an object, found an array")]
    [InlineData("{}", "it must have an architecture, found none")]
    [InlineData("""{"architecture":3}""", "architecture must be a text, found a number")]
    [InlineData("""{"architecture":"LSTM","config":{},"weights":[1]}""", "input_size of config must be 1 or more, found none")]
    [InlineData(Lstm + """ "hidden_size":0,"num_layers":1},"weights":[1]}""", "hidden_size of config must be 1 or more, found 0")]
    [InlineData("""{"architecture":"LSTM","config":{"input_size":1.5},"weights":[1]}""", "input_size must be a whole number")]
    [InlineData(Lstm + """ "hidden_size":3,"num_layers":1},"weights":[1,2]}""", "must be 70 numbers, found 2")]
    [InlineData(Lstm + """ "hidden_size":1000000000,"num_layers":2000000000},"weights":[1]}""", "found 1")]
    [InlineData(One + """[[1,2],[3,4]]}""", "one list of numbers, found 2 dimensions")]
    [InlineData(One + """[1,NaN]}""", "it must be JSON")]
    [InlineData(One + """[1,"NaN"]}""", "found a text at [1]")]
    [InlineData(One + """[1,1e39]}""", "found one beyond at [1]")]
    public void DamagedFilesAreRefused(string text, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.nam", text);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => NamReader.Read(path));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static int Count(int inputs, int units, int layers) =>
        (4 * units * (inputs + units)) + (6 * units) + ((layers - 1) * ((8 * units * units) + (6 * units))) + units + 1;

    private static string Text(int inputs, int units, int layers, int count) => new JsonObject
    {
        ["version"] = "0.5.4",
        ["architecture"] = "LSTM",
        ["sample_rate"] = 48000,
        ["config"] = new JsonObject { ["input_size"] = inputs, ["hidden_size"] = units, ["num_layers"] = layers },
        ["weights"] = new JsonArray([.. Numbers.Random("weights", seed: count, count).Values.Select(value => JsonValue.Create(value))]),
    }.ToJsonString();

    private static void Agrees(string path)
    {
        const int Steps = 200;
        ImportedNetwork network = NamReader.Read(path);
        int inputs = network.Network.Inputs[0].Size;
        float[] sound = [.. Enumerable.Range(0, Steps * inputs).Select(step => (float)Math.Sin(step * 0.37))];
        SourceValue output = ImportedNetworkRunner.Run(
            network,
            ClassCompiler.Create(network.Network),
            new Dictionary<string, SourceValue> { ["input"] = new SourceValue([1, Steps, inputs], sound) })["output"];
        Agreement.Of(output.Values, Expected(JsonNode.Parse(File.ReadAllText(path))!, sound, Steps), path);
    }

    /// <summary>The equations of the model, straight from the flat list of weights.</summary>
    private static float[] Expected(JsonNode root, float[] sound, int steps)
    {
        JsonNode config = root["config"]!;
        int inputs = (int)config["input_size"]!, units = (int)config["hidden_size"]!, layers = (int)config["num_layers"]!;
        double[] weights = [.. root["weights"]!.AsArray().Select(weight => weight!.GetValue<double>())];
        double[][] values = [.. sound.Chunk(inputs).Select(sample => Array.ConvertAll(sample, value => (double)value))];
        int next = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            int width = values[0].Length, row = width + units;
            double[] kernel = Take(4 * units * row), bias = Take(4 * units), h = Take(units), c = Take(units);
            for (int step = 0; step < steps; step++)
            {
                double[] x = [.. values[step], .. h];
                double[] z =
                    [.. bias.Select((start, gate) => start + x.Select((value, index) => value * kernel[(gate * row) + index]).Sum())];
                for (int unit = 0; unit < units; unit++)
                {
                    c[unit] = (Sigmoid(z[units + unit]) * c[unit]) + (Sigmoid(z[unit]) * Math.Tanh(z[(2 * units) + unit]));
                    h[unit] = Sigmoid(z[(3 * units) + unit]) * Math.Tanh(c[unit]);
                }

                values[step] = [.. h];
            }
        }

        double[] head = Take(units), headBias = Take(1);
        return [.. values.Select(value => (float)(value.Zip(head, (a, b) => a * b).Sum() + headBias[0]))];

        double[] Take(int count)
        {
            next += count;
            return weights[(next - count)..next];
        }

        static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
    }
}
