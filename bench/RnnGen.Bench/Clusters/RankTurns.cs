using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Bench.Measurement;
using RnnGen.Bench.Networks;
using RnnGen.Bench.Suites;
using RnnGen.Data;
using RnnGen.Mpi;
using RnnGen.Training;

namespace RnnGen.Bench.Clusters;

/// <summary>What each rank of the suite <c>mpi</c> does: trains for itself and with the others, in turns, one thread each.</summary>
internal static class RankTurns
{
    /// <summary>The command of this program that a launcher starts, with the number of a case and the number of turns.</summary>
    public const string Command = "mpi-rank";

    private const int WarmSteps = 6, LeastSteps = 3;
    private const double SecondsOfATurn = 0.25;

    public static void Run(string networkNumber, string turnsNumber)
    {
        NetworkCase network = NetworkCase.All[int.Parse(networkNumber, CultureInfo.InvariantCulture)];
        int turns = int.Parse(turnsNumber, CultureInfo.InvariantCulture);
        using MpiCommunicator mpi = MpiCommunicator.Start();
        Trained warm = new(network, mpi.Size, WarmSteps);
        warm.Run(mpi, together: false);
        warm.Run(mpi, together: true);

        // As many steps on all ranks.
        double[] step = [Quartiles.Lower(warm.Alone.Seconds)];
        mpi.Sum(step);
        int steps = Math.Max(LeastSteps, (int)(SecondsOfATurn * mpi.Size / step[0]));
        Trained trained = new(network, mpi.Size, steps);
        for (int turn = 0; turn < turns; turn++)
        {
            trained.Run(mpi, together: turn % 2 == 0);
            trained.Run(mpi, together: turn % 2 != 0);
        }

        double[] alone = GatherAll(mpi, trained.Alone.Seconds), together = GatherAll(mpi, trained.Together.Seconds);
        if (mpi.Rank == 0)
        {
            double mean = trained.Alone.Seconds.Average();
            RankResult result = new()
            {
                Library = mpi.Library,
                Alone = alone,
                Together = together,
                Messages = [.. trained.Messages.Select(message => new GradientMessage(message.Bytes, Math.Min(1, message.Seconds / mean)))],
                CountsNeeded = Math.Min(1, trained.CountsNeeded / mean),
                SmallSums = trained.SmallSums,
            };
            Console.WriteLine(result.ToLine());
        }
    }

    private static double[] GatherAll(MpiCommunicator mpi, List<double> own)
    {
        double[] all = new double[own.Count * mpi.Size];
        mpi.Gather(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(own)), MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }

    /// <summary>The same model, once for each way, and the same rows a rank.</summary>
    private sealed class Trained
    {
        private readonly ISupervisedTrainer _aloneTrainer, _togetherTrainer;
        private readonly FitOptions _aloneOptions = Options(), _togetherOptions = Options();
        private readonly int _steps;
        private CountingCommunicator? _counting;
        private int _turnsTogether;

        public Trained(NetworkCase network, int ranks, int steps)
        {
            _steps = steps;
            _aloneTrainer = (ISupervisedTrainer)network.Create().CreateTrainer(threads: 1);
            _togetherTrainer = (ISupervisedTrainer)network.Create().CreateTrainer(threads: 1);
            Alone = new TimedSource(Source(network, network.TrainingBatch), steps);
            Together = new TimedSource(Source(network, ranks * network.TrainingBatch), steps);
        }

        public TimedSource Alone { get; }

        public TimedSource Together { get; }

        public IReadOnlyList<(int Bytes, double Seconds)> Messages => _counting!.MessagesOfAStep(_turnsTogether * _steps);

        public double CountsNeeded => _counting!.CountsNeeded;

        public int SmallSums => _counting!.SmallSumsOfAStep(_turnsTogether * _steps);

        public void Run(MpiCommunicator mpi, bool together)
        {
            mpi.Barrier();
            if (together)
            {
                _turnsTogether++;
                _counting ??= new CountingCommunicator(mpi, Together);
                _togetherTrainer.Fit(Together, null, _togetherOptions with { Communicator = _counting });
            }
            else
            {
                _aloneTrainer.Fit(Alone, null, _aloneOptions);
            }
        }

        private static FitOptions Options() => new() { Optimizer = new Adam(TrainingRate.Value) };

        private static BatchSource Source(NetworkCase network, int rows)
        {
            Workload work = new(network.Create().Description, rows, network.Steps);
            SequenceShape shape = new()
            {
                Features = work.Model.InputSize,
                Steps = network.Steps,
                Targets = TargetForm.Labels,
                TargetSize = work.Model.OutputSize,
            };
            int[] lengths = new int[rows];
            Array.Fill(lengths, network.Steps);
            return new BatchSource(
                new SequenceArrays(shape, lengths, work.Inputs, labels: work.Labels), new BatchOptions { BatchSize = rows });
        }
    }
}
