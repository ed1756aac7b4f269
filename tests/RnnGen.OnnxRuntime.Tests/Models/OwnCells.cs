namespace RnnGen.OnnxRuntime.Tests.Models;

[CellEquations("""
    state h
    zf, zk = [x, h] * kernel + bias
    f = sigmoid(zf + 1)
    k = tanh(zk)
    h' = f*h + (1 - f)*k
    """)]
public sealed class MinimalGatedAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>All functions, vectors within products and expressions, values that no row changes.</summary>
[CellEquations("""
    state c, h, quiet   # three of them
    vector w, u = 0.5
    za, zb, zc = [x, h, w, c] * gates/kernel + gates/bias(1)
    a = sigmoid(za) + 0.1*relu(zb) + leakyRelu(zc, 0.2) - leakyRelu(za)
    b = relu6(4*za) / (1 + exp(-zb)) + elu(zc) + elu(za, 0.5) - selu(zb)*0.5
    d = softplus(za) + softsign(zb) - hardSigmoid(zc) + clip(zb, 0.25)
    e = log(1 + abs(a)) * sqrt(1.5 + a*a) - -u
    p = max(a, b) - min(d, 0.3) + where(zb <= zc, sin(2*za), where(zc > 0.5, cos(zb), u))
    n = normalize(b + d + p, 1e-3)
    m = [n, e] * mix
    c' = tanh(m - w*c)
    h' = tanh(normalize(c')*u + h/(2 + w*w) + quiet)
    quiet' = w*0.5
    """)]
public sealed class EveryFunctionAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>The output is no state.</summary>
[CellEquations("""
    state h
    z, g = [x, h] * kernel + bias
    h' = tanh(z)
    y = h' * sigmoid(g)
    output y
    """)]
public sealed class OwnOutputAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>The input is read unit by unit.</summary>
[CellEquations("""
    state c
    z = [x, c] * kernel + bias
    f = sigmoid(z)
    c' = f*c + (1 - f)*x
    output c'
    """)]
public sealed class ByUnitAttribute(int units) : RecurrentCellAttribute(units);

/// <summary>Values of several widths, and numbers that stand at every unit.</summary>
[CellEquations("""
    state h
    state m [2*units]
    scalar a = 0.75
    scalar k [2*units] = 0.5
    u, g [2*units] = [x, m] * wide/kernel + wide/bias
    r [2*units] = [m, g] * heads/kernel(heads = 5) + heads/bias
    m' = sigmoid(g)*m + tanh(u + r)*k
    scalar b [3] = 0.25
    p [3] = [m', h] * narrow
    n = b + normalize(p)
    z = [x, h, n, m'] * output/kernel + output/bias
    h' = a*tanh(z) + h / (2 + a*a)
    """)]
public sealed class SeveralWidthsAttribute(int units) : RecurrentCellAttribute(units);
