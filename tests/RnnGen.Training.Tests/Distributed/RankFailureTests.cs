using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Data;
using RnnGen.Training.Distributed;
using RnnGen.Training.Tests.Fitting;
using Xunit;

namespace RnnGen.Training.Tests.Distributed;

/// <summary>What goes wrong on one rank ends all of them, in the same place.</summary>
public sealed partial class RankFailureTests
{
    private const int Size = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ABadInputNamesItsRank(int accumulate)
    {
        // Row 4 of 8 is the second of rank 1, whose first is row 3.
        (float[] Before, float[] After)[] parameters = new (float[], float[])[Size];
        Exception[] failures = ThreadRanks.Failures(Size, ranks =>
        {
            SmallModel model = new(2 + (ulong)ranks.Rank);
            float[] before = [];
            try
            {
                return Fit(
                    model, ranks,
                    Options(new Callback(fit => before = model.Parameters.Values.ToArray())) with { AccumulateBatches = accumulate },
                    new Changed(FitData.Source(FitData.Labels(24, 3)), Poison, at: 2));
            }
            finally
            {
                parameters[ranks.Rank] = (before, model.Parameters.Values.ToArray());
            }
        });
        NonFiniteTrainingException first = Assert.IsType<NonFiniteTrainingException>(failures[0]);
        Assert.All(failures, failure => Assert.Equal(first.Message, Assert.IsType<NonFiniteTrainingException>(failure).Message));
        Assert.Equal("the inputs", first.Tensor);
        Assert.Contains(
            "The first value that is not finite is on rank 1, in the inputs, step 0, row 4, element 2 (NaN).", first.Message,
            StringComparison.Ordinal);
        Assert.Equal(accumulate == 1 ? 2 : 1, first.Step);

        // The parameters are those before the step, on all.
        Assert.NotEqual(new SmallModel(2).Parameters.Values.ToArray(), parameters[0].Before);
        Assert.All(parameters, own => Assert.Equal(parameters[0].Before, own.Before));
        Assert.All(parameters, own => Assert.Equal(parameters[0].Before, own.After));

        static void Poison(TrainingBatch batch) => batch.Inputs[(4 * batch.Steps * 3) + 2] = float.NaN;
    }

