using RnnGen.Data;
using RnnGen.Sample.Networks;
using RnnGen.Training;

namespace RnnGen.Sample.Measurement;

/// <summary>
/// Compiles the runtime's code, which both networks share, before the first of them is timed: else the second would find it ready.
/// </summary>
internal static class WarmUp
{
    private const int Rows = 8, Steps = 2;

    /// <summary>Trains a tiny network for two steps and predicts with it.</summary>
    public static void Run()
    {
        WarmUpNetwork model = new();
        WarmUpNetwork.Trainer trainer = model.CreateTrainer();
        Adam adam = new();
        float[] images = new float[Rows * Steps * MnistDataSets.Side], logits = new float[Rows * MnistDataSets.Classes];
        SequenceBatch batch = new(images, Rows, Steps);
        trainer.Train(batch, new int[Rows], adam);
        trainer.Train(batch, new int[Rows], adam);
        model.Predict(batch, logits);
    }
}
