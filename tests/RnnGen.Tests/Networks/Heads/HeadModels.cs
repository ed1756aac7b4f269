using System;

namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3, Steps = 5), Gru(4), Dense(5, Activation = Activation.Tanh), Dense(3, Activation = Activation.Sigmoid)]
[MeanSquaredError]
internal sealed partial class StaticActivated;

[RnnModel(InputSize = 3), Gru(4), Dense(5, Activation = Activation.Tanh), Dense(3, Activation = Activation.Sigmoid), MeanSquaredError]
internal sealed partial class DynamicActivated;

[RnnModel(InputSize = 3, Steps = 5), Lstm(4), Dense(5, Activation = Activation.Tanh, EveryStep = true), Dense(18, EveryStep = true)]
[SoftmaxCrossEntropy(LabelSmoothing = 0.1, IgnoreIndex = -100, Reduction = LossReduction.PerValidStep)]
internal sealed partial class StaticTagger;

[RnnModel(InputSize = 3), Lstm(4), Dense(5, Activation = Activation.Tanh, EveryStep = true), Dense(18, EveryStep = true)]
[SoftmaxCrossEntropy(LabelSmoothing = 0.1, IgnoreIndex = -100, Reduction = LossReduction.PerValidStep)]
internal sealed partial class DynamicTagger;

[RnnModel(InputSize = 3, Steps = 5), Rnn(4), Dense(3, EveryStep = true), Dense(4, EveryStep = true)]
[SoftmaxCrossEntropy(ClassWeights = [0.5, 2, 1, 0])]
internal sealed partial class StaticWeightedTagger;

[RnnModel(InputSize = 3), Rnn(4), Dense(3, EveryStep = true), Dense(4, EveryStep = true)]
[SoftmaxCrossEntropy(ClassWeights = [0.5, 2, 1, 0])]
internal sealed partial class DynamicWeightedTagger;

[RnnModel(InputSize = 3, Steps = 5), Rnn(6), Lstm(5), Pooling(Pooling.Mean), Dense(3)]
[SoftmaxCrossEntropy(ClassWeights = [0.5, 2, 1], IgnoreIndex = 7)]
internal sealed partial class StaticMean;

[RnnModel(InputSize = 3), Rnn(6), Lstm(5), Pooling(Pooling.Mean), Dense(3)]
[SoftmaxCrossEntropy(ClassWeights = [0.5, 2, 1], IgnoreIndex = 7)]
internal sealed partial class DynamicMean;

[RnnModel(InputSize = 3, Steps = 5), Gru(17), Pooling(Pooling.Max), Huber(Delta = 0.25, Reduction = LossReduction.Sum)]
internal sealed partial class StaticMax;

[RnnModel(InputSize = 3), Gru(17), Pooling(Pooling.Max), Huber(Delta = 0.25, Reduction = LossReduction.Sum)]
internal sealed partial class DynamicMax;

[RnnModel(InputSize = 3, Steps = 5), Gru(6), Pooling(Pooling.Attention), Dense(3), SoftmaxCrossEntropy(IgnoreIndex = 7)]
internal sealed partial class StaticScored;

[RnnModel(InputSize = 3), Gru(6), Pooling(Pooling.Attention), Dense(3), SoftmaxCrossEntropy(IgnoreIndex = 7)]
internal sealed partial class DynamicScored;

[RnnModel(InputSize = 3, Steps = 5), Lstm(17, Direction = Direction.Bidirectional, Merge = Merge.Sum)]
[Pooling(Pooling.Attention, AttentionUnits = 5, KernelInitializer = Initializer.Normal, KernelInitializerValue = 1), MeanSquaredError]
internal sealed partial class StaticAttended;

[RnnModel(InputSize = 3), Lstm(17, Direction = Direction.Bidirectional, Merge = Merge.Sum)]
[Pooling(Pooling.Attention, AttentionUnits = 5, KernelInitializer = Initializer.Normal, KernelInitializerValue = 1), MeanSquaredError]
internal sealed partial class DynamicAttended;

[RnnModel(InputSize = 3, Steps = 5), Gru(16), Rnn(17), MeanAbsoluteError(Reduction = LossReduction.PerValidStep)]
internal sealed partial class StaticFollower;

[RnnModel(InputSize = 3), Gru(16), Rnn(17), MeanAbsoluteError(Reduction = LossReduction.PerValidStep)]
internal sealed partial class DynamicFollower;

[RnnModel(InputSize = 3, Steps = 5), Lstm(5), Dense(34, EveryStep = true), GaussianNegativeLogLikelihood]
internal sealed partial class StaticForecast;

