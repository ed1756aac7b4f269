using RnnGen.Sample.Cells;

namespace RnnGen.Tests.Networks;

/// <summary>The equations of <see cref="RnnAttribute"/>.</summary>
[CellEquations("""
    state h
    z = [x, h] * kernel + bias
    h' = tanh(z)
    """)]
internal sealed class TextRnnAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>The equations of <see cref="LstmAttribute"/>.</summary>
[CellEquations("""
    state c, h
    zi, zj, zf, zo = [x, h] * kernel + bias
    i = sigmoid(zi)
    j = tanh(zj)
    f = sigmoid(zf + 1)
    o = sigmoid(zo)
    c' = f*c + i*j
    t = tanh(c')
    h' = o*t
    """)]
internal sealed class TextLstmAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>The equations of <see cref="GruAttribute"/>.</summary>
[CellEquations("""
    state h
    zr, zu = [x, h] * gates/kernel + gates/bias(1)
    r = σ(zr)
    u = σ(zu)
    s = r·h
    zk = [x, s] * candidate/kernel + candidate/bias
    k = tanh(zk)
    h' = u·h + (1 - u)·k
    """)]
internal sealed class TextGruAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>The equations of <see cref="MguAttribute"/>.</summary>
[CellEquations("""
    state h
    zf = [x, h] * gate/kernel + gate/bias
    f = sigmoid(zf)
    s = f*h
    zk = [x, s] * candidate/kernel + candidate/bias
    k = tanh(zk)
    h' = (1 - f)*h + f*k
    """)]
internal sealed class TextMguAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Peepholes, divisions, calls in calls.</summary>
[CellEquations("""
    state c, h
    vector wi, wf = 0.5
    zi, zj, zf, zo = [x, h] * kernel + bias
    c' = σ(zf + wf·c)·c + sigmoid(zi + wi·c)·softsign(zj) / (1 + exp(-wf))
    vector wo
    h' = σ(zo + wo·c') · tanh(c' - tanh(c / 2))
    """)]
internal sealed class PeepholeTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>In the manner of SRU: products of the input alone, a state that is only an output, the input added unit by unit.</summary>
[CellEquations("""
    state c, h
    k, zf, zr = [x] * kernel + bias
    vector vf, vr
    f = sigmoid(zf + vf*c)
    r = sigmoid(zr + vr*c)
    c' = f*c + (1 - f)*k
    h' = r*c' + (1 - r)*x
    output h'
    """)]
internal sealed class HighwayTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>No matrix product at all.</summary>
[CellEquations("""
    state h
    vector u = 0.5
    vector w, b
    h' = softplus(w*x + u*h + b) - 0.5
    """)]
internal sealed class PointwiseTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>A block, a vector and the next value of a state as operands; a product without a bias; a state read in a later stage.</summary>
[CellEquations("""
    state h, m
    vector v = 0.5
    z, y = [x, m] * a/kernel + a/bias(-0.5)
    p = [z, v] * b/kernel
    h' = tanh(p + y)
    q = [h', h] * c/kernel + c/bias
    m' = clip(q·0.5 + m, 0.75) + h'
    output m'
    """)]
internal sealed class ChainTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>A first stage without a product, and names that generated code uses itself.</summary>
[CellEquations("""
    state d, _row, w
    vector σ1 = 1
    step = tanh(d * _row + w)
    K, dk, k, tanh_1 = [x, w, step] * weights + bias
    w_ = k*0.5 + tanh(tanh_1)
    hNext, z0b = [w_, d, k] * units/V + units/M
    do = softplus(K) + w_
    d' = sqrt(1 + hNext*hNext) - 1
    w' = tanh(dk + do)
    _row' = d' + z0b*σ1
    output w'
    """)]
internal sealed class AwkwardTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Extremes, waves, and a choice beside which a logarithm and a root are NaN: neither value nor gradient may see them.</summary>
[CellEquations("""
    state h, m
    vector a = 0.5
    z, y = [x, h] * kernel + bias
    m' = max(z + m / 2, y)
    e = exp(z - m')
    g = min(sin(3*y), cos(z)) + max(e, min(y, 0.5))
    l = log(y)
    s = where(y > 0.25, l - sqrt(y), where(z <= h, x, -0.25*y))
    h' = tanh(e*g + a*s)
    """)]
