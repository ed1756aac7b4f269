using System;
using System.Globalization;
using RnnGen;
using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Training;
using RnnGen.Web.Training;

// Makes the weights that the page embeds: RnnGen.Web.Training FOLDER FILE, with the folder of MNIST's files and the file to write.
if (args is not [string folder, string file])
{
    Console.Error.WriteLine("usage: RnnGen.Web.Training FOLDER FILE");
    return 2;
}

const int BatchSize = 128, Side = 28, Iterations = 16_000, Report = 1_000;
const float FirstRate = 0.002f;

MnistDataSets mnist = MnistDataSets.Load(folder);
SequenceBatcher batcher = new(mnist.Train, seed: 1);
Distortion distortion = new(new CounterRandom(seed: 1, stream: 1));
float[] images = new float[BatchSize * Side * Side], distorted = new float[images.Length];
int[] labels = new int[BatchSize];

DigitTrainee model = new(seed: 1);
DigitTrainee.Trainer trainer = model.CreateTrainer();
Adam adam = new(FirstRate);
float sum = 0;
for (int iteration = 0; iteration < Iterations; iteration++)
{
    // Half a cosine from the first rate to zero.
    adam.LearningRate = FirstRate * 0.5f * (1 + MathF.Cos(MathF.PI * iteration / Iterations));
    batcher.NextBatch(images, labels);
    for (int start = 0; start < images.Length; start += Side * Side)
    {
        distortion.Apply(images.AsSpan(start, Side * Side), distorted.AsSpan(start, Side * Side));
    }

    sum += trainer.Train(new SequenceBatch(distorted, BatchSize, steps: Side), labels, adam);
    if ((iteration + 1) % Report == 0)
    {
        Print($"{iteration + 1,6}: loss {sum / Report:0.0000}, accuracy of validation {AccuracyOf(mnist.Validation):0.0000}");
        sum = 0;
    }
}

// Two bytes a weight, for those who download the page; measured as they are stored.
model.Parameters.Save(file, StorageType.BFloat16);
model.Parameters.Load(file);
Print($"accuracy of test {AccuracyOf(mnist.Test):0.0000}; written to {file}");
return 0;

float AccuracyOf(LabeledSequences set)
{
    float[] logits = new float[set.Count * DigitTrainee.OutputSize];
    model.Predict(set.Batch(0, set.Count), logits);
    return Accuracy.Of(logits, set.Labels, DigitTrainee.OutputSize);
}

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
