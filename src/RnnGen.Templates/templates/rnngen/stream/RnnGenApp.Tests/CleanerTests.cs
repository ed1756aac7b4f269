using RnnGen;
using RnnGen.Data;
using RnnGen.Training;
using Xunit;

namespace RnnGenSpace.Tests;

public sealed class CleanerTests
{
    [Fact]
    public void TrainingMakesTheLossSmaller()
    {
        TrainingHistory history = new Cleaner(seed: 1).CreateTrainer().Fit(
            new BatchSource(Recording.Pieces(Recording.Read(), before: 600), new BatchOptions { BatchSize = 16, Seed = 1 }),
            null,
            new FitOptions { Optimizer = new Adam(0.01f), Epochs = 10 },
            cancellation: TestContext.Current.CancellationToken);

        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 2);
    }

    [Fact]
    public void OneStepAtATimeIsTheWholeSequence()
    {
        Cleaner cleaner = new(seed: 1);
        float[] inputs = [0.5f, -0.25f, 1, 0.75f], whole = new float[4], output = new float[1];
        cleaner.Predict(new SequenceBatch(inputs, batchSize: 1, steps: 4), whole);

        Cleaner.State state = default;
        for (int step = 0; step < inputs.Length; step++)
        {
            cleaner.Step([inputs[step]], ref state, output);
            Assert.Equal(whole[step], output[0], tolerance: 1e-5f);
        }
    }

    [Fact]
    public void LoadedNetworkIsTheSavedOne()
    {
        string file = Path.GetTempFileName();
        Cleaner saved = new(seed: 5), loaded = new(seed: 6);
        saved.Save(file);
        loaded.Load(file);
        File.Delete(file);

        Assert.Equal(Clean(saved), Clean(loaded));
    }

    private static float[] Clean(Cleaner cleaner)
    {
        float[] outputs = new float[3];
        cleaner.Predict(new SequenceBatch([0.1f, 0.2f, 0.3f], batchSize: 1, steps: 3), outputs);
        return outputs;
    }
}
