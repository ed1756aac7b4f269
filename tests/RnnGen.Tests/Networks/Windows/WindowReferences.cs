using System;
using static RnnGen.Tests.Networks.ReferenceGraph;

namespace RnnGen.Tests.Networks;

/// <summary>The networks of <see cref="WindowModels"/> as formulas: from the valid steps of a row to the outputs of each head.</summary>
internal static class WindowReferences
{
    /// <summary>The outputs of each head, a row for each valid step or one.</summary>
    /// <param name="name">The network.</param>
    /// <param name="g">Its layers.</param>
    /// <param name="x">The inputs of the steps.</param>
    public static double[][][] Run(string name, ReferenceGraph g, double[][] x) => name switch
    {
        "Listener" => [g.Dense(g.Gru(g.Conv1D(x, 3, "conv1d0", 5, dilation: 2, function: Math.Tanh), "gru1", 5), "dense2")],
        "Centred" => Centred(g, x),
        "Pooled" => Pooled(g, x),
        "Stateless" => Stateless(g, x),
        "Branches" => Branches(g, x),
        "Temporal" => Temporal(g, x),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static double[][][] Centred(ReferenceGraph g, double[][] x)
    {
        double[][] wide = g.Conv1D(x, 3, "conv1d0", 4, same: true, function: Sigmoid);
        double[][] h = g.Lstm(g.Conv1D(wide, 7, "conv1d1", 3, dilation: 2, same: true), "lstm2", 4);
        return [[g.Dense(g.Last(h, 4), "dense3")]];
    }

    private static double[][][] Pooled(ReferenceGraph g, double[][] x)
    {
        double[][] conv = g.Conv1D(g.MaxPool1D(x, 3, "maxpool1d0", 3), 3, "conv1d0", 2);
        return [g.MaxPool1D(g.Rnn(g.AveragePool1D(conv, 6, "averagepool1d0", 4), "rnn1", 5), 5, "maxpool1d1", 2)];
    }

    private static double[][][] Stateless(ReferenceGraph g, double[][] x)
    {
        double[][] conv = g.Conv1D(x, 3, "conv1d0", 3, same: true, function: Math.Tanh);
        double[][] pooled = g.AveragePool1D(g.MaxPool1D(conv, 9, "maxpool1d0", 4, same: true), 9, "averagepool1d0", 2, same: true);
        return [[g.Dense(ReferenceGraph.Mean(pooled, 9), "dense1")]];
    }

    private static double[][][] Branches(ReferenceGraph g, double[][] x)
    {
        double[][] h = g.Gru(x, "h", 20), a = g.Conv1D(h, 20, "a", 3), m = g.MaxPool1D(h, 20, "m", 3);
        double[][] v = g.AveragePool1D(Columns(h, 1, 19), 18, "v", 3), one = g.Conv1D(Join(m, x), 23, "one", 1);
        double[][] b = g.Conv1D(Join(a, x, one), 25, "b", 2, dilation: 3);
        return [g.Dense(Join(a, m, v, b, h), "dense4")];
    }

    private static double[][][] Temporal(ReferenceGraph g, double[][] x)
    {
        double[][] a = g.Conv1D(x, 3, "a", 2, function: Relu), b = g.Conv1D(a, 8, "b", 2, dilation: 2, function: Relu);
        double[][] s = Zip((p, q) => p + q, a, b), c = g.Conv1D(s, 8, "c", 2, dilation: 4, function: Math.Tanh);
        return [[g.Dense(g.Last(Zip((p, q) => p + q, s, c), 8), "dense3")]];
    }
}