    /// <summary>Parts that are finite, the sum of which is not.</summary>
    [Fact]
    public void AnOverflowOfTheSumIsOfNoRank()
    {
        SequenceArrays data = new(
            new SequenceShape { Features = 3, Targets = TargetForm.Values, TargetSize = 2 }, new[] { 1, 1, 1 }, new float[9],
            targets: Enumerable.Repeat(1.3e19f, 6).ToArray());
        Exception[] failures = ThreadRanks.Failures(
            Size, ranks => new SumModel(2).CreateTrainer(1).FitNow(FitData.Source(data), null, Options() with { Communicator = ranks }));
        NonFiniteTrainingException first = Assert.IsType<NonFiniteTrainingException>(failures[0]);
        Assert.All(failures, failure => Assert.Equal(first.Message, failure.Message));
        Assert.Contains(
            "The first value that is not finite is in the sum over 3 ranks of the loss.", first.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("epochs: 4, on rank 0 3")]
    [InlineData("learning rate 0.25")]
    [InlineData("batches of an update: 2, on rank 0 1")]
    [InlineData("training data, batch size: 6, on rank 0 8")]
    [InlineData("training data, sequences: 23, on rank 0 24")]
    [InlineData("training data, seed: ")]
    [InlineData("validation data: none, on rank 0 3 features")]
    [InlineData("clipping: values up to 1, on rank 0 none")]
    [InlineData("schedule: 0.5 at 0")]
    [InlineData("model: spec ")]
    public void WhatIsNotTheSameIsRefused(string difference)
    {
        float[]?[] parameters = new float[]?[Size];
        Exception[] failures = ThreadRanks.Failures(Size, ranks =>
        {
            bool isOther = ranks.Rank == 1;
            ISupervisedTrainer trainer = isOther && difference.StartsWith("model", StringComparison.Ordinal)
                ? new WiderModel(2).CreateTrainer(1)
                : new SmallModel(2).CreateTrainer(1);
            FitOptions options = Options();
            BatchSource train = FitData.Source(FitData.Labels(24, 3));
            ISequenceSource? validation = FitData.Source(FitData.Labels(24, 3));
            if (isOther)
            {
                (options, train, validation) = difference.Split(' ')[0..2] switch
                {
                    ["epochs:", _] => (options with { Epochs = 4 }, train, validation),
                    ["learning", _] => (options with { Optimizer = new Sgd(0.25f) }, train, validation),
                    ["batches", _] => (options with { AccumulateBatches = 2 }, train, validation),
                    ["clipping:", _] => (options with { Clipping = new ValueClipping(1) }, train, validation),
                    ["schedule:", _] => (options with { Schedule = new ConstantSchedule(0.5) }, train, validation),
                    ["validation", _] => (options, train, null),
                    ["training", "data,"] when difference.Contains("batch size", StringComparison.Ordinal) =>
                        (options, FitData.Source(FitData.Labels(24, 3), 6), validation),
                    ["training", "data,"] when difference.Contains("sequences", StringComparison.Ordinal) =>
                        (options, FitData.Source(FitData.Labels(23, 3)), validation),
                    ["training", _] => (options, FitData.Source(FitData.Labels(24, 3), shuffle: false), validation),
                    _ => (options, train, validation),
                };
            }

            try
            {
                return trainer.FitNow(train, validation, options with { Communicator = ranks });
            }
            finally
            {
                parameters[ranks.Rank] = trainer.Model.Parameters.Values.ToArray();
            }
        });
        Assert.All(failures, failure =>
        {
            Assert.Equal(1, Assert.IsType<DistributedTrainingException>(failure).Rank);
            Assert.Equal(failures[0].Message, failure.Message);
        });
        Assert.StartsWith(
            "Rank 1 is not about to train what rank 0 is; nothing has been done. ", failures[0].Message, StringComparison.Ordinal);
        Assert.Contains(difference, failures[0].Message, StringComparison.Ordinal);
        Assert.Equal(new SmallModel(2).Parameters.Values.ToArray(), parameters[0]);
    }

    [Fact]
    public void ABadArgumentOnOneRankEndsAll() => AssertFails<ArgumentOutOfRangeException>(
        2, "ArgumentOutOfRangeException: ", ranks => Fit(
            new SmallModel(2), ranks, Options() with { Epochs = ranks.Rank == 2 ? 0 : 3 }, FitData.Source(FitData.Labels(24, 3))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ASourceThatFailsEndsAll(int rank) => AssertFails<InvalidTimeZoneException>(
        rank, "InvalidTimeZoneException: no such row", ranks => Fit(
            new SmallModel(2), ranks, Options(), new Changed(
                FitData.Source(FitData.Labels(24, 3)),
                _ => throw (ranks.Rank == rank ? new InvalidTimeZoneException("no such row") : new NotImplementedException()), at: 1,
                isOnly: ranks.Rank == rank)));

    /// <summary>A label that is no class is found out before the pass, after the batch was read.</summary>
    [Fact]
    public void ATargetThatIsRefusedEndsAll() => AssertFails<ArgumentOutOfRangeException>(
        1, "label 9", ranks => Fit(
            new SmallModel(2), ranks, Options(), new Changed(FitData.Source(FitData.Labels(24, 3)), batch => batch.Labels[4] = 9, at: 1)));

    [Fact]
    public void DataThatEndEarlyEndAll()
    {
        Exception[] failures = ThreadRanks.Failures(Size, ranks => Fit(
            new SmallModel(2), ranks, Options(),
            BatchShareTests.Stream(FitData.Labels(ranks.Rank == 2 ? 8 : 24, 3), 8)));
        Assert.All(failures, failure => Assert.Equal(2, Assert.IsType<DistributedTrainingException>(failure).Rank));
        Assert.StartsWith("Rank 2: its data have no more batch", failures[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACallbackThatFailsEndsAll(bool afterEpoch) => AssertFails<InvalidTimeZoneException>(
        1, "InvalidTimeZoneException: no time", ranks => Fit(
            new SmallModel(2), ranks, ranks.Rank != 1 ? Options() : Options(
                afterEpoch
                    ? new Callback(epoch: (_, _) => throw new InvalidTimeZoneException("no time"))
                    : new Callback(fit => Fail(fit.Step.Step == 4))),
            FitData.Source(FitData.Labels(24, 3))));

    [Fact]
    public void AMetricThatFailsEndsAll() => AssertFails<InvalidTimeZoneException>(
        2, "InvalidTimeZoneException: no time", ranks => new SmallModel(2).CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(24, 3)), FitData.Source(FitData.Labels(24, 3)),
            Options() with { Communicator = ranks, Metrics = [new Failing(ranks.Rank == 2)] }));

    [Theory]
    [InlineData(1, 4)]
    [InlineData(0, 5)]
    public void RanksThatGoApartAreFoundOut(int every, int updates)
    {
        Exception[] failures = ThreadRanks.Failures(Size, ranks => Fit(
            new SmallModel(2), ranks, Options(new Callback(fit =>
            {
                if (fit.Rank == 2 && fit.Step.Step == 3)
                {
                    using ParameterEdit edit = fit.Trainer.Model.Parameters.Edit();
                    edit.Values[7] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(edit.Values[7]) ^ 1);
                }
            })) with
            { CompareRanksEverySteps = every },
            FitData.Source(FitData.Labels(40, 3))));
        Assert.All(failures, failure => Assert.Equal(2, Assert.IsType<DistributedTrainingException>(failure).Rank));
        Assert.StartsWith(
            $"After {updates} updates parameters or optimizer of rank 2 are no longer those of rank 0, to the bit.", failures[0].Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneRankIsCancelledAndAllEnd(bool hasCallbacks)
    {
        using CancellationTokenSource source = new();
        long[] last = new long[Size];
        Exception[] failures = ThreadRanks.Failures(Size, ranks =>
        {
            Changed train = new(FitData.Source(FitData.Labels(24, 3)), _ => source.Cancel(), at: 2, isOnly: ranks.Rank == 1);
            FitOptions options = hasCallbacks ? Options(new Callback(fit => last[fit.Rank] = fit.Step.Step)) : Options();
            return new SmallModel(2).CreateTrainer(1).Fit(
                train, null, options with { Communicator = ranks }, cancellation: ranks.Rank == 1 ? source.Token : default);
        });
        Assert.All(failures, failure => Assert.IsType<OperationCanceledException>(failure));
        Assert.Equal(hasCallbacks ? [2L, 2, 2] : [0L, 0, 0], last);
    }

    [Fact]
    public void OneRankStopsAndAllEndAfterTheSameUpdate()
    {
        (int Steps, string? Reason, string Ranks, int Reports)[] ends = ThreadRanks.Run(Size, ranks =>
        {
            List<string> seen = [];
            Reports reports = new();
            TrainingHistory history = new SmallModel(2).CreateTrainer(1).FitNow(
                FitData.Source(FitData.Labels(24, 3)), null, Options(new Callback(fit =>
                {
                    seen.Add($"{fit.Rank}/{fit.Ranks}");
                    if (fit.Rank == 2 && fit.Step.Step == 4)
                    {
                        fit.Stop("enough");
                    }
                })) with
                { Communicator = ranks, ProgressSteps = 1 }, reports);
            return (history.Steps.Count, history.StopReason, string.Join(' ', seen.Distinct()), reports.Count);
        });
        Assert.Equal([(5, "enough", "0/3", 7), (5, "enough", "1/3", 0), (5, "enough", "2/3", 0)], ends);
    }

    /// <summary>What no other rank can be told of, because it waits for sums already, ends the whole group.</summary>
    [Fact]
    public void AFailureInTheMiddleOfAPassEndsTheGroup()
    {
        Exception[] failures = ThreadRanks.Failures(
            Size,
            ranks => Fit(
                new SmallModel(2), ranks.Rank == 1 ? new Breaking(ranks) : ranks, Options(), FitData.Source(FitData.Labels(24, 3))),
            abort: "rank 1 of 3: InsufficientMemoryException: no memory");
        Assert.IsType<InsufficientMemoryException>(failures[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnUpdateThatOverflowsIsThatOfAll(int accumulate)
    {
        Exception[] failures = ThreadRanks.Failures(Size, ranks => Fit(
            new SmallModel(2), ranks, Options() with { Optimizer = new Sgd(float.MaxValue), AccumulateBatches = accumulate },
            FitData.Source(FitData.Labels(24, 3))));
        Assert.All(failures, failure => Assert.Equal(
            failures[0].Message, Assert.IsType<NonFiniteTrainingException>(failure).Message));
    }

    [Fact]
    public void HeadsThatCountDifferentlyHaveNoMeanOverBatches()
    {
        Exception[] failures = ThreadRanks.Failures(Size, ranks => new ListenerModel(2).CreateTrainer(1).FitNow(
            FitData.Source(HeadFitTests.Data(22, full: false)), null, Options() with { AccumulateBatches = 2, Communicator = ranks }));
        Assert.All(failures, failure => Assert.StartsWith(
            "The losses of the heads of ListenerModel count ", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void WhoeverIsCancelledBeforehandTrainsNothing()
    {
        Exception[] failures = ThreadRanks.Failures(Size, ranks => new SmallModel(2).CreateTrainer(1).Fit(
            FitData.Source(FitData.Labels(24, 3)), null,
            Options(new Callback(_ => throw new InvalidTimeZoneException("no time"))) with { Communicator = ranks },
            cancellation: new CancellationToken(ranks.Rank == 2)));
        Assert.All(failures, failure => Assert.IsType<OperationCanceledException>(failure));
    }

    /// <summary>A share of the processors each, unless somebody has said how many; afterwards as before.</summary>
    [Fact]
    public void RanksOfAMachineShareItsProcessors()
    {
        int each = Environment.GetEnvironmentVariable("RNNGEN_THREADS") is { Length: > 0 }
            ? new SmallModel(2).Threads
            : Math.Max(1, Environment.ProcessorCount / Size);
        Assert.All(Threads(null), threads => Assert.Equal((each, new SmallModel(2).Threads), threads));
        Assert.All(Threads(41), threads => Assert.Equal((41, 41), threads));

        static (int During, int After)[] Threads(int? told) => ThreadRanks.Run(Size, ranks =>
        {
            SmallModel model = new(2);
            model.Threads = told ?? model.Threads;
            int during = 0;
            Fit(model, ranks, Options(new Callback(_ => during = model.Threads)), FitData.Source(FitData.Labels(24, 3)));
            return (during, model.Threads);
        });
    }

    [Fact]
    public void ATrainerOfSomebodyElseIsRefused() => AssertFails<ArgumentException>(
        0, "no trainer of a generated model", ranks =>
        {
            ISupervisedTrainer trainer = new SmallModel(2).CreateTrainer(1);
            return (ranks.Rank == 0 ? new Foreign(trainer) : trainer).FitNow(
                FitData.Source(FitData.Labels(24, 3)), null, Options() with { Communicator = ranks });
        });

    private static bool Fail(bool now) => now ? throw new InvalidTimeZoneException("no time") : false;

    private static FitOptions Options(params FitCallback[] callbacks) =>
        new() { Optimizer = new Sgd(0.05f), Epochs = 3, Callbacks = callbacks };

    private static TrainingHistory Fit(SmallModel model, Communicator? ranks, FitOptions options, ISequenceSource train) =>
        model.CreateTrainer(1).FitNow(train, null, options with { Communicator = ranks });

    /// <summary>The rank that fails throws its failure; the others say whose it is.</summary>
    private static void AssertFails<T>(int rank, string message, Func<Communicator, TrainingHistory> fit)
        where T : Exception
    {
        Exception[] failures = ThreadRanks.Failures(Size, fit);
        Assert.IsType<T>(failures[rank]);
        foreach (Exception failure in failures.Where((_, other) => other != rank))
        {
            Assert.Equal(rank, Assert.IsType<DistributedTrainingException>(failure).Rank);
            Assert.StartsWith($"Rank {rank}: {typeof(T).Name}: ", failure.Message, StringComparison.Ordinal);
            Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        }
    }
}
