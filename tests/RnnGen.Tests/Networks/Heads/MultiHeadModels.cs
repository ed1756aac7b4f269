using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3, Steps = 5), Gru(6), Lstm(5)]
[Head("label", Weight = 0.25), Dense(4, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy(IgnoreIndex = 7)]
[Head("next"), Dense(3, EveryStep = true), MeanSquaredError]
[Head("loud", Weight = 2), Pooling(Pooling.Mean), Dense(2), BinaryCrossEntropy]
internal sealed partial class StaticThree;

[RnnModel(InputSize = 3), Gru(6), Lstm(5)]
[Head("label", Weight = 0.25), Dense(4, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy(IgnoreIndex = 7)]
[Head("next"), Dense(3, EveryStep = true), MeanSquaredError]
[Head("loud", Weight = 2), Pooling(Pooling.Mean), Dense(2), BinaryCrossEntropy]
internal sealed partial class DynamicThree;

// Two heads of the top layer's own steps, one of all steps, one of the last.
[RnnModel(InputSize = 3, Steps = 5), Rnn(17)]
[Head("shape", Weight = 0.5), Huber(Delta = 0.25)]
[Head("same"), MeanAbsoluteError(Reduction = LossReduction.PerValidStep)]
[Head("tag", Weight = 3), Dense(4, EveryStep = true), SoftmaxCrossEntropy(Reduction = LossReduction.Sum)]
[Head("last", Weight = 0.125), Dense(4), GaussianNegativeLogLikelihood]
internal sealed partial class StaticStreams;

[RnnModel(InputSize = 3), Rnn(17)]
[Head("shape", Weight = 0.5), Huber(Delta = 0.25)]
[Head("same"), MeanAbsoluteError(Reduction = LossReduction.PerValidStep)]
[Head("tag", Weight = 3), Dense(4, EveryStep = true), SoftmaxCrossEntropy(Reduction = LossReduction.Sum)]
[Head("last", Weight = 0.125), Dense(4), GaussianNegativeLogLikelihood]
internal sealed partial class DynamicStreams;

// Outputs that are not states, in reverse: the last step and all steps give the layer gradients at different places.
[RnnModel(InputSize = 3, Steps = 5), Gru(3, Direction = Direction.Reverse, Residual = true)]
[Head("last"), Dense(2), MeanSquaredError]
[Head("large"), Pooling(Pooling.Max), MeanSquaredError]
[Head("score", Weight = 0.5), Pooling(Pooling.Attention), Dense(2), MeanSquaredError]
internal sealed partial class StaticTurned;

[RnnModel(InputSize = 3), Gru(3, Direction = Direction.Reverse, Residual = true)]
[Head("last"), Dense(2), MeanSquaredError]
[Head("large"), Pooling(Pooling.Max), MeanSquaredError]
[Head("score", Weight = 0.5), Pooling(Pooling.Attention), Dense(2), MeanSquaredError]
internal sealed partial class DynamicTurned;

[RnnModel(InputSize = 3, Steps = 5), Lstm(5, Direction = Direction.Bidirectional)]
[Head("mean"), Pooling(Pooling.Mean), MeanSquaredError]
[Head("scored"), Pooling(Pooling.Attention, AttentionUnits = 4, KernelInitializer = Initializer.Normal, KernelInitializerValue = 1)]
[MeanSquaredError]
[Head("last", Weight = 0.5), Dense(2), MeanSquaredError]
internal sealed partial class StaticBoth;

[RnnModel(InputSize = 3), Lstm(5, Direction = Direction.Bidirectional)]
[Head("mean"), Pooling(Pooling.Mean), MeanSquaredError]
[Head("scored"), Pooling(Pooling.Attention, AttentionUnits = 4, KernelInitializer = Initializer.Normal, KernelInitializerValue = 1)]
[MeanSquaredError]
[Head("last", Weight = 0.5), Dense(2), MeanSquaredError]
internal sealed partial class DynamicBoth;

// Without named heads: what one head of DynamicThree would be alone.
[RnnModel(InputSize = 3), Gru(6), Lstm(5), Dense(4, Activation = Activation.Tanh), Dense(3), SoftmaxCrossEntropy(IgnoreIndex = 7)]
internal sealed partial class LabelAlone;

[RnnModel(InputSize = 3), Gru(6), Lstm(5), Dense(3, EveryStep = true), MeanSquaredError]
internal sealed partial class NextAlone;

[RnnModel(InputSize = 3), Gru(6), Lstm(5), Pooling(Pooling.Mean), Dense(2), BinaryCrossEntropy]
internal sealed partial class LoudAlone;

// The cell's output is not a state in either direction; concatenated, and unit by unit.
[RnnModel(InputSize = 3), HandedUp(3, Direction = Direction.Bidirectional)]
[Head("last"), Dense(2)]
[Head("steps"), Dense(2, EveryStep = true)]
internal sealed partial class HandedUpBoth;

[RnnModel(InputSize = 3), HandedUp(17, Direction = Direction.Bidirectional, Merge = Merge.Product)]
[Head("steps"), Dense(2, EveryStep = true)]
[Head("last"), Dense(2)]
internal sealed partial class HandedUpProduct;

[CellEquations("""
    state h
    zk = [x, h] * kernel + bias
    k = tanh(zk)
    h' = 0.5*h + 0.5*k
    o = k * h'
    output o
    """)]
internal sealed class HandedUpAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Models of named heads, each as a static and as a dynamic class.</summary>
internal static class MultiHeadModels
{
    public const int Steps = 5;

    public static string[] Names { get; } = ["Three", "Streams", "Turned", "Both"];

    public static ITrainableModel Create(string name, bool isStatic) => (ITrainableModel)Activator.CreateInstance(
        Type.GetType($"{typeof(MultiHeadModels).Namespace}.{(isStatic ? "Static" : "Dynamic")}{name}", throwOnError: true)!, 3UL)!;

    /// <summary>The heads and their losses, from the attributes.</summary>
    public static IReadOnlyList<(HeadAttribute Head, LossAttribute Loss)> Heads(Type model)
    {
        object[] attributes = model.GetCustomAttributes(inherit: false);
        return [.. attributes.OfType<HeadAttribute>().Zip(attributes.OfType<LossAttribute>())];
    }

    /// <summary>
    /// Targets of all heads, batch-major; labels for classifiers where they are wanted, NaN and no class past a row's length.
    /// </summary>
    public static HeadTarget[] Targets(ITrainableModel model, NetworkBatch batch, int seed, bool labels) =>
        [.. model.Description.Heads.Select((head, index) => Target(head, Heads(model.GetType())[index].Loss, batch, seed + index, labels))];

    private static HeadTarget Target(HeadInfo head, LossAttribute loss, NetworkBatch batch, int seed, bool labels)
    {
        int steps = head.OutputsEveryStep ? batch.Steps : 1;
        if (labels && head.IsClassifier)
        {
            int[] classes = NetworkBatch.Labels(seed, batch.Rows * steps, head.OutputSize);
            for (int row = 0; steps > 1 && row < batch.Lengths.Length; row++)
            {
                classes.AsSpan((row * steps) + batch.Lengths[row], steps - batch.Lengths[row]).Fill(-5);
            }

            if (((SoftmaxCrossEntropyAttribute)loss).IgnoreIndex is int ignored and not 0)
            {
                classes[^1] = ignored;
            }

            return classes;
        }

        float[] values = NetworkBatch.Floats(seed, batch.Rows * steps * head.TargetSize);
        for (int start = 0; start < values.Length; start += head.TargetSize)
        {
            Span<float> target = values.AsSpan(start, head.TargetSize);
            float sum = 0;
            foreach (ref float value in target)
            {
                value = loss is SoftmaxCrossEntropyAttribute or BinaryCrossEntropyAttribute ? (value + 1) / 2 : value;
                sum += value;
            }

            foreach (ref float value in target)
            {
                value /= loss is SoftmaxCrossEntropyAttribute ? sum : 1;
            }
        }

        for (int row = 0; steps > 1 && row < batch.Lengths.Length; row++)
        {
            values
                .AsSpan(((row * steps) + batch.Lengths[row]) * head.TargetSize, (steps - batch.Lengths[row]) * head.TargetSize)
                .Fill(float.NaN);
        }

        return values;
    }
}
