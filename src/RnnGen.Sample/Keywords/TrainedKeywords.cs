using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Output;
using RnnGen.Training;

namespace RnnGen.Sample.Keywords;

/// <summary>A network that has learned commands.</summary>
/// <param name="Network">The network.</param>
/// <param name="Standardization">What it expects of its inputs.</param>
/// <param name="History">How training went.</param>
internal sealed record TrainedKeywords(KeywordNetwork Network, Standardization Standardization, TrainingHistory History)
{
    private const int BatchSize = 32;

    // The share of the first learning rate that the last one is.
    private const double LastRate = 0.02;

    /// <summary>Trains.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">How.</param>
    /// <param name="view">Shows every step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="CommandFailure">A loss or a gradient is not finite.</exception>
    public static TrainedKeywords Fit(KeywordsData data, TrainingOptions options, IProgramView view, CancellationToken cancellation)
    {
        Standardization standardization = Standardization.Learn(data.Training);
        KeywordNetwork network = new(options.Seed);
        network.Threads = options.Threads > 0 ? options.Threads : network.Threads;
        BatchSource training = new(standardization.Apply(data.Training), new BatchOptions { BatchSize = BatchSize, Seed = options.Seed });
        BatchSource validation = new(
            standardization.Apply(data.Validation), new BatchOptions { BatchSize = 2 * BatchSize, Shuffle = false });
        long steps = (long)options.Epochs * training.Batches;
        FitOptions fit = new()
        {
            Optimizer = new Adam(options.LearningRate),
            Schedule = new CosineSchedule(options.LearningRate, steps, LastRate * options.LearningRate),
            Clipping = new GlobalNormClipping(1),
            Epochs = options.Epochs,
            Metrics = [new AccuracyMetric()],
            Monitor = FitOptions.ValidationLoss,

            // The schedule needs all of its epochs; the best one is what is kept.
            EarlyStopping = new EarlyStopping { Patience = options.Epochs },
        };
        TrainingHistory history = view.Fit(
            "Training", network.CreateTrainer(options.Threads), training, training.Batches, validation, fit, static _ => { }, cancellation);
        return new TrainedKeywords(network, standardization, history);
    }
}
