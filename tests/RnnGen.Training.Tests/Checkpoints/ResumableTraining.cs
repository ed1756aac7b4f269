using System.Linq;
using System.Threading;
using RnnGen.Data;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>Learns what comes next of three characters, with masks of dropout.</summary>
[RnnModel(InputSize = 3), Gru(8, OutputDropout = 0.2), Dense(3, EveryStep = true)]
[SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep)]
internal sealed partial class ResumableModel;

/// <summary>
/// A training with everything that has a state of its own: carried states, dropout, accumulated gradients, a plateau, early stopping.
/// </summary>
/// <param name="seed">Seed of the model; of no effect where a checkpoint is restored.</param>
internal sealed class ResumableTraining(ulong seed = 1)
{
    /// <summary>Updates of an epoch.</summary>
    public const int StepsOfAnEpoch = 7;

    /// <summary>Epochs of a training that is killed again and again.</summary>
    public const int ManyEpochs = 30;

    public ResumableModel Model { get; } = new(seed);

    public Adam Optimizer { get; } = new(0.02f, amsGrad: true);

    public ReduceOnPlateau Plateau { get; } = new(0.02, factor: 0.5, patience: 0, threshold: 0.05);

    public TokenSource Source { get; } = new(Tokens(200), 3, new TokenOptions { BatchSize = 3, Steps = 5, OneHot = true });

    /// <summary>Trains, or goes on.</summary>
    public TrainingHistory Run(FitOptions options, CancellationToken cancellation)
    {
        ResumableModel.Trainer trainer = Model.CreateTrainer(1);
        trainer.DropoutSeed = seed;
        return trainer.Fit(
            Source, new TokenSource(Tokens(90), 3, new TokenOptions { BatchSize = 2, Steps = 5, OneHot = true }), options,
            cancellation: cancellation);
    }

    public FitOptions Options(FitCheckpoints? checkpoints, int epochs = 6, params FitCallback[] callbacks) => new()
    {
        Optimizer = Optimizer,
        Plateau = Plateau,
        Epochs = epochs,
        AccumulateBatches = 2,
        AccumulationReduction = LossReduction.PerValidStep,
        Clipping = new GlobalNormClipping(0.5f),
        Metrics = [new CrossEntropyMetric()],
        EarlyStopping = new EarlyStopping { Patience = 50 },
        Checkpoints = checkpoints,
        Callbacks = callbacks,
    };

    private static int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(i => i * i % 7 % 3)];
}
