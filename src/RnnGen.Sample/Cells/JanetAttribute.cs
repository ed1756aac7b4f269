namespace RnnGen.Sample.Cells;

/// <summary>
/// JANET ("just another network"): an LSTM with a forget gate and nothing else, from J. van der Westhuizen and J. Lasenby,
/// "The unreasonable effectiveness of the forget gate", 2018 (arXiv 1804.04849), with their β = 1. Its memory is its output. No
/// framework ships it; here it is five lines, and compiled as any other layer.
/// </summary>
/// <remarks>
/// The kernels are [input + units, units] each. The authors start the forget gate's bias at the logarithm of random time scales; here it
/// starts at 1, and a program that knows its time scales writes them into <c>forget/bias</c>.
/// </remarks>
/// <param name="units">Size of the memory.</param>
[CellEquations("""
    state h
    s = [x, h] * forget/kernel + forget/bias(1)
    k = [x, h] * candidate/kernel + candidate/bias
    f = σ(s)
    i = 1 - σ(s - 1)               // the gate of what is new, with β = 1
    h' = f·h + i·tanh(k)
    """)]
public sealed class JanetAttribute(int units) : RecurrentCellAttribute(units);
