using System;
using static RnnGen.Tests.Networks.ReferenceGraph;

namespace RnnGen.Tests.Networks.Real;

/// <summary>Networks that others have trained, as formulas: from the valid steps of a row to the outputs of each head.</summary>
internal static class RealReferences
{
    /// <summary><see cref="Rnnoise"/>.</summary>
    public static double[][][] Rnnoise(ReferenceGraph g, double[][] x)
    {
        double[][] d = g.Dense(x, "d", Math.Tanh), v = g.Gru(d, "v", 24, Relu);
        double[][] n = g.Gru(Join(d, v, x), "n", 48, Relu), gains = g.Gru(Join(v, n, x), "g", 96, Relu);
        return [g.Dense(v, "vad/dense4", Sigmoid), g.Dense(gains, "gains/dense4", Sigmoid)];
    }

    /// <summary><see cref="DtlnFrames"/>.</summary>
    public static double[][][] Dtln(ReferenceGraph g, double[][] x)
    {
        double[][] encoded = g.Dense(x, "encoded");
        double[][] first = g.Lstm(g.LayerNorm(encoded, "norm", 1e-7), "lstm_6", 128, forgetBias: 0);
        double[][] mask = g.Dense(g.Lstm(first, "lstm_7", 128, forgetBias: 0), "mask", Sigmoid);
        return [g.Dense(Zip((a, b) => a * b, mask, encoded), "decoded")];
    }
}
