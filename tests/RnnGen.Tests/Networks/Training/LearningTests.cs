using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 1, Steps = 6), Rnn(8), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class RnnRecall;

[RnnModel(InputSize = 1), Lstm(8), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class LstmRecall;

[RnnModel(InputSize = 1, Steps = 6), Gru(8), Dense(2), SoftmaxCrossEntropy]
internal sealed partial class GruRecall;

/// <summary>Small tasks are learned.</summary>
[Trait("Category", "Numerics")]
public sealed class LearningTests
{
    private const int Steps = 6, Rows = 64;

    [Theory]
    [InlineData("rnn", "adam")]
    [InlineData("lstm", "adam")]
    [InlineData("gru", "adam")]
    [InlineData("gru", "sgd")]
    public void TheSignOfTheFirstElementIsLearned(string cell, string optimizer)
    {
        ITrainableModel model = cell switch { "rnn" => new RnnRecall(1), "lstm" => new LstmRecall(1), _ => new GruRecall(1) };
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        IOptimizer update = optimizer == "adam" ? new Adam(0.02f) : new Sgd(1);
        float first = 0, last = 0;
        for (int step = 0; step < 300; step++)
        {
            NetworkBatch batch = NetworkBatch.Random(model.Description, step, Rows, Steps);
            last = trainer.Train(batch.View, Labels(batch), update);
            first = step == 0 ? last : first;
        }

        NetworkBatch test = NetworkBatch.Random(model.Description, 9999, 500, Steps);
        float accuracy = Accuracy.Of(Passes.Predict(model, test).Outputs, Labels(test), 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"accuracy {accuracy:F3}, loss {first:F3} to {last:F3}");
        Assert.True(accuracy > 0.95f, $"The accuracy is {accuracy} after 300 steps (loss {first} to {last}).");
        Assert.InRange(first, 0.3f, 1.5f);
    }

    private static int[] Labels(NetworkBatch batch)
    {
        int[] labels = new int[batch.Rows];
        for (int row = 0; row < batch.Rows; row++)
        {
            labels[row] = batch.Values[row * Steps] > 0 ? 1 : 0;
        }

        return labels;
    }
}
