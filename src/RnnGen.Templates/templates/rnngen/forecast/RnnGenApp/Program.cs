using RnnGen;
using RnnGen.Data;
using RnnGen.Training;
using RnnGenSpace;

Temperatures data = new();

// Training: batches of 32 windows, shuffled anew in each epoch. Equal seeds give equal numbers, on every machine.
Forecaster forecaster = new(seed: 1);
TrainingHistory history = forecaster.CreateTrainer().Fit(
    new BatchSource(data.Training, new BatchOptions { BatchSize = 32, Seed = 1 }),
    new BatchSource(data.Validation, new BatchOptions { BatchSize = 256, Shuffle = false }),
    new FitOptions { Optimizer = new Adam(0.003f), Epochs = 60, EarlyStopping = new EarlyStopping { Patience = 10 } });
Console.WriteLine(
    $"{history.Epochs.Count} epochs, loss {history.Epochs[0].Loss:0.000} at first and {history.Epochs[^1].Loss:0.000} at last");

// The network is a file, and the file is a network; mean and deviation of the data go with it.
Dictionary<string, string> texts = [];
data.Scale.AddTo(texts);
forecaster.Parameters.Save("forecast.safetensors", texts);
Forecaster loaded = new();
loaded.Parameters.Load("forecast.safetensors");
Standardization scale = Standardization.From(ModelParameters.ReadMetadata("forecast.safetensors"));
Console.WriteLine("saved as forecast.safetensors and loaded again");

// How far is it off, in degrees? And how far is who says that tomorrow will be as today?
float[] degrees = data.Table.Series[0].Values.ToArray();
double error = 0, naive = 0;
for (int window = 0; window < data.Test.Count; window++)
{
    int now = data.Test.Place(window).Step + Forecaster.Past;
    float[] next = Forecast(degrees.AsSpan(now - Forecaster.Past, Forecaster.Past));
    for (int hour = 0; hour < Forecaster.Horizon; hour++)
    {
        error += Math.Abs(next[hour] - degrees[now + hour]);
        naive += Math.Abs(degrees[now + hour - Forecaster.Horizon] - degrees[now + hour]);
    }
}

int count = data.Test.Count * Forecaster.Horizon;
Console.WriteLine($"off by {error / count:0.00} degrees in the mean; as today: {naive / count:0.00}");

float[] tomorrow = Forecast(degrees.AsSpan(degrees.Length - Forecaster.Past));
Console.WriteLine($"the next {Forecaster.Horizon} hours: {string.Join(' ', tomorrow.Select(value => $"{value:0.0}"))}");

float[] Forecast(ReadOnlySpan<float> past)
{
    float[] inputs = past.ToArray(), outputs = new float[Forecaster.Horizon];
    scale.Apply(inputs);
    loaded.Predict(new SequenceBatch(inputs, batchSize: 1, steps: Forecaster.Past), outputs);
    scale.Invert(outputs);
    return outputs;
}
