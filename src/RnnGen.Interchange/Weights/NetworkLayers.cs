using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Layers without states, as readers of other frameworks' networks make them.</summary>
internal static class NetworkLayers
{
    /// <summary>y = f(x·kernel + bias), f linear unless given.</summary>
    public static NetworkLayer Dense(
        string name,
        IReadOnlyList<NetworkRead> reads,
        Matrix kernel,
        float[]? bias,
        bool hasSteps,
        Activation activation = RnnGen.Activation.Linear)
    {
        Dictionary<string, object> options = [];
        if (activation != RnnGen.Activation.Linear)
        {
            options["Activation"] = activation;
        }

        if (bias is null)
        {
            options["Bias"] = false;
        }

        return new NetworkLayer
        {
            Name = name,
            Kind = "Dense",
            Arguments = [kernel.Columns],
            Options = options,
            Reads = reads,
            Size = kernel.Columns,
            HasSteps = hasSteps,
            Parameters = [kernel.Named("kernel"), .. bias is null ? [] : new[] { new NetworkTensor("bias", [bias.Length], bias) }],
        };
    }

    /// <summary>A convolution over the steps of a window, kernel [taps, input, units].</summary>
    public static NetworkLayer Convolution(
        string name, IReadOnlyList<NetworkRead> reads, float[] kernel, int units, float[]? bias, int taps, int dilation,
        TimePadding padding, Activation activation)
    {
        Dictionary<string, object> options = [];
        Add(dilation != 1, "Dilation", dilation);
        Add(padding != TimePadding.Causal, "Padding", padding);
        Add(activation != RnnGen.Activation.Linear, "Activation", activation);
        Add(bias is null, "Bias", false);
        return new NetworkLayer
        {
            Name = name,
            Kind = "Conv1D",
            Arguments = [units, taps],
            Options = options,
            Reads = reads,
            Size = units,
            HasSteps = true,
            Parameters =
            [
                new NetworkTensor("kernel", [taps, Columns(reads), units], kernel),
                .. bias is null ? [] : new[] { new NetworkTensor("bias", [units], bias) },
            ],
        };

        void Add(bool isSet, string option, object value)
        {
            if (isSet)
            {
                options.Add(option, value);
            }
        }
    }

    /// <summary>The largest value or the mean over the steps of a window.</summary>
    public static NetworkLayer WindowPooling(string name, bool isMax, IReadOnlyList<NetworkRead> reads, int taps, TimePadding padding) =>
        Plain(name, isMax ? "MaxPool1D" : "AveragePool1D", reads, Columns(reads), hasSteps: true) with
        {
            Arguments = [taps],
            Options = padding == TimePadding.Causal
                ? new Dictionary<string, object>()
                : new Dictionary<string, object> { ["Padding"] = padding },
        };

    /// <summary>y = gamma·(x - mean(x)) / √(variance(x) + epsilon) + beta.</summary>
    public static NetworkLayer LayerNorm(
        string name, IReadOnlyList<NetworkRead> reads, float[] gamma, float[] beta, double epsilon, bool hasSteps) => new()
        {
            Name = name,
            Kind = "LayerNorm",
            Options = epsilon == new LayerNormAttribute().Epsilon ? new Dictionary<string, object>() : new() { ["Epsilon"] = epsilon },
            Reads = reads,
            Size = gamma.Length,
            HasSteps = hasSteps,
            Parameters = [new NetworkTensor("gamma", [gamma.Length], gamma), new NetworkTensor("beta", [beta.Length], beta)],
        };

    /// <summary>y = f(x).</summary>
    public static NetworkLayer Activation(string name, IReadOnlyList<NetworkRead> reads, Activation function, bool hasSteps) =>
        Plain(name, "Activation", reads, Columns(reads), hasSteps) with { Arguments = [function] };

    /// <summary>One vector of each row's steps.</summary>
    public static NetworkLayer Pooling(string name, IReadOnlyList<NetworkRead> reads, Pooling pooling) =>
        Plain(name, "Pooling", reads, Columns(reads), hasSteps: false) with { Arguments = [pooling] };

    /// <summary>The sum or the product of values of equal width.</summary>
    public static NetworkLayer Merge(string name, string kind, IReadOnlyList<NetworkRead> reads, bool hasSteps) =>
        Plain(name, kind, reads, reads[0].Columns, hasSteps);

    /// <summary>Values beside each other under one name.</summary>
    public static NetworkLayer Concatenate(string name, IReadOnlyList<NetworkRead> reads, bool hasSteps) =>
        Plain(name, "Concatenate", reads, Columns(reads), hasSteps);

    /// <summary>A vector at every step.</summary>
    public static NetworkLayer Repeat(string name, IReadOnlyList<NetworkRead> reads) =>
        Plain(name, "Repeat", reads, Columns(reads), hasSteps: true);

    private static int Columns(IReadOnlyList<NetworkRead> reads) => reads.Sum(read => read.Columns);

    private static NetworkLayer Plain(string name, string kind, IReadOnlyList<NetworkRead> reads, int size, bool hasSteps) =>
        new() { Name = name, Kind = kind, Reads = reads, Size = size, HasSteps = hasSteps };
}
