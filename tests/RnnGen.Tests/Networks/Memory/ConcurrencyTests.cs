using System;
using System.Collections.Concurrent;
using System.Threading;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>One model used by many threads at once.</summary>
[Trait("Category", "Numerics")]
public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PredictionsOfManyThreadsAreThoseOfOne(int threads)
    {
        DynamicSweep9 model = Passes.Randomized(new DynamicSweep9(1), 2);
        model.Threads = threads;
        NetworkBatch[] batches = Array.ConvertAll(
            new[] { 1, 2, 5, 8, 17, 24 },
            rows => NetworkBatch.Random(DynamicSweep9.Description, rows, rows, 4, lengths: rows > 2, states: rows % 2 == 0));
        Prediction[] expected = Array.ConvertAll(batches, batch => Passes.Predict(model, batch));

        OnThreads(8, thread =>
        {
            for (int i = thread; i < thread + 75; i++)
            {
                Passes.Predict(model, batches[i % 6]).HasBitsOf(expected[i % 6], $"{batches[i % 6].Rows} rows");
            }
        });
    }

    [Fact]
    public void StepsOfManyThreadsAreThoseOfOne()
    {
        DynamicStack model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicStack.Description, 1, 1, 20);
        float[] expected = LastStep(model, batch);
        Expect.SameToRounding(Passes.Predict(model, batch).Outputs.AsSpan(^5..), expected, "last step of one thread");

        OnThreads(8, _ =>
        {
            for (int repetition = 0; repetition < 25; repetition++)
            {
                Expect.SameBits(expected, LastStep(model, batch), "last step");
            }
        });

        static float[] LastStep(DynamicStack model, NetworkBatch batch)
        {
            float[] output = new float[5];
            DynamicStack.State state = default;
            for (int step = 0; step < 20; step++)
            {
                model.Step(batch.Values.AsSpan(step * 3, 3), ref state, output);
            }

            return output;
        }
    }

    [Fact]
    public void PredictionsAreRightWhileAnotherModelTrains()
    {
        DynamicSweep9 model = Passes.Randomized(new DynamicSweep9(1), 2);
        NetworkBatch batch = NetworkBatch.Random(DynamicSweep9.Description, 1, 33, 4);
        Prediction expected = Passes.Predict(model, batch);
        float[] trained = TrainTenSteps();
        int running = 2;

        OnThreads(6, thread =>
        {
            if (thread < 2)
            {
                try
                {
                    Expect.SameBits(trained, TrainTenSteps(), "training beside predictions");
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }

                return;
            }

            do
            {
                Passes.Predict(model, batch).HasBitsOf(expected, "beside training");
            }
            while (Volatile.Read(ref running) > 0);
        });
    }

    [Fact]
    public void WhilePredictionsRunAnEditIsSeenWholeOrNotAtAll()
    {
        // All weights 0 and the last bias the number of the edit: every output is a number of an edit, or the call is refused.
        DenseStack model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DenseStack.Description, 1, 9, 4);
        Set(model, 0);
        bool done = false;
        OnThreads(4, thread =>
        {
            if (thread == 0)
            {
                try
                {
                    for (int edit = 1; edit <= 300; edit++)
                    {
                        Set(model, edit);
                    }
                }
                finally
                {
                    Volatile.Write(ref done, true);
                }

                return;
            }

            do
            {
                try
                {
                    float[] outputs = Passes.Predict(model, batch).Outputs;
                    Expect.Filled(outputs, outputs[0], "an output with weights of two edits");
                }
                catch (InvalidOperationException)
                {
                    // The edit was open.
                }
            }
            while (!Volatile.Read(ref done));
        });
        Expect.Filled(Passes.Predict(model, batch).Outputs, 300, "the last edit");

        static void Set(DenseStack model, int number)
        {
            using ParameterEdit edit = model.Parameters.Edit();
            edit.Values.Clear();
            edit["dense3/bias"].Fill(number);
        }
    }

    /// <summary>Few rows read two packings of the parameters, made one after the other: an edit may come between them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void APredictionIsOfOneVersionOfTheParameters(int rows)
    {
        RowTiles a = new(1), b = new(2), model = new(1);
        NetworkBatch batch = NetworkBatch.Random(RowTiles.Description, rows, rows, 2, states: true);
        Prediction ofA = Passes.Predict(a, batch), ofB = Passes.Predict(b, batch);
        Assert.NotEqual(ofA.Outputs[0], ofB.Outputs[0]);
        bool done = false;

        // More than one thread predicts: one that waits while another packs is the one that an edit overtakes.
        OnThreads(4, thread =>
        {
            if (thread == 0)
            {
                try
                {
                    for (int edit = 1; edit <= 250; edit++)
                    {
                        model.Parameters.CopyFrom(edit % 2 == 0 ? a.Parameters : b.Parameters);

                        // Without a pause every prediction would be refused.
                        Thread.Sleep(1);
                    }
                }
                finally
                {
                    Volatile.Write(ref done, true);
                }

                return;
            }

            do
            {
                try
                {
                    Prediction prediction = Passes.Predict(model, batch);
                    prediction.HasBitsOf(prediction.Outputs[0] == ofA.Outputs[0] ? ofA : ofB, "parameters of one model");
                }
                catch (InvalidOperationException)
                {
                    // The parameters changed while the prediction began.
                }
            }
            while (!Volatile.Read(ref done));
        });
        Passes.Predict(model, batch).HasBitsOf(ofA, "after the last edit");
    }

    /// <summary>Runs an action on threads of its own, all at once, and throws what they threw.</summary>
    internal static void OnThreads(int count, Action<int> action)
    {
        ConcurrentQueue<Exception> failures = [];
        Thread[] threads = new Thread[count];
        for (int index = 0; index < count; index++)
        {
            int thread = index;
            threads[index] = new Thread(() =>
            {
                try
                {
                    action(thread);
                }
                catch (Exception exception)
                {
                    failures.Enqueue(exception);
                }
            });
            threads[index].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }

    private static float[] TrainTenSteps()
    {
        DynamicSweep6 model = new(5);
        DynamicSweep6.Trainer trainer = model.CreateTrainer(2);
        NetworkBatch batch = NetworkBatch.Random(DynamicSweep6.Description, 1, 64, 6);
        Adam adam = new(0.01f);
        for (int step = 0; step < 10; step++)
        {
            trainer.Train(batch.View, NetworkBatch.Labels(step, 64, DynamicSweep6.OutputSize), adam);
        }

        return model.Parameters.Values.ToArray();
    }
}
