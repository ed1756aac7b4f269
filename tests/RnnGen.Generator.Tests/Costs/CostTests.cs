using System;
using System.Linq;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans.Costs;
using RnnGen.Generator.Specification;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Costs;

/// <summary>What a class says it costs, beside what it has allocated.</summary>
public sealed class CostTests
{
    private const string Graph = """
        [Input("frame", 5)]
        [Input("speaker", 3, PerSequence = true)]
        [Dense(4, Name = "d", Activation = Activation.Tanh, From = ["frame"])]
        [Gru(6, Name = "g", InputDropout = 0.25)]
        [Rnn(7, From = ["d", "g", "frame[0..2]", "speaker"], StateDropout = 0.5, VariationalDropout = true)]
        [Head("a")]
        [Dense(2, EveryStep = true)]
        [MeanSquaredError]
        [Head("b", From = ["g"])]
        [Dense(4)]
        [GaussianNegativeLogLikelihood]
        """;

    [Theory]
    [InlineData("[Lstm(20)]\n[Gru(9)]\n[Dense(3)]\n[SoftmaxCrossEntropy]", "InputSize = 5, Steps = 4", 4)]
    [InlineData("[Lstm(8, Peepholes = true, Projection = 4, LearnedInitialState = true)]", "InputSize = 5", 1, 6)]
    [InlineData("[Embedding(11, 6)]\n[Rnn(24)]\n[Dense(11, EveryStep = true)]\n[SoftmaxCrossEntropy]", "", 1, 5)]
    [InlineData(
        "[Lstm(8, Direction = Direction.Bidirectional, LayerNorm = true)]\n[Pooling(Pooling.Attention, AttentionUnits = 5)]\n[Dense(3)]",
        "InputSize = 16", 3)]
    [InlineData(Graph, "", 1, 7)]
    [InlineData("[Gru(9)]\n[Dense(18, EveryStep = true)]\n[ConnectionistTemporalClassification(Blank = 17)]", "InputSize = 5", 1, 7)]
    [InlineData("[Lstm(40)]\n[Gru(24)]\n[Dense(2)]", "InputSize = 33, Weights = WeightStorage.Int8", 3)]
    [InlineData("[Lstm(40)]\n[Dense(24, EveryStep = true)]", "InputSize = 9, Weights = WeightStorage.BFloat16, Training = false", 3)]
    public void ItIsWhatIsAllocated(string layers, string model, params int[] steps)
    {
        string source = GeneratorHost.Source(layers, model);
        LoadedProject project = GeneratorHost.Run(source).Emits().Load();
        ModelCost cost = CostOf(source);
        foreach (int count in steps)
        {
            foreach (int rows in new[] { 1, 5, 40 })
            {
                // Workspaces keep the memory of larger batches.
                IRnnModel net = project.CreateNet();
                Run(net, rows, count, static (net, batch) =>
                    net.Predict(batch, new float[net.Description.OutputCount(batch.BatchSize, batch.Steps)]));

                Assert.Equal(
                    rows * ((count * Constant(project, "ActivationBytesPerStep")) + Constant(project, "ActivationBytesPerSequence")),
                    HeldMemory.OfPrediction(net));
                Assert.Equal(Constant(project, "PackedWeightBytes"), HeldMemory.OfPanels(net));
                if (HeldMemory.OfRows(net) is long packed and > 0)
                {
                    Assert.Equal(Constant(project, "PackedSingleRowWeightBytes"), packed);
                }

                if (net is ITrainableModel trainable)
                {
                    IRnnTrainer trainer = trainable.CreateTrainer(threads: 1);
                    Run(net, rows, count, (_, batch) => Train(trainer, batch));

                    long expected = rows * ((count * Constant(project, "TrainingActivationBytesPerStep"))
                        + Constant(project, "TrainingActivationBytesPerSequence"));
                    Assert.Equal(expected, HeldMemory.OfTraining(trainer));
                    Assert.Equal(expected, trainer.ActivationBytes);
                    Assert.Equal(cost.PackedForTraining, HeldMemory.OfTrainerPanels(trainer));
                    Assert.Equal(cost.Gradients, HeldMemory.OfGradients(trainer));
                }
            }
        }

        Assert.Equal(Constant(project, "ParameterBytes"), cost.Parameters);
    }

