using RnnGen.Generator.Common;

namespace RnnGen.Generator.Specification;

/// <summary>What follows the recurrent layers: what becomes of the steps, dense layers, the loss.</summary>
internal sealed record HeadSpec(SequenceReduction Reduction, EquatableArray<DenseSpec> Dense, LossSpec? Loss)
{
    /// <summary>The name of a head; null of the only one of a class without [Head].</summary>
    public string? Name { get; init; }

    /// <summary>What it reads; empty where that is the whole value of the last layer.</summary>
    public EquatableArray<ReadSpec> Reads { get; init; }

    /// <summary>Whether what it reads is one vector a row, so that nothing need be reduced.</summary>
    public bool ReadsVector { get; init; }

    /// <summary>Whether it says itself what becomes of the steps.</summary>
    public bool Pools { get; init; }

    /// <summary>The factor of its loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The scores of <see cref="SequenceReduction.Attention"/>; null of other reductions.</summary>
    public AttentionSpec? Attention { get; init; }
}

/// <summary>What the head makes of the steps of a row.</summary>
internal enum SequenceReduction
{
    /// <summary>Nothing: each step has an output.</summary>
    None,
    Last,
    Mean,
    Max,

    /// <summary>A mean whose weights are learned.</summary>
    Attention,
}

/// <summary>How a step gets its score: through a layer of some units, or, with 0, directly.</summary>
internal sealed record AttentionSpec(int Units, LayerInitializers? Initializers);

/// <summary>One dense layer.</summary>
internal sealed record DenseSpec(int Units, Activation Activation, LayerInitializers? Initializers = null)
{
    /// <summary>The name in its parameters; null of a layer that is numbered.</summary>
    public string? Name { get; init; }

    /// <summary>Whether a bias is added.</summary>
    public bool Bias { get; init; } = true;
}

/// <summary>The loss and its options; those of other losses have their defaults.</summary>
internal sealed record LossSpec(LossKind Kind, LossReductionKind Reduction)
{
    public double LabelSmoothing { get; init; }

    /// <summary>A weight for each class, or none.</summary>
    public EquatableArray<double> ClassWeights { get; init; }

    /// <summary>The label that means no target, or null.</summary>
    public int? IgnoreIndex { get; init; }

    public double Delta { get; init; } = 1;

    /// <summary>The output that stands for no label.</summary>
    public int Blank { get; init; }

    /// <summary>Whether a target is a sequence of labels, one a row.</summary>
    public bool IsOfSequences => Kind == LossKind.ConnectionistTemporalClassification;

    /// <summary>Whether the outputs are logits of classes, of which padding must have none.</summary>
    public bool TakesClassLogits => IsClassification || IsOfSequences;

    /// <summary>Whether targets may be class indices.</summary>
    public bool IsClassification => Kind == LossKind.SoftmaxCrossEntropy;
}

/// <summary>The losses, named as their attributes.</summary>
internal enum LossKind
{
    SoftmaxCrossEntropy,
    BinaryCrossEntropy,
    MeanSquaredError,
    MeanAbsoluteError,
    Huber,
    GaussianNegativeLogLikelihood,
    ConnectionistTemporalClassification,
}

/// <summary>What the sum of the losses is divided by; numbered as the runtime's LossReduction.</summary>
internal enum LossReductionKind
{
    PerSequence,
    PerValidStep,
    Sum,
}
