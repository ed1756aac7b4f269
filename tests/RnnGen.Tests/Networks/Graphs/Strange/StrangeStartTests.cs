using System;
using System.Linq;
using System.Reflection;
using RnnGen.Tests.Fixtures;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks.Strange;

/// <summary>How networks of graphs begin, are trained and are used without training.</summary>
public sealed class StrangeStartTests
{
    /// <summary>A dense layer between others begins as one at the end does.</summary>
    [Theory]
    [InlineData("TensorFlow")]
    [InlineData("Keras")]
    [InlineData("PyTorch")]
    public void DenseLayersBeginAlikeWhereverTheyStand(string preset)
    {
        ITrainableModel model = ModelCompiler.Create(
            ModelCompiler.Compile(
                $"""
                using RnnGen;
                [RnnModel(InputSize = 20, Initialization = Initialization.{preset})]
                [Dense(30, Activation = Activation.Tanh, Name = "first")]
                [Gru(20, Name = "middle")]
                [Dense(30, Activation = Activation.Tanh, Name = "between")]
                [Sum(From = ["between", "first"])]
                [Gru(20)]
                [Dense(30, EveryStep = true, Name = "last")]
                public sealed partial class Net;
                """),
            "Net", seed: 5);
        foreach (string name in new[] { "first", "between" })
        {
            foreach (string tensor in new[] { "kernel", "bias" })
            {
                ParameterInitializer expected = Info($"last/{tensor}").Initializer, found = Info($"{name}/{tensor}").Initializer;
                Assert.Equal(expected, found);
                Assert.Equal(Values($"last/{tensor}").Max(MathF.Abs), Values($"{name}/{tensor}").Max(MathF.Abs), 0.02f);
            }

            // Not the same numbers.
            Assert.NotEqual(Values("last/kernel"), Values($"{name}/kernel"));
        }

        ParameterInfo Info(string name) => model.Description.Parameters.Single(parameter => parameter.Name == name);

        float[] Values(string name) => model.Parameters[name].ToArray();
    }

    /// <summary>Logits of a layer without a bias, one or several vectors wide, are trained to the same bits in both modes.</summary>
    [Theory]
    [InlineData("NoBiasWithSoftmax", 3)]
    [InlineData("NoBiasOfThreeClasses", 3)]
    [InlineData("NoBiasOfManyClasses", 17)]
    public void LogitsWithoutABiasAreTrainedAlike(string name, int classes)
    {
        string every = name == "NoBiasWithSoftmax" ? "" : ", EveryStep = true";
        StrangeGraph graph = new(name, $"""
            [Gru(5, Name = "a")]
            [Concatenate(From = ["a[1..4]", "input"])]
            [Dense({classes}, Bias = false{every})]
            [SoftmaxCrossEntropy]
            """);
        float[][] results =
        [
            .. new[] { false, true }.Select(isStatic =>
            {
                ITrainableModel model = graph.Create(isStatic);
                NetworkBatch batch = NetworkBatch.Random(model.Description, 4, 7, GraphProperties.Steps, lengths: true);
                int labels = batch.Rows * (model.Description.OutputsEveryStep ? batch.Steps : 1);
                ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
                Adam adam = new(0.05f);
                return (float[])
                [
                    .. Enumerable.Range(0, 20)
                        .Select(_ => trainer.Train(batch.View, NetworkBatch.Labels(7, labels, classes), adam)),
                    .. model.Parameters.Values,
                ];
            }),
        ];
        Expect.SameBits(results[0], results[1], "static");
        Assert.True(results[0][19] < 0.9f * results[0][0], $"The loss goes from {results[0][0]} to {results[0][19]}.");
    }

    /// <summary>A network that is not trained predicts and steps as one that is.</summary>
    [Theory]
    [InlineData("OutputsAndStates", true)]
    [InlineData("GraphsOfHeads", false)]
    [InlineData("ManyReaders", false)]
    [InlineData("Excitation", false)]
    [InlineData("ProjectedEncoder", false)]
    [InlineData("WideSlices", false)]
    public void WithoutTrainingPredictionsAreTheSame(string name, bool drops)
    {
        StrangeGraph graph = StrangeGraph.Find(name);
        string layers = drops ? graph.Layers.Replace("StateDropout = 0.2, ", "", StringComparison.Ordinal) : graph.Layers;
        Assembly assembly = ModelCompiler.Compile(
            $"using RnnGen;\n[RnnModel(InputSize = 6, Training = false)]\n{layers}\npublic sealed partial class Net;\n\n"
            + $"[RnnModel(InputSize = 6, Training = false, Steps = {GraphProperties.Steps})]\n{layers}\n"
            + "public sealed partial class Fixed;\n");
        ITrainableModel trained = graph.Create(isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(trained.Description, 4, 7, GraphProperties.Steps, lengths: true, states: true);
        Prediction expected = Passes.Predict(trained, batch);
        foreach (string type in new[] { "Net", "Fixed" })
        {
            IRnnModel model = (IRnnModel)assembly.GetType(type, throwOnError: true)!.GetConstructor([typeof(ulong)])!.Invoke([1UL]);
            model.Parameters.CopyFrom(trained.Parameters);
            Passes.Predict(model, batch).HasBitsOf(expected, type);
        }
    }
}
