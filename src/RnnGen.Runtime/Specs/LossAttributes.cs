using System;

namespace RnnGen;

/// <summary>
/// What the sum of the losses of all targets is divided by. A model whose outputs are one vector a row has one target a row, otherwise each
/// valid step has one. Targets that are ignored are counted nowhere; where nothing is counted, or only classes of weight 0 where weights
/// are summed, the loss is 0, and so are its gradients.
/// </summary>
public enum LossReduction
{
    /// <summary>
    /// By the number of rows that have a target: the mean over rows, of the sum over the valid steps of a row where each step has a target.
    /// With class weights and one target a row: by the sum of the weights, as <see cref="PerValidStep"/>.
    /// </summary>
    PerSequence,

    /// <summary>
    /// By the number of targets: the mean over all valid steps of all rows. With class weights and class indices: by the sum of the weights
    /// of the targets' classes (PyTorch's <c>mean</c>).
    /// </summary>
    PerValidStep,

    /// <summary>By nothing: the sum.</summary>
    Sum,
}

/// <summary>
/// The loss of a model: what a trainer's <c>ComputeGradients</c> computes and differentiates. One a model, or one a
/// <see cref="HeadAttribute"/>.
/// </summary>
public abstract class LossAttribute : Attribute
{
    /// <summary>What the sum of the losses is divided by; <see cref="LossReduction.PerSequence"/> unless set.</summary>
    public LossReduction Reduction { get; set; }
}

/// <summary>
/// The loss of a classifier: softmax cross entropy of the logits, mean over the batch
/// (TensorFlow's <c>reduce_mean(softmax_cross_entropy_with_logits)</c>). Follows a linear <see cref="DenseAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// s in <c>p·(1 - s) + s / classes</c>, which replaces the probabilities p to learn (TensorFlow's and PyTorch's
    /// <c>label_smoothing</c>); at least 0 and below 1, 0 unless set.
    /// </summary>
    public double LabelSmoothing { get; set; }

    /// <summary>
    /// A factor for each class, [classes], on its term of <c>-Σ p·log softmax(y)</c> (PyTorch's <c>weight</c>); all 1 unless set.
    /// <see cref="LossReduction"/> says what the mean divides by.
    /// </summary>
    public double[] ClassWeights { get; set; } = [];

    /// <summary>
    /// A label that marks a target as none: no loss, no gradient, not counted (PyTorch's <c>ignore_index</c>). Every label must be a class
    /// unless set. Class probabilities as targets are never ignored.
    /// </summary>
    public int IgnoreIndex { get; set; }
}

/// <summary>
/// Cross entropy of independent yes/no outputs, from logits: <c>max(y, 0) - y·t + log(1 + exp(-|y|))</c>, mean over the outputs (PyTorch's
/// <c>BCEWithLogitsLoss</c>, TensorFlow's <c>sigmoid_cross_entropy_with_logits</c>). Targets are in 0..1. Follows a linear
/// <see cref="DenseAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BinaryCrossEntropyAttribute : LossAttribute;

/// <summary><c>(y - t)²</c>, mean over the outputs (Keras' <c>MeanSquaredError</c>, PyTorch's <c>MSELoss</c>).</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanSquaredErrorAttribute : LossAttribute;

/// <summary>
/// <c>|y - t|</c>, mean over the outputs (Keras' <c>MeanAbsoluteError</c>, PyTorch's <c>L1Loss</c>); the derivative at 0 is 0.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanAbsoluteErrorAttribute : LossAttribute;

/// <summary>
/// Huber (1964): <c>(y - t)² / 2</c> up to a distance of <see cref="Delta"/>, <c>Delta·(|y - t| - Delta / 2)</c> beyond, mean over the
/// outputs (Keras' <c>Huber</c>, PyTorch's <c>HuberLoss</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HuberAttribute : LossAttribute
{
    /// <summary>Where the square becomes a line; positive, 1 unless set.</summary>
    public double Delta { get; set; } = 1;
}

/// <summary>
/// The head gives a normal distribution for each target: of 2·n outputs the first n are means μ, the last n log-variances s. The loss is
/// <c>(s + (t - μ)²·exp(-s)) / 2</c>, mean over the n targets: Nix and Weigend (1994), PyTorch's <c>GaussianNLLLoss</c> of the variance
/// exp(s) without its lower limit of the variance, and like it without the constant log(2π) / 2. Follows a linear
/// <see cref="DenseAttribute"/> of 2·n units.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GaussianNegativeLogLikelihoodAttribute : LossAttribute;

/// <summary>
/// Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber, 2006): the target of a row is a sequence of labels
/// without a place in time. The loss of a row is <c>-log p(labels)</c>, where p sums over all ways to spread the labels over the steps:
/// each step has a label or the blank, and a label that goes on for several steps counts once. Probabilities of a step are the softmax of
/// its logits, so the definition is PyTorch's <c>ctc_loss</c> of <c>log_softmax</c>. The losses of the rows are divided as
/// <see cref="LossAttribute.Reduction"/> says, by the number of rows unless set; PyTorch's <c>mean</c> divides each by its number of
/// labels first. Follows a linear <see cref="DenseAttribute"/> of all labels and the blank, at every step.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConnectionistTemporalClassificationAttribute : LossAttribute
{
    /// <summary>The output that stands for no label, 0 to units - 1; 0 unless set (PyTorch's <c>blank</c>).</summary>
    public int Blank { get; set; }
}
