namespace RnnGen.Tests.Networks;

[RnnModel(InputSize = 3)]
[Gru(3, Residual = true)]
[Lstm(3, Residual = true)]
internal sealed partial class ResidualStack;

[RnnModel(InputSize = 9, Steps = 5)]
[Lstm(9, Residual = true)]
[Rnn(9, Residual = true)]
[Dense(2)]
internal sealed partial class StaticResidualHead;

[RnnModel(InputSize = 3)]
[Gru(4, Direction = Direction.Bidirectional)]
[Lstm(5, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class TwoDirections;

[RnnModel(InputSize = 3, Steps = 5)]
[Gru(4, Direction = Direction.Bidirectional)]
[Lstm(5, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class StaticTwoDirections;

[RnnModel(InputSize = 4)]
[Lstm(4, Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true)]
[Gru(4, Direction = Direction.Bidirectional, Merge = Merge.Product)]
[Rnn(3, Direction = Direction.Bidirectional, Merge = Merge.Average)]
internal sealed partial class EveryMerge;

/// <summary>Two directions side by side are as wide as their input.</summary>
[RnnModel(InputSize = 6)]
[Rnn(3, Direction = Direction.Bidirectional, Residual = true)]
[Dense(2)]
internal sealed partial class ResidualTwoDirections;

[RnnModel(InputSize = 3)]
[Gru(4, Direction = Direction.Bidirectional, Merge = Merge.Product)]
[Dense(2)]
internal sealed partial class ProductOfLastSteps;

[RnnModel(InputSize = 3)]
[Rnn(4, Direction = Direction.Bidirectional, Merge = Merge.Average)]
[Pooling(Pooling.Mean)]
[Dense(2, Activation = Activation.Swish)]
internal sealed partial class PooledDirections;

[RnnModel(InputSize = 3)]
[Lstm(4, Direction = Direction.Reverse)]
[Gru(4, Direction = Direction.Reverse, Residual = true)]
internal sealed partial class ReverseStack;

[RnnModel(InputSize = 3)]
[Rnn(4)]
[Gru(4, Direction = Direction.Reverse)]
[Dense(5, Activation = Activation.Softplus, EveryStep = true)]
[Dense(3, Activation = Activation.Swish, EveryStep = true)]
[Dense(2, Activation = Activation.Elu, EveryStep = true)]
internal sealed partial class ReverseHead;

/// <summary>Cells that no framework's fixture covers, with names that differ from those of the text below only in their stem.</summary>
[RnnModel(InputSize = 3)]
[Ugrnn(5, Activation = Activation.Elu)]
[Lstm(4, CoupledGates = true, Peepholes = true, CellClip = 0.25)]
[Gru(9, ResetAfter = true, Activation = Activation.Softsign)]
internal sealed partial class OptionStack;

[RnnModel(InputSize = 3)]
[UgrnnText(5)]
[CoupledText(4)]
[ResetAfterText(9)]
internal sealed partial class OptionTexts;

[CellEquations("""
    state h
    zg, zk = [x, h] * kernel + bias
    g = sigmoid(zg + 1)
    k = elu(zk, 1)
    h' = g*h + (1 - g)*k
    """)]
internal sealed class UgrnnTextAttribute(int units) : RecurrentCellAttribute(units);

[CellEquations("""
    state c, h
    zj, zf, zo = [x, h] * kernel + bias
    vector wf
    vector wo
    j = tanh(zj)
    f = sigmoid(zf + wf*c + 1)
    c' = clip(f*c + (1 - f)*j, 0.25)
    o = sigmoid(zo + wo*c')
    t = tanh(c')
    h' = o*t
    """)]
internal sealed class CoupledTextAttribute(int units) : RecurrentCellAttribute(units);

[CellEquations("""
    state h
    zr, zu = [x, h] * gates + gatesbias(1)
    zx = [x] * input + inputbias
    zh = [h] * hidden + hiddenbias
    r = sigmoid(zr)
    u = sigmoid(zu)
    k = softsign(zx + r*zh)
    h' = u*h + (1 - u)*k
    """)]
internal sealed class ResetAfterTextAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 3)]
[Lstm(5, InputDropout = 0.25, StateDropout = 0.5, OutputDropout = 0.125)]
[Gru(5, InputDropout = 0.5, StateDropout = 0.25, Residual = true, VariationalDropout = true)]
[Dense(2)]
internal sealed partial class DroppingStack;

[RnnModel(InputSize = 3, Steps = 5)]
[Lstm(5, InputDropout = 0.25, StateDropout = 0.5, OutputDropout = 0.125)]
[Gru(5, InputDropout = 0.5, StateDropout = 0.25, Residual = true, VariationalDropout = true)]
[Dense(2)]
internal sealed partial class StaticDroppingStack;

/// <summary>The same layers, which drop nothing.</summary>
[RnnModel(InputSize = 3)]
[Lstm(5)]
[Gru(5, Residual = true)]
[Dense(2)]
internal sealed partial class KeepingStack;

[RnnModel(InputSize = 40)]
[Rnn(50, Direction = Direction.Bidirectional, InputDropout = 0.3, OutputDropout = 0.2)]
internal sealed partial class DroppingDirections;

/// <summary>
/// After the simple recurrent unit of Lei et al. 2018: a product that only the output reads, and an output that is not a state.
/// </summary>
[CellEquations("""
    state c
    zf, zr, zx = [x] * kernel + bias
    f = sigmoid(zf)
    r = sigmoid(zr)
    c' = f*c + (1 - f)*zx
    t = tanh(c')
    g = r*t + (1 - r)*zx
    output g
    """)]
internal sealed class SimpleTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Where a row of units is padded with zeros, zero is divided by zero.</summary>
[CellEquations("""
    state h
    zk = [x, h] * kernel + bias
    vector v
    k = tanh(zk * (v / v))
    q = sqrt(k*k + v*v)
    h' = k * q
    """)]
internal sealed class DividingTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Products whose first operands are states.</summary>
[CellEquations("""
    state h, m
    zh = [h, m] * a + b
    s = tanh(zh)
    zm = [h, s] * c + d
    zx = [x] * e
    h' = tanh(zm + zx)
    m' = h' * s
    """)]
internal sealed class StatesFirstTextAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 3)]
[SimpleText(5)]
[Gru(4, ResetAfter = true)]
internal sealed partial class OutputValue;

[RnnModel(InputSize = 3)]
[DividingText(5)]
[Dense(2)]
internal sealed partial class Dividing;

[RnnModel(InputSize = 3)]
[StatesFirstText(5)]
internal sealed partial class StatesFirst;

/// <summary>With values of the names that other wrappers might take.</summary>
[CellEquations("""
    state h
    xd = x
    zr = [x, h] * a + b
    hr = h * tanh(zr)
    mh = hr + xd
    yd = [mh] * c
    h' = tanh(yd)
    """)]
internal sealed class NamesTextAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 3)]
[NamesText(3, InputDropout = 0.25, StateDropout = 0.25, OutputDropout = 0.25)]
[Gru(4, Direction = Direction.Bidirectional, Merge = Merge.Product, OutputDropout = 0.25)]
[Dense(2)]
internal sealed partial class DroppingProduct;

[RnnModel(InputSize = 3)]
[Gru(4, Direction = Direction.Bidirectional, StateDropout = 0.25)]
[Dense(2)]
internal sealed partial class DroppingConcatenation;
