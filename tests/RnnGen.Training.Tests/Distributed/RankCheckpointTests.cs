using System;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Tests.Interop;
using RnnGen.Training.Distributed;
using RnnGen.Training.Tests.Checkpoints;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Distributed;

/// <summary>Checkpoints of several ranks: rank 0 alone has the folder, and any number of ranks goes on from them.</summary>
public sealed class RankCheckpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Within an epoch, with carried states, dropout, several batches an update, a plateau and moments.</summary>
    [Theory]
    [InlineData(2, 2, 10)]
    [InlineData(2, 1, 10)]
    [InlineData(2, 3, 10)]
    [InlineData(1, 2, 10)]
    [InlineData(3, 3, 13)]
    [InlineData(5, 2, 9)]
    public void AnyNumberOfRanksGoesOn(int before, int after, int failingStep)
    {
        using TemporaryFolder folder = new();
        RankResult whole = ThreadRanks.Run(after, ranks => Train(ranks, null))[0];
        FitCheckpoints Checkpoints(Communicator ranks) => new()
        {
            // The others have no disk: what they name is a file.
            Folder = new CheckpointFolder(ranks.Rank == 0 ? folder["run"] : Path.Combine(folder["none"], "no", "folder")),
            EverySteps = 3,
        };

        Exception[] failures = ThreadRanks.Failures(before, ranks => Train(ranks, Checkpoints(ranks), new Callback(step: fit =>
        {
            if (fit.Step.Step == failingStep && fit.Rank == 0)
            {
                throw new InsufficientMemoryException();
            }
        })));
        Assert.IsType<InsufficientMemoryException>(failures[0]);
        CheckpointFolder written = new(folder["run"]);
        Assert.Equal(failingStep / 3 * 3, written.Steps[^1]);
        Assert.NotEqual(0, written.Steps[^1] % ResumableTraining.StepsOfAnEpoch);

        RankResult[] resumed = ThreadRanks.Run(after, ranks => Train(ranks, Checkpoints(ranks), seed: 9));
        Assert.All(resumed, rank => Assert.Equal(resumed[0].Bits, rank.Bits));
        if (before == after)
        {
            Assert.Equal(whole.Bits, resumed[0].Bits);
        }

        RankTraining.AssertClose(whole, resumed[0]);
        Assert.False(Directory.Exists(folder["none"]));
    }

    /// <summary>
    /// The file of several ranks is that of one process, but for rounding: place, digest of the last batch, states of all rows.
    /// </summary>
    [Fact]
    public void TheFileHasWhatOneProcessSaves()
    {
        using TemporaryFolder folder = new();
        CheckpointState[] states = [.. new[] { 1, 2, 3 }.Select(size =>
        {
            CheckpointFolder own = new(folder[$"of {size}"]);
            ThreadRanks.Failures(size, ranks => Train(
                ranks, new FitCheckpoints { Folder = own, EverySteps = 4 }, new Callback(step: fit =>
                {
                    if (fit.Step.Step == 4)
                    {
                        throw new InsufficientMemoryException();
                    }
                })));
            return own.ReadNewest()!.State;
        })];
        foreach (CheckpointState state in states[1..])
        {
            Assert.Equal(states[0].Names, state.Names);
            Assert.Equal(states[0].GetString("fit/last_batch"), state.GetString("fit/last_batch"));
            Assert.Equal(states[0].GetInt64("fit/carried_rows"), state.GetInt64("fit/carried_rows"));
            Assert.Equal(states[0].GetInt64("fit/dropout_pass"), state.GetInt64("fit/dropout_pass"));
            float[] alone = states[0].GetSingles("fit/carried_states").ToArray();
            float[] together = state.GetSingles("fit/carried_states").ToArray();
            Assert.Equal(alone.Length, together.Length);
            Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.Contains(alone, value => Math.Abs(value) > 1e-2);
        }
    }

    [Fact]
    public void CancellingSavesTheLastUpdate()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource source = new();
        RankResult whole = ThreadRanks.Run(2, ranks => Train(ranks, null))[0];
        Exception[] failures = ThreadRanks.Failures(2, ranks => Train(
            ranks, new FitCheckpoints { Folder = new CheckpointFolder(folder["run"]) }, new Callback(step: fit =>
            {
                if (fit.Step.Step == 8 && fit.Rank == 1)
                {
                    source.Cancel();
                }
            }), cancellation: ranks.Rank == 1 ? source.Token : default));
        Assert.All(failures, failure => Assert.IsType<OperationCanceledException>(failure));
        Assert.Equal(9, new CheckpointFolder(folder["run"]).Steps[^1]);
        RankResult resumed = ThreadRanks.Run(
            2, ranks => Train(ranks, new FitCheckpoints { Folder = new CheckpointFolder(folder["run"]) }, seed: 9))[0];
        Assert.Equal(whole.Bits, resumed.Bits);
    }

    [Fact]
    public void WhatDoesNotFitOneRankChangesNothingOnAny()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EverySteps = 3 };
        ThreadRanks.Failures(2, ranks => Train(ranks, checkpoints, new Callback(step: fit =>
        {
            if (fit.Step.Step == 3)
            {
                throw new InsufficientMemoryException();
            }
        })));
        (float[] Before, float[] After)[] parameters = new (float[], float[])[2];

        // Other tokens of the same number: the digest of the last batch tells rank 1.
        Exception[] failures = ThreadRanks.Failures(2, ranks =>
        {
            ResumableModel model = new(5);
            float[] before = model.Parameters.Values.ToArray();
            try
            {
                return Train(ranks, checkpoints, model: model, shift: ranks.Rank);
            }
            finally
            {
                parameters[ranks.Rank] = (before, model.Parameters.Values.ToArray());
            }
        });
        Assert.Equal(1, Assert.IsType<DistributedTrainingException>(failures[0]).Rank);
        Assert.Contains(
            "the batch before the place holds other values", Assert.IsType<CheckpointMismatchException>(failures[1]).Message,
            StringComparison.Ordinal);
        Assert.All(parameters, own => Assert.Equal(own.Before, own.After));

        // A folder that another training has, and one without a whole checkpoint: rank 0 alone can tell.
        using (checkpoints.Folder.Lock())
        {
            failures = ThreadRanks.Failures(2, ranks => Train(ranks, checkpoints with { Folder = new CheckpointFolder(folder["run"]) }));
        }

        Assert.IsAssignableFrom<IOException>(failures[0]);
        Assert.StartsWith(
            "Rank 0: IOException: ", Assert.IsType<DistributedTrainingException>(failures[1]).Message, StringComparison.Ordinal);
        foreach (long step in checkpoints.Folder.Steps)
        {
            File.WriteAllText(checkpoints.Folder.FileOf(step), "no checkpoint");
        }

        failures = ThreadRanks.Failures(2, ranks => Train(ranks, checkpoints));
        Assert.IsType<InvalidDataException>(failures[0]);
        Assert.Equal(0, Assert.IsType<DistributedTrainingException>(failures[1]).Rank);
    }

    /// <summary>An optimizer that goes on: its moments are those of rank 0, whatever the others have.</summary>
    [Fact]
    public void TheOptimizerIsThatOfTheFirst()
    {
        RankResult[] ends = ThreadRanks.Run(2, ranks =>
        {
            SmallModel model = new(2);
            Adam adam = new(0.02f);
            model.CreateTrainer(1).FitNow(
                FitData.Source(FitData.Labels(24, 3)), null, new FitOptions { Optimizer = adam, Epochs = 1 + ranks.Rank });
            return RankTraining.Fit(
                _ => model.CreateTrainer(1), () => FitData.Source(FitData.Labels(24, 3)), null, () => new FitOptions { Optimizer = adam },
                ranks);
        });
        Assert.Equal(ends[0].Bits, ends[1].Bits);
    }

    private static RankResult Train(
        Communicator ranks, FitCheckpoints? checkpoints, FitCallback? callback = null, ulong seed = 1, ResumableModel? model = null,
        int shift = 0, CancellationToken? cancellation = null)
    {
        model ??= new ResumableModel(seed + (ulong)ranks.Rank);
        ResumableModel.Trainer trainer = model.CreateTrainer(1);
        trainer.DropoutSeed = 3;
        int[] tokens = [.. Enumerable.Range(shift, 200).Select(i => i * i % 7 % 3)];
        TrainingHistory history = trainer.Fit(
            new TokenSource(tokens, 3, new TokenOptions { BatchSize = 3, Steps = 5, OneHot = true }),
            new TokenSource(tokens.AsMemory(0, 90), 3, new TokenOptions { BatchSize = 2, Steps = 5, OneHot = true }),
            new FitOptions
            {
                Optimizer = new Sgd(0.1f, momentum: 0.9f),
                Plateau = new ReduceOnPlateau(0.1, factor: 0.5, patience: 0, threshold: 0.05),
                Epochs = 3,
                AccumulateBatches = 2,
                Clipping = new GlobalNormClipping(0.5f),
                Metrics = [new CrossEntropyMetric()],
                EarlyStopping = new EarlyStopping { Patience = 50 },
                Checkpoints = checkpoints,
                Callbacks = callback is null ? [] : [callback],
                Communicator = ranks,
            },
            cancellation: cancellation ?? Cancellation);
        return new RankResult(history, model.Parameters.Values.ToArray());
    }
}
