using RnnGen;
using RnnGen.Data;
using RnnGen.Training;
using Xunit;

namespace RnnGenSpace.Tests;

public sealed class ForecasterTests
{
    private readonly Temperatures _data = new();

    [Fact]
    public void NothingToComeIsLearned()
    {
        (_, int lastLearned) = _data.Training.Place(_data.Training.Count - 1);
        (_, int firstJudged) = _data.Test.Place(0);

        Assert.True(lastLearned + Forecaster.Past + Forecaster.Horizon <= firstJudged + Forecaster.Past);
    }

    [Fact]
    public void TrainingMakesTheLossSmaller()
    {
        TrainingHistory history = new Forecaster(seed: 1).CreateTrainer().Fit(
            new BatchSource(_data.Training, new BatchOptions { BatchSize = 32, Seed = 1 }),
            null,
            new FitOptions { Optimizer = new Adam(0.003f), Epochs = 10 },
            cancellation: TestContext.Current.CancellationToken);

        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 2);
    }

    [Fact]
    public void LoadedNetworkIsTheSavedOne()
    {
        string file = Path.GetTempFileName();
        Forecaster saved = new(seed: 5), loaded = new(seed: 6);
        saved.Save(file);
        loaded.Load(file);
        File.Delete(file);

        Assert.Equal(Forecast(saved), Forecast(loaded));
    }

    private static float[] Forecast(Forecaster forecaster)
    {
        float[] outputs = new float[Forecaster.Horizon];
        forecaster.Predict(new SequenceBatch([0.1f, 0.2f, 0.3f], batchSize: 1, steps: 3), outputs);
        return outputs;
    }
}
