using System;
using System.IO;
using System.Linq;
using RnnGen.Data;
using RnnGen.Training;

namespace RnnGen.Attack.Readers;

/// <summary>What checkpoints and parameters belong to: a model with everything that a checkpoint has to hold.</summary>
[RnnModel(InputSize = 3), Gru(4, OutputDropout = 0.2), Dense(3, EveryStep = true)]
[SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep)]
internal sealed partial class AttackedModel;

/// <summary>Checkpoints with damage that their digest tells.</summary>
internal class CheckpointTarget(string name = "checkpoint") : SafetensorsFiles(name)
{
    /// <summary>Epochs of the training that goes on from a checkpoint.</summary>
    private const int Epochs = 3;

    private static readonly int[] Tokens = [.. Enumerable.Range(0, 40).Select(i => i * i % 7 % 3)];

    public override bool Allows(Exception failure, string path) =>
        base.Allows(failure, path) || (failure is CheckpointMismatchException && failure.Message.Contains(path, StringComparison.Ordinal));

    public override void Read(string path)
    {
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Read(path);
        AttackedModel model = new(seed: 2);
        Adam adam = Optimizer();
        float[] before = model.Parameters.Values.ToArray();
        try
        {
            checkpoint.Restore(model, adam);
        }
        catch (Exception) when (!model.Parameters.Values.SequenceEqual(before) || adam.Steps != 0)
        {
            throw new AttackException("What was refused changed the model or the optimizer.");
        }
    }

    protected override byte[][] Files() => [Trained(everySteps: 2), Trained(everySteps: 0)];

    protected static Adam Optimizer() => new(0.02f, amsGrad: true);

    /// <summary>Trains with the checkpoints of a folder, or goes on.</summary>
    protected static void Train(AttackedModel model, string folder, int everySteps = 0) =>
        model.CreateTrainer(1).Fit(Source(), Source(), new FitOptions
        {
            Optimizer = Optimizer(),
            Plateau = new ReduceOnPlateau(0.02, factor: 0.5, patience: 0, threshold: 0.05),
            Epochs = Epochs,
            AccumulateBatches = 2,
            AccumulationReduction = LossReduction.PerValidStep,
            EarlyStopping = new EarlyStopping { Patience = 50 },
            Checkpoints = new FitCheckpoints
            {
                Folder = new CheckpointFolder(folder),
                EverySteps = everySteps,
                EveryEpochs = everySteps == 0 ? 1 : 0,
            },
        });

    private static TokenSource Source() => new(Tokens, 3, new TokenOptions { BatchSize = 2, Steps = 4, OneHot = true });

    /// <summary>The first checkpoint of a training: in the middle of an epoch, or at the end of one.</summary>
    private static byte[] Trained(int everySteps)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rnngen-attack-");
        try
        {
            Train(new AttackedModel(seed: 1), folder.FullName, everySteps);
            CheckpointFolder checkpoints = new(folder.FullName);
            return File.ReadAllBytes(checkpoints.FileOf(checkpoints.Steps[0]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
