using System;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>Layers over time in double, each output a plain sum over the steps that its equation names.</summary>
internal static class ReferenceWindows
{
    /// <summary>y(t) = f(Σ x(t - left + k·dilation)·W(k) + b); zeros, or of causal windows the state, before the first step.</summary>
    public static double[][] Conv1D(
        this ReferenceGraph g, double[][] x, int features, string name, int kernel, int dilation = 1, bool same = false,
        Func<double, double>? function = null)
    {
        int reach = (kernel - 1) * dilation, left = same ? reach / 2 : reach;
        double[] weights = g.Parameter($"{name}/kernel"), bias = g.Parameter($"{name}/bias", isOptional: true);
        int units = weights.Length / (kernel * features);
        double[][] past = same ? [] : Past(g, name, features, reach);
        double[][] y = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            y[t] = new double[units];
            for (int unit = 0; unit < units; unit++)
            {
                double sum = bias.Length > 0 ? bias[unit] : 0;
                for (int k = 0; k < kernel; k++)
                {
                    int s = t - left + (k * dilation);
                    double[]? step = s >= 0 ? s < x.Length ? x[s] : null : same ? null : past[reach + s];
                    for (int i = 0; i < features && step is not null; i++)
                    {
                        sum += step[i] * weights[(((k * features) + i) * units) + unit];
                    }
                }

                y[t][unit] = function is null ? sum : function(sum);
            }
        }

        Keep(g, name, features, past, x);
        return y;
    }

    /// <summary>y(t) = the largest of the steps of a window that there are.</summary>
    public static double[][] MaxPool1D(this ReferenceGraph g, double[][] x, int features, string name, int size, bool same = false) =>
        Pool(g, x, features, name, size, same, values => values.Max());

    /// <summary>y(t) = their mean.</summary>
    public static double[][] AveragePool1D(this ReferenceGraph g, double[][] x, int features, string name, int size, bool same = false) =>
        Pool(g, x, features, name, size, same, values => values.Average());

    private static double[][] Pool(
        ReferenceGraph g, double[][] x, int features, string name, int size, bool same, Func<double[], double> reduce)
    {
        int reach = size - 1, left = same ? reach / 2 : reach;
        double[][] past = same ? [] : Past(g, name, features, reach);
        Span<double> count = same ? [] : g.State($"{name}/past")[(reach * features)..];
        int known = same ? 0 : count[0] >= reach ? reach : count[0] >= 1 ? (int)count[0] : 0;
        double[][] y = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            int first = Math.Max(t - left, -known), last = Math.Min(t - left + reach, x.Length - 1);
            y[t] = [.. Enumerable.Range(0, features).Select(feature => reduce(
                [.. Enumerable.Range(first, last - first + 1).Select(s => s < 0 ? past[reach + s][feature] : x[s][feature])]))];
        }

        Keep(g, name, features, past, x);
        if (!same)
        {
            count[0] = Math.Min(reach, known + x.Length);
        }

        return y;
    }

    private static double[][] Past(ReferenceGraph g, string name, int features, int reach)
    {
        double[] state = reach == 0 ? [] : g.State($"{name}/past").ToArray();
        return [.. Enumerable.Range(0, reach).Select(step => state[(step * features)..((step + 1) * features)])];
    }

    /// <summary>The last of the steps before and those of the row become the state.</summary>
    private static void Keep(ReferenceGraph g, string name, int features, double[][] past, double[][] x)
    {
        double[] all = [.. past.Concat(x).TakeLast(past.Length).SelectMany(step => step)];
        all.CopyTo(past.Length == 0 ? [] : g.State($"{name}/past")[..(past.Length * features)]);
    }
}
