namespace RnnGen.Training.Tests.Fitting;

/// <summary>Tags every step; the loss divides by the number of targets.</summary>
[RnnModel(InputSize = 3), Lstm(6), Dense(4, EveryStep = true)]
[SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep, IgnoreIndex = -1)]
internal sealed partial class TaggingModel;

/// <summary>Tags every step; the loss divides by the number of rows.</summary>
[RnnModel(InputSize = 3), Lstm(6), Dense(4, EveryStep = true), SoftmaxCrossEntropy]
internal sealed partial class RowTaggingModel;

/// <summary>Foretells numbers.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(2), MeanSquaredError(Reduction = LossReduction.Sum)]
internal sealed partial class SumModel;

/// <summary>With masks of dropout.</summary>
[RnnModel(InputSize = 3), Gru(16, InputDropout = 0.2, OutputDropout = 0.3), Dense(4), SoftmaxCrossEntropy]
internal sealed partial class DropoutModel;

/// <summary>Learns what comes next of three characters.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(3, EveryStep = true), SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep)]
internal sealed partial class CharacterModel;

/// <summary>Classes of different weight; smoothed.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(4)]
[SoftmaxCrossEntropy(ClassWeights = new[] { 0.25, 0.5, 3, 1 }, LabelSmoothing = 0.2, IgnoreIndex = -1)]
internal sealed partial class WeightedModel;

/// <summary>One class has no weight; smoothed, a vector a row.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 0, 2, 0.5 }, LabelSmoothing = 0.3)]
internal sealed partial class WeightlessModel;

/// <summary>The same with a target each step.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(3, EveryStep = true)]
[SoftmaxCrossEntropy(ClassWeights = new[] { 0, 2, 0.5 }, LabelSmoothing = 0.3, Reduction = LossReduction.PerValidStep)]
internal sealed partial class WeightlessStepsModel;

/// <summary>A line through numbers, without anything that saturates.</summary>
[RnnModel(InputSize = 3), Gru(4), Dense(2), MeanAbsoluteError]
internal sealed partial class DistanceModel;

/// <summary>Foretells distributions, whose loss may be negative.</summary>
[RnnModel(InputSize = 3), Gru(6), Dense(4), GaussianNegativeLogLikelihood]
internal sealed partial class GaussianModel;

/// <summary>Learns what token comes next.</summary>
[RnnModel, Embedding(3, 4), Gru(6), Dense(3, EveryStep = true), SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep)]
internal sealed partial class TokenTaggingModel;