internal sealed class SelectingTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>
/// Values of three widths, one of them normalised and one learned; numbers that stand at every unit; a state that is wider.
/// </summary>
[CellEquations("""
    state m [2*units]
    state q [3]
    state h
    scalar a = 0.75
    u, g [2*units] = [x, m] * wide/kernel + wide/bias
    vector v [2*units] = 0.25
    s = sigmoid(g + v*m)
    m' = s*m + (1 - s)*u
    scalar b, c [3]
    p [3] = [m', h] * narrow
    n = b + normalize(p)*(1 + c)
    q' = tanh(n + q)
    z = [x, h, q', m'] * output/kernel + output/bias(0.5)
    h' = a*tanh(z) + h / (2 + a*a)
    """)]
internal sealed class WidthTextAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Products by heads: of two operands with a bias, and of several blocks without.</summary>
[CellEquations("""
    state m, n [2*units]
    state h
    z, f = [x] * kernel + bias(0.5)
    r, s = [h] * recurrent(heads = 3)
    u, v [2*units] = [m, n] * pair(heads = 2) + pair/bias
    m' = tanh(u) + 0.5*m
    n' = sigmoid(v)*m'
    y = [n'] * output
    h' = sigmoid(f + s)*h + tanh(z + r) + y
    """)]
internal sealed class HeadTextAttribute(int units) : RecurrentCellAttribute(units);

[RnnModel(InputSize = 3)]
[HeadText(9)]
internal sealed partial class OneHeadText;

[RnnModel(InputSize = 3, Steps = 5)]
[HeadText(6)]
[HeadText(3, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class StaticHeadText;

[RnnModel(InputSize = 3)]
[HeadText(6)]
[HeadText(3, Direction = Direction.Bidirectional)]
[Dense(2)]
internal sealed partial class DynamicHeadText;

[RnnModel(InputSize = 3)]
[WidthText(5)]
[WidthText(9, Direction = Direction.Bidirectional)]
internal sealed partial class WidthTextStack;

[RnnModel(InputSize = 4)]
[WidthText(4)]
internal sealed partial class OneWidthText;

[RnnModel(InputSize = 3, Steps = 5)]
[WidthText(17)]
[Dense(2)]
internal sealed partial class StaticWidthText;

[RnnModel(InputSize = 3)]
[WidthText(17)]
[Dense(2)]
internal sealed partial class DynamicWidthText;

[RnnModel(InputSize = 5)]
[PeepholeText(5)]
[ChainText(4)]
[HighwayText(4)]
[PointwiseText(4)]
[AwkwardText(3)]
internal sealed partial class TextStack;

[RnnModel(InputSize = 5, Steps = 5)]
[PeepholeText(5)]
[ChainText(4)]
[HighwayText(4)]
[PointwiseText(4)]
[AwkwardText(3)]
internal sealed partial class StaticTextStack;

[RnnModel(InputSize = 4)]
[HighwayText(4)]
internal sealed partial class OneHighwayText;

[RnnModel(InputSize = 5)]
[PointwiseText(5)]
internal sealed partial class OnePointwiseText;

[RnnModel(InputSize = 7)]
[SelectingText(7)]
[SelectingText(7, Direction = Direction.Bidirectional)]
internal sealed partial class SelectingTextStack;

[RnnModel(InputSize = 4)]
[SelectingText(4)]
internal sealed partial class OneSelectingText;

[RnnModel(InputSize = 4, Steps = 5)]
[SelectingText(4)]
internal sealed partial class StaticSelectingText;

[RnnModel(InputSize = 3)]
[ChainText(5)]
internal sealed partial class OneChainText;

[RnnModel(InputSize = 3)]
[AwkwardText(6)]
[Dense(2)]
internal sealed partial class AwkwardTextClassifier;

[RnnModel(InputSize = 3)]
[Janet(9)]
[Lstm(4)]
internal sealed partial class JanetStack;

[RnnModel(InputSize = 3)]
[TextRnn(17)]
[TextLstm(8)]
[TextGru(33)]
internal sealed partial class WrittenStack;

[RnnModel(InputSize = 3)]
[Rnn(17)]
[Lstm(8)]
[Gru(33)]
internal sealed partial class BuiltInStack;

[RnnModel(InputSize = 2, Steps = 5)]
[TextLstm(3, Direction = Direction.Bidirectional)]
[TextMgu(6, Residual = true)]
[TextRnn(4, Direction = Direction.Reverse)]
internal sealed partial class WrittenStaticStack;

[RnnModel(InputSize = 2, Steps = 5)]
[Lstm(3, Direction = Direction.Bidirectional)]
[Mgu(6, Residual = true)]
[Rnn(4, Direction = Direction.Reverse)]
internal sealed partial class BuiltInStaticStack;
