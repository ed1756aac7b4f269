namespace RnnGen.Tests.Networks;

// Networks whose states and gradients shrink from step to step until nothing is left of them.

[RnnModel(InputSize = 3), Rnn(8), Lstm(9), Gru(17), Mgu(5), Ugrnn(4), Dense(2, EveryStep = true), SoftmaxCrossEntropy]
internal sealed partial class DecayingStack;

[RnnModel(InputSize = 3, Steps = 60), Rnn(8), Lstm(9), Gru(17), Mgu(5), Ugrnn(4), Dense(2, EveryStep = true), SoftmaxCrossEntropy]
internal sealed partial class StaticDecayingStack;

[RnnModel(InputSize = 8, Initialization = Initialization.PyTorch), Lstm(64), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LongLstm;

[RnnModel(InputSize = 8), Gru(64), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LongGru;

/// <summary>Half of the state is left at each step, and of its gradient, with no rounding.</summary>
[CellEquations("""
    state h
    h' = 0.5*h + x
    """)]
internal sealed class HalvingTextAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 9), HalvingText(9)]
internal sealed partial class Halving;
