using RnnGen;
using RnnGen.Data;
using RnnGen.Training;
using Xunit;

namespace RnnGenSpace.Tests;

public sealed class GestureReaderTests
{
    [Fact]
    public void DataFit()
    {
        SequenceArrays training = Gestures.Read("gestures.csv");

        Assert.Equal(45, training.Count);
        Assert.Equal(Gestures.Names.Count, training.Shape.TargetSize);
        Assert.Equal(GestureReader.Description.InputSize, training.Shape.Features);
    }

    [Fact]
    public void LearnsWhatItHasNotSeen()
    {
        TrainingHistory history = new GestureReader(seed: 1).CreateTrainer().Fit(
            new BatchSource(Gestures.Read("gestures.csv"), new BatchOptions { BatchSize = 8, Seed = 1 }),
            new BatchSource(Gestures.Read("gestures-test.csv"), new BatchOptions { BatchSize = 15, Shuffle = false }),
            new FitOptions { Optimizer = new Adam(0.01f), Epochs = 40, Metrics = [new AccuracyMetric()] },
            cancellation: TestContext.Current.CancellationToken);

        // Guessing is right one time in three.
        Assert.True(history.BestValue > 0.8, $"{history.BestValue:0 %} are right.");
    }

    [Fact]
    public void LoadedNetworkIsTheSavedOne()
    {
        string file = Path.GetTempFileName();
        GestureReader saved = new(seed: 5), loaded = new(seed: 6);
        saved.Save(file);
        loaded.Load(file);
        File.Delete(file);

        Assert.Equal(Scores(saved), Scores(loaded));
    }

    private static float[] Scores(GestureReader reader)
    {
        float[] scores = new float[3];
        reader.Predict(new SequenceBatch([0.1f, 0.2f, 0.3f, 0.4f], batchSize: 1, steps: 2), scores);
        return scores;
    }
}