[RnnModel(InputSize = 3), Lstm(5), Dense(34, EveryStep = true), GaussianNegativeLogLikelihood]
internal sealed partial class DynamicForecast;

[RnnModel(InputSize = 3, Steps = 5), Lstm(5), Dense(4, Activation = Activation.Sigmoid), Dense(2)]
[GaussianNegativeLogLikelihood(Reduction = LossReduction.PerValidStep)]
internal sealed partial class StaticNextValue;

[RnnModel(InputSize = 3), Lstm(5), Dense(4, Activation = Activation.Sigmoid), Dense(2)]
[GaussianNegativeLogLikelihood(Reduction = LossReduction.PerValidStep)]
internal sealed partial class DynamicNextValue;

[RnnModel(InputSize = 3, Steps = 5), Rnn(5), Dense(3, EveryStep = true), BinaryCrossEntropy]
internal sealed partial class StaticMultiLabel;

[RnnModel(InputSize = 3), Rnn(5), Dense(3, EveryStep = true), BinaryCrossEntropy]
internal sealed partial class DynamicMultiLabel;

[RnnModel(InputSize = 3, Steps = 5), Rnn(5), Pooling(Pooling.Last), MeanSquaredError(Reduction = LossReduction.Sum)]
internal sealed partial class StaticLast;

[RnnModel(InputSize = 3), Rnn(5), Pooling(Pooling.Last), MeanSquaredError(Reduction = LossReduction.Sum)]
internal sealed partial class DynamicLast;

/// <summary>Heads and losses, each as a static and as a dynamic class with the same layers.</summary>
internal static class HeadModels
{
    public const int Steps = 5;

    public static string[] Names { get; } =
        [
            "Activated",
            "Tagger",
            "WeightedTagger",
            "Mean",
            "Max",
            "Scored",
            "Attended",
            "Follower",
            "Forecast",
            "NextValue",
            "MultiLabel",
            "Last",
        ];

    /// <summary>Each name as static and as dynamic.</summary>
    public static ITrainableModel Create(string name, bool isStatic) => (ITrainableModel)Activator.CreateInstance(
        Type.GetType($"{typeof(HeadModels).Namespace}.{(isStatic ? "Static" : "Dynamic")}{name}", throwOnError: true)!, 3UL)!;

    /// <summary>Targets of the right kind and number, batch-major; NaN past a row's length.</summary>
    public static float[] Targets(ITrainableModel model, NetworkBatch batch, int seed)
    {
        HeadInfo head = model.Description.Heads[0];
        int steps = model.Description.OutputsEveryStep ? batch.Steps : 1;
        float[] targets = NetworkBatch.Floats(seed, batch.Rows * steps * head.TargetSize);
        object[] loss = model.GetType().GetCustomAttributes(typeof(LossAttribute), inherit: false);
        for (int start = 0; start < targets.Length; start += head.TargetSize)
        {
            Span<float> target = targets.AsSpan(start, head.TargetSize);
            float sum = 0;
            foreach (ref float value in target)
            {
                value = loss[0] is SoftmaxCrossEntropyAttribute or BinaryCrossEntropyAttribute ? (value + 1) / 2 : value;
                sum += value;
            }

            foreach (ref float value in target)
            {
                value /= loss[0] is SoftmaxCrossEntropyAttribute ? sum : 1;
            }
        }

        for (int row = 0; steps > 1 && row < batch.Lengths.Length; row++)
        {
            targets
                .AsSpan(((row * steps) + batch.Lengths[row]) * head.TargetSize, (steps - batch.Lengths[row]) * head.TargetSize)
                .Fill(float.NaN);
        }

        return targets;
    }

    /// <summary>Class indices, batch-major; some are ignored where that is possible, and no class past a row's length.</summary>
    public static int[] Labels(ITrainableModel model, NetworkBatch batch, int seed)
    {
        int steps = model.Description.OutputsEveryStep ? batch.Steps : 1;
        int[] labels = NetworkBatch.Labels(seed, batch.Rows * steps, model.Description.OutputSize);
        int? ignored = model.GetType().Name.EndsWith("WeightedTagger", StringComparison.Ordinal) ? null
            : ((SoftmaxCrossEntropyAttribute)model.GetType().GetCustomAttributes(typeof(LossAttribute), inherit: false)[0]).IgnoreIndex;
        for (int i = 2; ignored is int index && i < labels.Length; i += 3)
        {
            labels[i] = index;
        }

        for (int row = 0; steps > 1 && row < batch.Lengths.Length; row++)
        {
            labels.AsSpan((row * steps) + batch.Lengths[row], steps - batch.Lengths[row]).Fill(-5);
        }

        return labels;
    }
}
