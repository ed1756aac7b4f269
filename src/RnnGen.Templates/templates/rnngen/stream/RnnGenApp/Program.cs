using RnnGen.Data;
using RnnGen.Training;
using RnnGenSpace;

// The network learns from the first 600 steps and is judged by those after, which it has never seen.
const int learned = 600;
TimeSeriesTable recording = Recording.Read();

// Training: batches of 16 pieces, shuffled anew in each epoch. Equal seeds give equal numbers, on every machine.
Cleaner cleaner = new(seed: 1);
TrainingHistory history = cleaner.CreateTrainer().Fit(
    new BatchSource(Recording.Pieces(recording, before: learned), new BatchOptions { BatchSize = 16, Seed = 1 }),
    null,
    new FitOptions { Optimizer = new Adam(0.01f), Epochs = 40 });
foreach (EpochRecord epoch in history.Epochs.Where(epoch => epoch.Epoch % 10 == 9))
{
    Console.WriteLine($"epoch {epoch.Epoch + 1}: loss {epoch.Loss:0.000}");
}

// The network is a file, and the file is a network.
cleaner.Save("cleaner.safetensors");
Cleaner loaded = new();
loaded.Load("cleaner.safetensors");
Console.WriteLine("saved as cleaner.safetensors and loaded again");

// The rest as it would arrive: a value in, a value out; what the network remembers is in the state.
ReadOnlySpan<float> values = recording.Series[0].Values.Span;   // [steps, 2]: measured, true
Cleaner.State state = default;
float[] output = new float[1];
double before = 0, after = 0;
int steps = values.Length / 2;
for (int step = learned; step < steps; step++)
{
    (float measured, float truth) = (values[2 * step], values[(2 * step) + 1]);
    loaded.Step([measured], ref state, output);
    before += Math.Pow(measured - truth, 2);
    after += Math.Pow(output[0] - truth, 2);
}

int count = steps - learned;
Console.WriteLine($"{count} new steps, one by one: error {Math.Sqrt(before / count):0.00} before, {Math.Sqrt(after / count):0.00} after");
