namespace RnnGen.Training.Tests.Fitting;

/// <summary>Tags every step; the loss divides by the number of targets.</summary>
[RnnModel(InputSize = 3), Lstm(6), Dense(4, EveryStep = true), SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep, IgnoreIndex = -1)]
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
