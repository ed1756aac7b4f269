using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RnnGen.Generator.Tests.Snapshots;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>Networks as tables: <c>Snapshots/Summaries.verified.txt</c> is there to be read.</summary>
public sealed class SummaryTests
{
    private static readonly (string What, string Layers, string Model)[] Networks =
    [
        ("a stack", "[Lstm(128)]\n[Gru(256)]\n[Dense(10)]\n[SoftmaxCrossEntropy]", "InputSize = 28, Steps = 28"),
        (
            "a graph with several inputs",
            """
            [Input("frame", 40)]
            [Input("speaker", 8, PerSequence = true)]
            [Dense(24, Name = "d", Activation = Activation.Tanh, From = ["frame"])]
            [Gru(24, Name = "vad")]
            [Gru(48, From = ["d", "vad", "frame[0..10]", "speaker"])]
            [Head("gain")]
            [Dense(22, Activation = Activation.Sigmoid, EveryStep = true)]
            [MeanSquaredError]
            [Head("voice", From = ["vad"], Weight = 0.5)]
            [Dense(1, EveryStep = true)]
            [BinaryCrossEntropy]
            """,
            ""),
        (
            "heads", "[Rnn(2)]\n[Head(\"label\")]\n[Dense(2)]\n[SoftmaxCrossEntropy]\n[Head(\"next\")]\n[Dense(1, EveryStep = true)]\n"
            + "[Huber]",
            "InputSize = 1, Training = false"),
        ("tokens", "[Embedding(1000, 16, PaddingToken = 0)]\n[Lstm(32)]\n[Dense(1000, EveryStep = true)]\n[SoftmaxCrossEntropy]", ""),
        (
            "two directions, pooled",
            "[Lstm(8, Direction = Direction.Bidirectional, Residual = true)]\n[Pooling(Pooling.Attention)]\n[Dense(3)]",
            "InputSize = 16"),
        (
            "an encoder and a decoder",
            "[Gru(8, Name = \"encoder\")]\n[Repeat]\n[Gru(8, InitialState = \"encoder\")]\n[Dense(2, EveryStep = true)]", "InputSize = 2"),
        ("letters of two places, one parameter", "[Dense(1, Name = \"層\", Bias = false)]\n[Rnn(1)]", "InputSize = 1"),
    ];

    [Fact]
    public void TablesReadWell()
    {
        StringBuilder text = new();
        foreach ((string what, string layers, string model) in Networks)
        {
            text.Append($"-- {what} --\n{SummaryOf(layers, model)}\n\n");
        }

        Verifier.VerifyFile(text.ToString(), "Snapshots", "Summaries.verified.txt");
    }

    [Fact]
    public void TheParametersOfTheLayersAreAllThereAre()
    {
        foreach ((_, string layers, string model) in Networks)
        {
            ModelDescription description = Load(layers, model).CreateNet().Description;

            Assert.Equal(description.ParameterCount, description.Layers.Sum(layer => layer.ParameterCount));
            Assert.Equal(description.ParameterCount, description.Parameters.Sum(parameter => parameter.Count));
        }
    }

    [Fact]
    public void WeightsInTheAssemblyDoNotChangeTheTable()
    {
        WeightsFile file = new WeightsFile("small.safetensors")
            .With("rnn0/kernel", [7, 4], new float[28]).With("rnn0/bias", [4], new float[4]);
        string embedded = GeneratorHost.Source("[Rnn(4)]\n[Weights(\"small.safetensors\")]");
        LoadedProject project = GeneratorHost.Run([file], embedded).Emits().Load(file.Resource, file.Blob);

        Assert.Equal(SummaryOf("[Rnn(4)]", "InputSize = 3"), project.Static("Summary"));
    }

    [Fact]
    public void NumbersAreTheSameInEveryCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat = new NumberFormatInfo { NumberGroupSeparator = ".", NumberDecimalSeparator = ",", NegativeSign = "~" };
        try
        {
            (_, string layers, string model) = Networks[0];
            ModelDescription description = Load(layers, model).CreateNet().Description;
            string expected = description.Summary();
            CultureInfo.CurrentCulture = german;

            Assert.Equal(expected, description.Summary());
            Assert.Contains("80,384", expected, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A class of an earlier package says nothing of its layers; one by hand may say what cannot be.</summary>
    [Fact]
    public void DescriptionsByHandAreTakenOrRefused()
    {
        ModelDescription description = Load("[Rnn(4)]", "InputSize = 3").CreateNet().Description;
        string[] lines = (description with { Layers = [] }).Summary().Split('\n');
        IReadOnlyList<LayerInfo> wrong = [new("a", "", LayerRole.Layer, 3, true, 0) { Reads = [new(0, 0, 3)] }];

        Assert.Equal(8, lines.Length);
        Assert.Contains("Parameters: 32 (128 bytes)", lines);
        Assert.Equal(
            "Layer 0 of Net, 'a', reads layer 0; it can read 0 to -1.",
            Assert.Throws<InvalidOperationException>((description with { Layers = wrong }).Summary).Message);
    }

    private static string SummaryOf(string layers, string model) => (string)Load(layers, model).Static("Summary")!;

    private static LoadedProject Load(string layers, string model) =>
        GeneratorHost.Run(GeneratorHost.Source(layers, model)).Emits().Load();
}
