using System;
using static RnnGen.Tests.Networks.ReferenceGraph;

namespace RnnGen.Tests.Networks;

/// <summary>The networks of <see cref="GraphModels"/> as formulas: from the valid steps of a row to the outputs of each head.</summary>
internal static class GraphReferences
{
    /// <summary>The outputs of each head, a row for each valid step or one.</summary>
    /// <param name="name">The network.</param>
    /// <param name="g">Its layers.</param>
    /// <param name="x">The inputs of the steps, those of an embedding first.</param>
    /// <param name="s">The inputs of the sequence.</param>
    public static double[][][] Run(string name, ReferenceGraph g, double[][] x, double[] s) => name switch
    {
        "Amplifier" => [Zip((a, b) => a + b, g.Dense(g.Lstm(Join(x, Repeat(s, x.Length)), "lstm0", 6), "wet"), Columns(x, 0, 1))],
        "Shop" => Shop(g, x, s),
        "DenseFirst" => [g.Dense(g.Lstm(g.Dense(x, "dense0", Math.Tanh), "lstm1", 8), "dense2")],
        "DenseAround" =>
        [
            [
                g.Dense(
                    g.Dense(g.Last(g.Gru(g.Dense(g.Dense(x, "dense0", Sigmoid), "dense1"), "gru2", 6), 6), "dense3", Math.Tanh), "dense4"),
            ],
        ],
        "VectorNorm" =>
        [
            [
                g.Dense(
                    Array.ConvertAll(g.LayerNorm(g.Dense(g.Last(g.Gru(x, "gru0", 5), 5), "dense1"), "layernorm2"), Math.Tanh), "dense3"),
            ],
        ],
        "Suppressor" => Suppressor(g, x),
        "Mask" => Mask(g, x),
        "Skip" => [Zip((a, b) => a + b, g.Dense(g.Lstm(x, "lstm0", 6), "wet"), Columns(x, 0, 1))],
        "Reducer" => Reducer(g, x),
        "Autoencoder" =>
        [
            g.Dense(
                g.Gru(Repeat(g.Dense(g.Last(g.Gru(x, "gru0", 6), 6), "code", Math.Tanh), x.Length), "gru2", 5, reverse: true), "dense3"),
        ],
        "Translator" => Translator(g, x),
        "Diamond" => Diamond(g, x),
        "Elapsed" => Elapsed(g, x, s),
        "Irregular" => Irregular(g, x),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static double[][][] Suppressor(ReferenceGraph g, double[][] x)
    {
        double[][] d = g.Dense(x, "d", Math.Tanh), v = g.Gru(d, "v", 6, Relu);
        double[][] n = g.Gru(Join(d, v, x), "n", 7, Relu), gains = g.Gru(Join(v, n, x), "g", 9, Relu);
        return [g.Dense(v, "vad/dense4", Sigmoid), g.Dense(gains, "gains/dense4", Sigmoid)];
    }

    private static double[][][] Shop(ReferenceGraph g, double[][] x, double[] s)
    {
        double[][] everywhere = Repeat(g.Dense(s[1..4], "about", Math.Tanh), x.Length);
        double[][] h = g.Gru(Join(x, everywhere, Repeat(s, x.Length)), "h", 6);
        return [g.Dense(Join(Zip((a, b) => a * b, everywhere, h), Columns(x, 1, 2)), "dense2")];
    }

    private static double[][][] Mask(ReferenceGraph g, double[][] x)
    {
        double[][] encoded = g.Dense(x, "encoded");
        double[][] mask = g.Dense(
            g.Lstm(g.Lstm(g.LayerNorm(encoded, "layernorm1", 1e-7), "lstm2", 5), "lstm3", 6), "mask", Sigmoid);
        return [g.Dense(Zip((a, b) => a * b, mask, encoded), "dense5")];
    }

    private static double[][][] Reducer(ReferenceGraph g, double[][] x)
    {
        double[][] h = g.Gru(x, "h", 6);
        double[] joined = [.. ReferenceGraph.Mean(h, 6), .. g.Last(h, 6), .. ReferenceGraph.Max(h, 6)];
        return [[Array.ConvertAll(g.Dense(joined, "dense1"), value => value > 0 ? value : Math.Exp(value) - 1)]];
    }

    private static double[][][] Translator(ReferenceGraph g, double[][] x)
    {
        g.Lstm(Columns(x, 0, 3), "encoder", 5);
        return [g.Dense(g.Lstm(Columns(x, 3, 4), "lstm1", 5, from: "encoder"), "dense2")];
    }

    private static double[][][] Diamond(ReferenceGraph g, double[][] x)
    {
        double[][] a = g.Beside(g.Lstm(x, "a/fw", 5), g.Lstm(x, "a/bw", 5, reverse: true));
        double[][] b = g.Rnn(a, "b", 4), c = g.LayerNorm(Columns(a, 2, 7), "c");
        double[][] all = Join(b, a, Columns(c, 1, 3));
        double[][] r = g.Rnn(Join(all, Columns(b, 1, 2)), "r", 5, reverse: true);
        double[][] sum = Zip((p, q) => p + q, Columns(a, 0, 5), Columns(a, 5, 10), c);
        double[][] joined = Join(all, a);
        return [sum, [g.Dense(g.Last(joined, 26), "one/dense4")], [g.Last(a, 10)], r];
    }

    private static double[][][] Elapsed(ReferenceGraph g, double[][] x, double[] s)
    {
        double[][] elapsed = Columns(x, 3, 4), c = g.Cfc(Columns(x, 0, 3), elapsed, "c", 6, 10), gate = g.Dense(c, "gate");
        double[][] joined = Join(c, gate);
        double[][] both = g.Beside(
            g.Fading(joined, elapsed, gate, "both/fw", 5), g.Fading(joined, elapsed, gate, "both/bw", 5, reverse: true));
        double[][] back = Zip(
            (p, q) => p + q, gate, g.Fading(gate, Repeat(s[1..2], x.Length), gate, "back", 5, reverse: true));
        double[][] last = g.Fading(back, Columns(both, 2, 3), back, "last", 5);
        return [g.Dense(Join(both, last), "dense5")];
    }

    private static double[][][] Irregular(ReferenceGraph g, double[][] x)
    {
        double[][] elapsed = Columns(x, 3, 4), c = g.Cfc(x, elapsed, "c", 6, 10);
        return [g.Dense(g.Fading(c, elapsed, c, "fading1", 6), "dense2")];
    }
}
