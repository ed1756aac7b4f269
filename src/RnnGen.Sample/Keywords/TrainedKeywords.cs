using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Keywords;

/// <summary>A network that has learned commands.</summary>
/// <param name="Network">The network.</param>
/// <param name="Standardization">What it expects of its inputs.</param>
/// <param name="History">How training went.</param>
internal sealed record TrainedKeywords(KeywordNetwork Network, Standardization Standardization, TrainingHistory History)
{
    // The share of the first learning rate that the last one is.
    private const double LastRate = 0.02;

    /// <summary>Trains.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">How.</param>
    /// <param name="view">Shows every step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="CommandFailure">A loss or a gradient is not finite.</exception>
    public static TrainedKeywords Fit(KeywordsData data, KeywordsOptions options, IProgramView view, CancellationToken cancellation)
    {
        TrainingOptions training = options.Training;
        Standardization standardization = Standardization.Learn(data.Training);
        KeywordNetwork network = new(training.Seed);
        network.Threads = training.Threads > 0 ? training.Threads : network.Threads;
        BatchSource scenes = new(
            standardization.Apply(data.Training), new BatchOptions { BatchSize = options.BatchSize, Seed = training.Seed });
        BatchSource validation = new(
            standardization.Apply(data.Validation), new BatchOptions { BatchSize = options.BatchSize, Shuffle = false });
        long steps = (long)training.Epochs * scenes.Batches;
        FitOptions fit = new()
        {
            Optimizer = new Adam(training.LearningRate),
            Schedule = new CosineSchedule(training.LearningRate, steps, LastRate * training.LearningRate),
            Clipping = new GlobalNormClipping(1),
            Epochs = training.Epochs,
            Metrics = [new AccuracyMetric()],
            Monitor = FitOptions.ValidationLoss,

            // The schedule needs all of its epochs; the best one is what is kept.
            EarlyStopping = new EarlyStopping { Patience = training.Epochs },
        };
        TrainingHistory history = view.Fit(
            "Training", network.CreateTrainer(training.Threads), scenes, scenes.Batches, validation, fit, static _ => { }, cancellation);
        return new TrainedKeywords(network, standardization, history);
    }
}