    /// <summary>What a budget counts of a batch that a prediction goes through in groups of rows.</summary>
    [Theory]
    [InlineData("InputSize = 16, Training = false", 400)]
    [InlineData("InputSize = 16, Steps = 300, Training = false", 300)]
    public void LargePredictionsHoldWhatTheirBudgetCounts(string model, int steps)
    {
        const int Rows = 2500;
        string source = GeneratorHost.Source("[Rnn(16)]\n[Dense(16, EveryStep = true)]", model);
        LoadedProject project = GeneratorHost.Run(source).Emits().Load();
        IRnnModel net = project.CreateNet();
        Run(net, Rows, steps, static (net, batch) =>
            net.Predict(batch, new float[net.Description.OutputCount(batch.BatchSize, batch.Steps)]));
        long held = HeldMemory.OfPrediction(net), row = (steps * Constant(project, "ActivationBytesPerStep"))
            + Constant(project, "ActivationBytesPerSequence");

        Assert.InRange(held, 8 * row, (Rows - 8) * row);
        Assert.EndsWith(
            FormattableString.Invariant($", activations {held:N0}"),
            GeneratorHost.Run(source.Replace(
                "public partial", $"[MemoryBudget(\"1KB\", BatchSize = {Rows}, Steps = {steps})]\npublic partial")).Report);
    }

    [Fact]
    public void StepsReadThePackedRows()
    {
        foreach (string storage in Enum.GetNames<WeightStorage>())
        {
            LoadedProject project = GeneratorHost.Run(
                GeneratorHost.Source("[Lstm(40)]\n[Gru(24)]\n[Dense(2)]", $"InputSize = 33, Weights = WeightStorage.{storage}"))
                .Emits().Load();
            IRnnModel net = project.CreateNet();
            Assert.Equal(0, HeldMemory.OfRows(net));
            net.Step(new float[33].AsSpan(), new float[net.Description.StateSize].AsSpan(), new float[2].AsSpan());

            Assert.Equal(Constant(project, "PackedSingleRowWeightBytes"), HeldMemory.OfRows(net));
        }
    }

    [Fact]
    public void WhatCannotRunRowByRowPacksNoRows()
    {
        LoadedProject project = GeneratorHost.Run(
            GeneratorHost.Source("[Rnn(4, Direction = Direction.Reverse)]", "InputSize = 3, Training = false")).Emits().Load();

        Assert.Equal(0, Constant(project, "PackedSingleRowWeightBytes"));
        Assert.Null(project.Net.GetField("TrainingActivationBytesPerStep"));
    }

    private static void Train(IRnnTrainer trainer, SequenceBatch batch)
    {
        if (trainer is not ISupervisedTrainer supervised)
        {
            trainer.Forward(batch, default);
            trainer.Backward(new float[trainer.Model.Description.OutputCount(batch.BatchSize, batch.Steps)]);
            return;
        }

        int rows = batch.BatchSize, steps = batch.Steps;
        supervised.ComputeGradients(batch, [.. trainer.Model.Description.Heads.Select(head =>
        {
            int targets = rows * (head.OutputsEveryStep ? steps : 1);
            if (head.Blank is not null)
            {
                // Labels are the caller's, and what aligns them is each thread's.
                return HeadTarget.OfSequences(new int[rows], Enumerable.Repeat(1, rows).ToArray());
            }

            return head.IsClassifier ? new HeadTarget(new int[targets]) : new HeadTarget(new float[targets * head.TargetSize]);
        })]);
    }

    private delegate void OnBatch(IRnnModel net, SequenceBatch batch);

    private static void Run(IRnnModel net, int rows, int steps, OnBatch act)
    {
        ModelDescription description = net.Description;
        act(net, new SequenceBatch(new float[rows * steps * description.StepInputSize], rows, steps)
        {
            SequenceInputs = new float[rows * description.SequenceInputSize],
            Tokens = description.Vocabulary is null ? default : new int[rows * steps],
        });
    }

    private static long Constant(LoadedProject project, string name) => (long)project.Static(name)!;

    private static ModelCost CostOf(string source) => ModelCost.Of(ModelPlanner.Plan((ModelSpec)GeneratorHost.Generate(source)
        .TrackedSteps[RnnModelGenerator.SpecStep].Single().Outputs.Single().Value));
}
