using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using RnnGen.Data;
using RnnGen.Mpi;
using RnnGen.Training;
using RnnGen.Training.Tests;
using RnnGen.Training.Tests.Checkpoints;

namespace RnnGen.MpiProbe;

/// <summary>The ranks train together.</summary>
internal static class FitProbe
{
    /// <summary>Updates between two checkpoints within an epoch.</summary>
    private const int EverySteps = 2;

    /// <summary>Trains to the end, or goes on, and tells what it has come to.</summary>
    /// <param name="mpi">The ranks.</param>
    /// <param name="folder">Where the checkpoints are; <c>none</c> for no checkpoints.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="isPaced">Whether rank 0 tells each update and waits for a line before it goes on.</param>
    public static void Run(MpiCommunicator mpi, string folder, int epochs, bool isPaced)
    {
        RankLines.Write(mpi, $"rank {mpi.Rank} is process {Environment.ProcessId,8}");
        FitCheckpoints? checkpoints =
            folder == "none" ? null : new FitCheckpoints { Folder = new CheckpointFolder(folder), EverySteps = EverySteps };

        // Other parameters on each rank: all begin with rank 0's.
        ResumableTraining training = new();
        training.Model.Parameters.CopyFrom(new ResumableModel(seed: 1 + (ulong)mpi.Rank).Parameters);
        FitOptions options = training.Options(checkpoints, epochs, isPaced && mpi.Rank == 0 ? [new Pace()] : []);
        TrainingHistory history = training.Run(options with { Communicator = mpi }, CancellationToken.None);
        string parameters = Convert.ToBase64String(MemoryMarshal.AsBytes(training.Model.Parameters.Values));
        RankLines.Write(mpi, $"parameters {parameters}");
        if (mpi.Rank == 0)
        {
            Console.WriteLine($"losses {Joined(history.Epochs.Select(epoch => epoch.Loss))}");
            Console.WriteLine($"validation {Joined(history.Epochs.Select(epoch => epoch.Metrics.Values.First()))}");
        }
    }

    /// <summary>One rank's data or options are not as the others': all throw.</summary>
    public static void Fail(MpiCommunicator mpi, string failure, int failing)
    {
        const int Rows = 6, Steps = 4;
        float[] inputs = [.. Enumerable.Range(0, Rows * Steps * 3).Select(i => MathF.Sin(i))];
        bool isFailing = mpi.Rank == failing;
        SequenceShape shape = new() { Features = 3, Steps = Steps, Targets = TargetForm.Labels, TargetSize = 3 };
        SequenceArrays data = new(
            shape, Enumerable.Repeat(Steps, Rows).ToArray(), inputs, labels: Enumerable.Range(0, Rows).Select(row => row % 3).ToArray());
        FitOptions options = new()
        {
            Optimizer = new Sgd(0.1f),
            Communicator = mpi,
            Epochs = failure == "mismatch" && isFailing ? 5 : 4,
            Callbacks = failure == "stall" && isFailing ? [new Stall()] : [],
        };
        int batchSize = failure == "batch" && isFailing ? 3 : Rows;
        new SmallModel(seed: 1).CreateTrainer(threads: 1).Fit(
            new PoisonedSource(new BatchSource(data, new BatchOptions { BatchSize = batchSize, Shuffle = false }), failure == "nan"), null,
            options);
    }

    private static string Joined(IEnumerable<double> values) =>
        string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The last number of a batch may be none: it is the last rank's.</summary>
    private sealed class PoisonedSource(ISequenceSource source, bool isPoisoned) : ISequenceSource
    {
        public SequenceShape Shape => source.Shape;

        public SourcePosition Position
        {
            get => source.Position;
            set => source.Position = value;
        }

        public IReadOnlyDictionary<string, string> Settings => source.Settings;

        public bool Read(TrainingBatch batch)
        {
            bool isRead = source.Read(batch);
            if (isRead && isPoisoned)
            {
                batch.Inputs[^1] = float.NaN;
            }

            return isRead;
        }
    }

    private sealed class Pace : FitCallback
    {
        public override void OnStep(FitContext fit)
        {
            Console.WriteLine($"step {fit.Step.Step}");
            if (Console.In.ReadLine() is null)
            {
                Environment.Exit(0);
            }
        }
    }

    private sealed class Stall : FitCallback
    {
        public override void OnStep(FitContext fit) => Thread.Sleep(Timeout.Infinite);
    }
}
