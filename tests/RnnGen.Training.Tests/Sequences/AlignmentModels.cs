namespace RnnGen.Training.Tests.Sequences;

/// <summary>Learns sequences of labels 1 to 4; 0 is the blank.</summary>
[RnnModel(InputSize = 3), Rnn(6), Dense(5, EveryStep = true), ConnectionistTemporalClassification]
internal sealed partial class AlignmentModel;

/// <summary>The same with its steps unrolled.</summary>
[RnnModel(InputSize = 3, Steps = 8), Rnn(6), Dense(5, EveryStep = true), ConnectionistTemporalClassification]
internal sealed partial class StaticAlignmentModel;

/// <summary>The last output is the blank; the losses of the rows are added up.</summary>
[RnnModel(InputSize = 3), Lstm(7), Dense(18, EveryStep = true)]
[ConnectionistTemporalClassification(Blank = 17, Reduction = LossReduction.Sum)]
internal sealed partial class SumAlignmentModel;

/// <summary>Two sequences of labels and a class of each row.</summary>
[RnnModel(InputSize = 3)]
[Gru(6)]
[Head("spoken", Weight = 0.5)]
[Dense(5, EveryStep = true)]
[ConnectionistTemporalClassification(Blank = 2)]
[Head("speaker")]
[Dense(3)]
[SoftmaxCrossEntropy]
[Head("heard", Weight = 3)]
[Dense(4, Activation = Activation.Tanh, EveryStep = true)]
[Dense(3, EveryStep = true, Bias = false)]
[ConnectionistTemporalClassification]
internal sealed partial class HeardModel;

/// <summary>Reads tokens.</summary>
[RnnModel, Embedding(7, 3), Gru(6, Direction = Direction.Bidirectional), Dense(4, EveryStep = true)]
[ConnectionistTemporalClassification(Blank = 3)]
internal sealed partial class TokenAlignmentModel;
