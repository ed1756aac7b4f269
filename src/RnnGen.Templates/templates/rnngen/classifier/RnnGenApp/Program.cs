using RnnGen;
using RnnGen.Data;
using RnnGen.Training;
using RnnGenSpace;

// The network learns from one file and is judged by another, which it has never seen.
SequenceArrays training = GestureFile.Read("gestures.csv"), test = GestureFile.Read("gestures-test.csv");

// Training: batches of 8 gestures, shuffled anew in each epoch. Equal seeds give equal numbers, on every machine.
GestureReader reader = new(seed: 1);
TrainingHistory history = reader.CreateTrainer().Fit(
    new BatchSource(training, new BatchOptions { BatchSize = 8, Seed = 1 }),
    new BatchSource(test, new BatchOptions { BatchSize = 15, Shuffle = false }),
    new FitOptions { Optimizer = new Adam(0.01f), Epochs = 40, Metrics = [new AccuracyMetric()] });
foreach (EpochRecord epoch in history.Epochs.Where(epoch => epoch.Epoch % 10 == 9))
{
    Console.WriteLine($"epoch {epoch.Epoch + 1}: loss {epoch.Loss:0.000}, {epoch.Metrics["accuracy"]:0 %} of the test gestures right");
}

// The network is a file, and the file is a network.
reader.Save("gestures.safetensors");
GestureReader loaded = new();
loaded.Load("gestures.safetensors");
Console.WriteLine("saved as gestures.safetensors and loaded again");

// A gesture of our own: a circle in ten steps, [batch, steps, features].
float[] circle = [.. Enumerable.Range(0, 10).SelectMany(step => new[] { MathF.Cos(step * 0.63f), MathF.Sin(step * 0.63f) })];
float[] scores = new float[GestureFile.Names.Count];
loaded.Predict(new SequenceBatch(circle, batchSize: 1, steps: 10), scores);
Console.WriteLine($"a circle of ten steps is read as: {GestureFile.Names[Array.IndexOf(scores, scores.Max())]}");
