namespace RnnGen.Tests.Packaging;

/// <summary>What a stranger writes: two classes of the same layers, training, prediction, streaming, a file.</summary>
internal static class SmokeProgram
{
    public const string Text = """
        using System.Security.Cryptography;
        using System.Runtime.InteropServices;
        using RnnGen;
        using RnnGen.Training;

        float[] inputs = new float[6 * 5 * 4];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ((i * 7 % 11) - 5) / 5f;
        }

        int[] labels = [0, 1, 2, 0, 1, 2];
        SequenceBatch batch = new(inputs, batchSize: 6, steps: 5);

        Unrolled model = new(seed: 1);
        Looped looped = new(seed: 1);
        Unrolled.Trainer trainer = model.CreateTrainer();
        Looped.Trainer loopedTrainer = looped.CreateTrainer();
        Adam adam = new(0.05f), loopedAdam = new(0.05f);
        float first = 0, last = 0;
        for (int step = 0; step < 3; step++)
        {
            last = trainer.Train(batch, labels, adam);
            first = step == 0 ? last : first;
            loopedTrainer.Train(batch, labels, loopedAdam);
        }

        Console.WriteLine($"loss falls: {last < first}");
        Console.WriteLine($"static and dynamic have the same bits: {model.Parameters.Values.SequenceEqual(looped.Parameters.Values)}");

        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        model.Save(file);
        Looped loaded = new(seed: 2);
        loaded.Load(file);
        File.Delete(file);
        float[] logits = new float[6 * 3], loadedLogits = new float[6 * 3];
        model.Predict(batch, logits);
        loaded.Predict(batch, loadedLogits);
        Console.WriteLine($"a loaded model predicts the same: {logits.AsSpan().SequenceEqual(loadedLogits)}");

        Looped.State state = default;
        float[] output = new float[3];
        for (int step = 0; step < 5; step++)
        {
            loaded.Step(inputs.AsSpan(step * 4, 4), ref state, output);
        }

        float difference = 0;
        for (int i = 0; i < 3; i++)
        {
            difference = Math.Max(difference, Math.Abs(output[i] - logits[i]));
        }

        Console.WriteLine($"streaming agrees: {difference < 1e-5f}");
        Console.WriteLine($"parameters {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(model.Parameters.Values)))}");

        [RnnModel(InputSize = 4, Steps = 5)]
        [Lstm(8)]
        [Gru(8)]
        [Dense(3)]
        [SoftmaxCrossEntropy]
        internal sealed partial class Unrolled;

        [RnnModel(InputSize = 4)]
        [Lstm(8)]
        [Gru(8)]
        [Dense(3)]
        [SoftmaxCrossEntropy]
        internal sealed partial class Looped;
        """;
}
