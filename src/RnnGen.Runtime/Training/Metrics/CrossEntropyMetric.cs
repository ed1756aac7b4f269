using System;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>Mean softmax cross entropy in nats, <c>-Σ p·log softmax(y)</c>, without class weights or smoothing.</summary>
/// <param name="name">What the history calls it.</param>
public class CrossEntropyMetric(string name = CrossEntropyMetric.DefaultName) : MeanMetric(name, higherIsBetter: false)
{
    /// <summary>What the history calls it unless told otherwise.</summary>
    public const string DefaultName = "cross entropy";

    private float[] _row = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, int label) => AddTerm(LogSumExp(outputs) - outputs[label]);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> target)
    {
        double total = LogSumExp(outputs), sum = 0;
        for (int index = 0; index < target.Length; index++)
        {
            sum += target[index] * (total - outputs[index]);
        }

        AddTerm(sum);
    }

    /// <summary>log Σ exp(y), with the functions of the networks: the same bits on every machine.</summary>
    private double LogSumExp(ReadOnlySpan<float> outputs)
    {
        int padded = WeightLayout.Padded(outputs.Length);
        if (_row.Length < padded)
        {
            _row = new float[padded];
        }

        float largest = TensorPrimitives.Max(outputs);

        // Once: of a metric that two threads share, the field may hold a shorter row by now.
        Span<float> values = _row.AsSpan(0, padded);
        outputs.CopyTo(values);
        values[outputs.Length..].Fill(largest);
        ref float row = ref MemoryMarshal.GetReference(values);
        Simd128 maximum = Simd128.Create(largest);
        double sum = 0;
        for (nint lane = 0; lane < outputs.Length; lane += Simd128.Width)
        {
            Simd128.Store(VectorMath.Exp(Simd128.Load(ref row, lane) - maximum), ref row, lane);
        }

        foreach (float value in values[..outputs.Length])
        {
            sum += value;
        }

        row = (float)sum;
        Simd128.Store(VectorMath.Log(Simd128.Load(ref row, 0)), ref row, 0);
        return (double)largest + row;
    }
}

/// <summary>
/// exp of the mean cross entropy: among how many equally likely classes the model is as unsure (of language models per token).
/// </summary>
public sealed class PerplexityMetric() : CrossEntropyMetric("perplexity")
{
    /// <inheritdoc/>
    public override double Value => Math.Exp(Mean);
}
