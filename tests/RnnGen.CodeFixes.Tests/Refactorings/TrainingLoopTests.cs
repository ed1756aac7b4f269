using System.Threading.Tasks;
using RnnGen.CodeFixes.Refactorings;
using RnnGen.CodeFixes.Tests.Support;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Refactorings;

/// <summary>The loop that is written compiles, without a warning, beside the model that it trains.</summary>
public sealed class TrainingLoopTests
{
    private const string Title = "Write the training loop of this model";

    [Fact]
    public async Task OfAClassifier() => Assert.Equal(
        """
        using System;
        using RnnGen;
        using RnnGen.Training;

        namespace Samples;

        [RnnModel(InputSize = 28, Steps = 28)]
        [Gru(16)]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        internal sealed partial class Reader;   // digits

        /// <summary>Trains <see cref="Reader"/>.</summary>
        internal static class ReaderTraining
        {
            /// <summary>Trains a new network, one update a batch.</summary>
            /// <param name="batches">Number of batches.</param>
            /// <returns>The network.</returns>
            public static Reader Train(int batches)
            {
                const int batchSize = 32, steps = Reader.Steps;
                float[] inputs = new float[batchSize * steps * 28];   // [batch, steps, 28]
                int[] labels = new int[batchSize];   // [batch], each 0 to 9

                Reader model = new(seed: 1);
                Reader.Trainer trainer = model.CreateTrainer();
                Adam adam = new(learningRate: 0.001f);
                for (int batch = 0; batch < batches; batch++)
                {
                    // The next batch goes into the arrays here.
                    SequenceBatch rows = new(inputs, batchSize, steps);
                    float loss = trainer.Train(rows, labels, adam);
                    Console.WriteLine($"batch {batch}: loss {loss}");
                }

                return model;
            }
        }

        internal class Other;
        """,
        await RefactoringTest.Apply<TrainingLoopRefactoring>(
            """
            using RnnGen;

            namespace Samples;

            [RnnModel(InputSize = 28, Steps = 28)]
            [Gru(16)]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            internal sealed partial class Rea[||]der;   // digits

            internal class Other;
            """,
            Title));

    [Theory]
    [InlineData(
        "[Embedding(7, 3)]\n[Gru(4)]\n[Dense(7, EveryStep = true)]\n[SoftmaxCrossEntropy]",
        "TokenBatch rows = new(tokens, batchSize, steps);")]
    [InlineData(
        "[Input(\"a\", 2), Input(\"b\", 1)]\n[Gru(4, From = [\"a\", \"b\"])]\n[Huber]",
        "float[] targets = new float[batchSize * steps * 4];")]
    [InlineData(
        "[Input(\"a\", 2), Input(\"b\", 3, PerSequence = true)]\n[Gru(4, From = [\"a\", \"b\"])]\n[Dense(4)]\n"
        + "[GaussianNegativeLogLikelihood]",
        "{ SequenceInputs = sequenceInputs };")]
    [InlineData(
        "[Embedding(7, 3)]\n[Input(\"a\", 2), Input(\"b\", 3, PerSequence = true)]\n[Gru(4)]\n[Dense(1)]\n[BinaryCrossEntropy]",
        "{ Values = inputs, SequenceInputs = sequenceInputs };")]
    [InlineData(
        "[Embedding(7, 3)]\n[Gru(4)]\n[Head(\"who\", Weight = 0.5)]\n[Dense(9)]\n[SoftmaxCrossEntropy]\n[Head(\"next\")]\n"
        + "[Dense(2, EveryStep = true)]\n[MeanSquaredError]",
        "trainer.Train(rows, whoLabels, nextTargets, adam)")]
    [InlineData(
        "[Embedding(7, 3)]\n[Gru(4)]\n[Dense(5, EveryStep = true)]\n[ConnectionistTemporalClassification]",
        "trainer.Train(rows, labels, labelLengths, adam)")]
    [InlineData(
        "[Embedding(7, 3)]\n[Gru(4)]\n[Head(\"said\")]\n[Dense(5, EveryStep = true)]\n[ConnectionistTemporalClassification(Blank = 4)]\n"
        + "[Head(\"who\")]\n[Dense(9)]\n[SoftmaxCrossEntropy]",
        "int[] saidLabels = new int[batchSize * steps];   // [batch, most labels of a row], each 0 to 4 but 4, the blank")]
    public async Task OfOtherModels(string layers, string expected) => Assert.Contains(
        expected,
        await RefactoringTest.Apply<TrainingLoopRefactoring>($"using RnnGen;\n[RnnModel]\n{layers}\npartial class N[||]et;", Title));

    /// <summary>What stands around the class: other usings, types of the same names, classes around it, statements before it.</summary>
    [Theory]
    [InlineData(
        "using RnnGen;\nnamespace A { class Console; class Adam; [RnnModel(InputSize = 3), Gru(4), Huber] partial class N[||]et; }")]
    [InlineData("using RnnGen;\nclass NetTraining; [RnnModel(InputSize = 3), Gru(4), Huber] partial class N[||]et; class B;")]
    [InlineData(
        "using RnnGen;\npartial class A\n{\n    [RnnModel(InputSize = 3), Gru(4), Huber]\n    private partial class N[||]et { }\n}")]
    [InlineData("// A licence.\n[RnnGen.RnnModel(InputSize = 3), RnnGen.Gru(4), RnnGen.Huber]\npartial class N[||]et;")]
    [InlineData(
        "global using RnnGen;\nusing M = System.Math;\n[RnnModel(InputSize = 3), Gru(4), Huber]\n"
        + "partial class N[||]et { double X => M.E; }")]
    [InlineData(
        "using System;\nusing RnnGen;\nusing RnnGen.Training;\n[RnnModel(InputSize = 3), Gru(4), Huber]\npartial class @event[||];")]
    public async Task Surroundings(string source) => await RefactoringTest.Apply<TrainingLoopRefactoring>(source, Title);

    [Theory]
    [InlineData("[RnnModel(InputSize = 3), Gru(4)] partial class N[||]et;")]
    [InlineData("[RnnModel(InputSize = 3, Training = false), Gru(4), Huber] partial class N[||]et;")]
    [InlineData("[RnnModel(InputSize = 0), Gru(4), Huber] partial class N[||]et;")]
    public async Task NotOfWhatCannotBeTrained(string source) =>
        Assert.Empty(await RefactoringTest.Offers<TrainingLoopRefactoring>($"using RnnGen;\n{source}"));
}
