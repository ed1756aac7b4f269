using System;
using System.Threading;
using RnnGen.Training;
using RnnGen.Training.Tests.Checkpoints;

namespace RnnGen.CheckpointProbe;

/// <summary>Trains, or goes on. Tells each update before it may be saved, and waits for a line before it goes on.</summary>
internal static class FitProbe
{
    /// <summary>Updates between two checkpoints within an epoch.</summary>
    private const int EverySteps = 2;

    public static void Run(string path)
    {
        ResumableTraining training = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(path), EverySteps = EverySteps };
        training.Run(training.Options(checkpoints, ResumableTraining.ManyEpochs, new Pace()), CancellationToken.None);
    }

    private sealed class Pace : FitCallback
    {
        public override void OnStep(FitContext fit)
        {
            Console.WriteLine(fit.Step.Step);
            if (Console.In.ReadLine() is null)
            {
                Environment.Exit(0);
            }
        }
    }
}
