using System;
using RnnGen.Numerics;
using RnnGen.Threading;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Models whose weights are kept in fewer bits for prediction.</summary>
[Trait("Category", "Numerics")]
[Collection(ExclusiveCollection.Name)]
public sealed class StorageTests : IDisposable
{
    private readonly int _bits = SimdSupport.VectorBits;
    private readonly long _multiplyAddsPerPart = Partition.MultiplyAddsPerPart;

    public void Dispose()
    {
        SimdSupport.VectorBits = _bits;
        Partition.MultiplyAddsPerPart = _multiplyAddsPerPart;
    }

    /// <summary>Any width, any number of threads, a row alone or among others, static or dynamic, all at once or step by step.</summary>
    [Fact]
    public void EightBitsGiveTheSameBitsHoweverTheyAreRun()
    {
        const int Rows = 37, Steps = 7;
        DynamicInt8 model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicInt8.Description, 1, Rows, Steps, lengths: true, states: true);
        model.Threads = 1;
        Prediction expected = Passes.Predict(model, batch);
        Partition.MultiplyAddsPerPart = 1;
        foreach (int bits in new[] { 128, 256, 512 })
        {
            SimdSupport.VectorBits = bits;
            foreach (int threads in new[] { 1, 2, 3 })
            {
                model.Threads = threads;
                Passes.Predict(model, batch).HasBitsOf(expected, $"{bits} bits, {threads} threads");
                Passes.Predict(new StaticInt8(3) { Threads = threads }, batch).HasBitsOf(expected, $"static, {bits} bits");
            }

            foreach (int row in new[] { 0, 1, 5, 36 })
            {
                Prediction alone = Passes.Predict(model, batch.Pick(row));
                Expect.SameBits(batch.Take(expected.Outputs, row).AsSpan(0, 3), alone.Outputs, $"{bits} bits, row {row}");
                Steps1(model, batch.Pick(row), alone, $"{bits} bits, row {row}, steps");
            }
        }

        void Steps1(IRnnModel stream, NetworkBatch one, Prediction alone, string what)
        {
            float[] state = [.. one.States], output = new float[3];
            for (int step = 0; step < one.Lengths[0]; step++)
            {
                stream.Step(one.Values.AsSpan(step * 5, 5), state, output);
            }

            Expect.SameBits(alone.FinalStates, state, what);
            if (one.Lengths[0] > 0)
            {
                Expect.SameBits(alone.Outputs, output, what);
            }
        }
    }

    [Fact]
    public void SmallLayersStepAsTheyPredict()
    {
        IRnnModel model = new SmallInt8(4);
        NetworkBatch batch = NetworkBatch.Random(SmallInt8.Description, 1, 1, 9);
        Prediction prediction = Passes.Predict(model, batch);
        float[] state = new float[SmallInt8.StateSize], output = new float[1];
        foreach (float value in batch.Values)
        {
            model.Step([value], state, output);
        }

        Expect.SameBits(prediction.FinalStates, state, "state");
        Expect.SameBits(prediction.Outputs, output, "output");
    }

    [Fact]
    public void TrainingGivesTheBitsOfFloats()
    {
        NetworkBatch batch = NetworkBatch.Random(DynamicFloat32.Description, 1, 9, 6, lengths: true);
        ITrainableModel[] models = [new DynamicFloat32(3), new DynamicInt8(3), new DynamicBFloat16(3)];
        float[][] trained = Array.ConvertAll(
            models, model => Passes.TrainThreeSteps((ISupervisedTrainer)model.CreateTrainer(2), batch));
        Expect.SameBits(trained[0], trained[1], "eight bits");
        Expect.SameBits(trained[0], trained[2], "sixteen bits");
        Assert.Equal(DynamicFloat32.Description.SpecHash, DynamicInt8.Description.SpecHash);

        // Predictions are near those of floats, and not the same.
        Prediction floats = Passes.Predict(models[0], batch);
        foreach ((int index, double bound) in new[] { (1, 0.03), (2, 0.01) })
        {
            Prediction fewer = Passes.Predict(models[index], batch);
            double largest = 0;
            for (int i = 0; i < floats.Outputs.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(floats.Outputs[i] - fewer.Outputs[i]));
            }

            Assert.InRange(largest, 1e-6, bound);
        }
    }

    /// <summary>What a prediction computes is what a trace shows.</summary>
    [Fact]
    public void ATraceIsOfThePrediction()
    {
        DynamicInt8 model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicInt8.Description, 1, 5, 4);
        Prediction prediction = Passes.Predict(model, batch);
        ModelTrace trace = model.Trace(batch.View);
        for (int row = 0; row < 5; row++)
        {
            Expect.SameBits(prediction.FinalStates.AsSpan(row * DynamicInt8.StateSize, 65), Top(trace, row), "h");
        }

        ReadOnlySpan<float> Top(ModelTrace all, int row) => all[$"{DynamicInt8.Description.States[0].Name}"][3, row];
    }

    /// <summary>Weights that are zero, huge, or no numbers: each column by itself.</summary>
    [Fact]
    public void EachColumnHasItsOwnScale()
    {
        WideLinearInt8 model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            Span<float> kernel = edit[WideLinearInt8.Description.Parameters[0].Name];
            kernel.Clear();
            for (int input = 0; input < 6; input++)
            {
                kernel[input * 2] = input == 0 ? 1e30f : 1e28f;
                kernel[(input * 2) + 1] = 1e-20f;
            }
        }

        float[] output = new float[2];
        WideLinearInt8.State state = default;
        model.Step([1, 1, 1, 1, 1, 1], ref state, output);
        Assert.InRange(output[0], 1.03e30, 1.05e30);
        Assert.InRange(output[1], 5.9e-20, 6.1e-20);

        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit[WideLinearInt8.Description.Parameters[0].Name][0] = float.NaN;
        }

        state = default;
        model.Step([1, 1, 1, 1, 1, 1], ref state, output);
        Assert.True(float.IsNaN(output[0]));
        Assert.InRange(output[1], 5.9e-20, 6.1e-20);

        // Few inputs are floats: no rounding at all.
        LinearInt8 few = new(1);
        using (ParameterEdit edit = few.Parameters.Edit())
        {
            edit.Values.Fill(0.1f);
        }

        LinearInt8.State start = default;
        few.Step([0.3f], ref start, output);
        Assert.Equal(0.3f * 0.1f, output[0]);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        DynamicInt8 model = new(1) { Threads = 1 };
        NetworkBatch batch = NetworkBatch.Random(DynamicInt8.Description, 1, 9, 3);
        float[] outputs = new float[27], output = new float[3];
        DynamicInt8.State state = default;
        Assert.Equal(0, AllocationTests.Allocated(() =>
        {
            model.Predict(batch.View, outputs);
            model.Step(batch.Values.AsSpan(0, 5), ref state, output);
        }));
    }

    /// <summary>
    /// Few inputs stay in floats whether or not dropout leaves a part of them in training, where a prediction reads them all.
    /// </summary>
    [Fact]
    public void AClassWithDropoutPredictsTheBitsOfOneWithout()
    {
        DroppedInt8 dropped = new(3);
        PlainInt8 plain = new(4);
        NetworkBatch batch = NetworkBatch.Random(DroppedInt8.Description, 1, 9, 6, lengths: true, states: true);
        using (ParameterEdit edit = plain.Parameters.Edit())
        {
            dropped.Parameters.Values.CopyTo(edit.Values);
        }

        Passes.Predict(dropped, batch).HasBitsOf(Passes.Predict(plain, batch), "dropout");
    }
}
