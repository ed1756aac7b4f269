using System;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>
/// Writes convolutions and pooling over time: operators that run along the last axis, [batch, features, steps]. The inputs before the first
/// step of a causal convolution are zeros, which the operator puts there itself, or a state.
/// </summary>
/// <param name="graph">The outer graph.</param>
/// <param name="extents">Its extents.</param>
internal sealed class WindowWriter(OnnxGraph graph, OnnxExtents extents)
{
    /// <summary>All steps of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="steps">What it reads, [steps, batch, features].</param>
    /// <param name="past">The inputs before the first step, [batch, steps before · features]; null of zeros.</param>
    /// <returns>Its value, and what the inputs before the next step are; the latter where <paramref name="past"/> is given.</returns>
    public (string Steps, Func<string>? Past) Write(NetworkLayer layer, string steps, string? past)
    {
        OnnxWindow window = OnnxWindow.Of(layer);
        int features = layer.Reads.Sum(read => read.Columns);
        string owner = layer.Name;
        if (extents.Lengths is not null)
        {
            float otherwise = layer.Kind == "MaxPool1D" ? float.NegativeInfinity : 0;
            steps = graph.Node("Where", owner, [extents.Mask, steps, graph.Number(otherwise)]);
        }

        Func<string>? after = null;
        if (past is not null)
        {
            string before = graph.Node(
                "Transpose", owner, [graph.Node("Reshape", owner, [past, graph.Integers(0, window.Reach, features)])],
                OnnxAttributes.Of("perm", [1L, 0, 2]));
            string all = steps = graph.Node("Concat", owner, [before, steps], OnnxAttributes.Of("axis", 0));
            after = Later.Of(() => After(owner, all, window.Reach, features));
        }

        string turned = graph.Node("Transpose", owner, [steps], OnnxAttributes.Of("perm", [1L, 2, 0]));
        long[] pads = past is null ? [window.Left, window.Reach - window.Left] : [0, 0];
        string result = layer.Kind switch
        {
            "Conv1D" => Convolution(layer, turned, window, pads),
            "MaxPool1D" => Pool("MaxPool", owner, turned, window, pads),
            _ => Average(owner, turned, window, pads),
        };
        return (graph.Node("Transpose", owner, [result], OnnxAttributes.Of("perm", [2L, 0, 1])), after);
    }

    private string Convolution(NetworkLayer layer, string turned, OnnxWindow window, long[] pads)
    {
        NetworkTensor kernel = layer.Parameter("kernel");
        (int taps, int inputs, int units) = (kernel.Shape[0], kernel.Shape[1], kernel.Shape[2]);
        float[] values = new float[kernel.Values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            // [kernel, input, units] here, [units, input, kernel] there.
            (int tap, int input, int unit) = (index / (inputs * units), index / units % inputs, index % units);
            values[(((unit * inputs) + input) * taps) + tap] = kernel.Values[index];
        }

        string weights = graph.Weights($"{layer.Name}/kernel", values, units, inputs, taps);
        string[] operands = layer.Option("Bias", true)
            ? [turned, weights, graph.Weights($"{layer.Name}/bias", layer.Parameter("bias").Values, units)]
            : [turned, weights];
        string product = graph.Node(
            "Conv", layer.Name, operands, OnnxAttributes.Of("kernel_shape", [(long)taps]),
            OnnxAttributes.Of("dilations", [(long)window.Dilation]), OnnxAttributes.Of("pads", pads),
            OnnxAttributes.Of("strides", [1L]));
        return OnnxFunctions.Write(graph, layer.Name, layer.Option("Activation", Activation.Linear), product);
    }

    private string Pool(string type, string owner, string turned, OnnxWindow window, long[] pads, bool countsPads = false) => graph.Node(
        type, owner, [turned],
        [
            OnnxAttributes.Of("kernel_shape", [(long)window.Taps]), OnnxAttributes.Of("pads", pads),
            OnnxAttributes.Of("strides", [1L]),
            .. countsPads ? [OnnxAttributes.Of("count_include_pad", 1)] : Array.Empty<Protocol.AttributeProto>(),
        ]);

    /// <summary>Where rows end early, the sum over the window is divided by the number of its valid steps.</summary>
    private string Average(string owner, string turned, OnnxWindow window, long[] pads)
    {
        if (extents.Lengths is null)
        {
            return Pool("AveragePool", owner, turned, window, pads);
        }

        string isValid = graph.Node(
            "Transpose", owner, [graph.Node("Cast", owner, [extents.Mask], OnnxAttributes.Of("to", 1L))],
            OnnxAttributes.Of("perm", [1L, 2, 0]));
        string share = Pool("AveragePool", owner, isValid, window, pads, countsPads: true);

        // Past the end there may be none: zeros are divided by something.
        string divisor = graph.Node("Max", owner, [share, graph.Number(1f / window.Taps)]);
        return graph.Node("Div", owner, [Pool("AveragePool", owner, turned, window, pads, countsPads: true), divisor]);
    }

    private string After(string owner, string all, int reach, int features)
    {
        string last = graph.Node(
            "Slice", owner, [all, graph.Integers(-reach), graph.Integers(long.MaxValue), graph.Integers(0)]);
        string turned = graph.Node("Transpose", owner, [last], OnnxAttributes.Of("perm", [1L, 0, 2]));
        return graph.Node("Reshape", owner, [turned, graph.Integers(0, (long)reach * features)]);
    }
}

/// <summary>The steps that a layer over time sees.</summary>
/// <param name="Taps">How many.</param>
/// <param name="Dilation">Steps from one to the next.</param>
/// <param name="Padding">Where they lie.</param>
internal sealed record OnnxWindow(int Taps, int Dilation, TimePadding Padding)
{
    /// <summary>Steps from the first to the last.</summary>
    public int Reach => (Taps - 1) * Dilation;

    /// <summary>Steps from the first to the step itself.</summary>
    public int Left => Padding == TimePadding.Causal ? Reach : Reach / 2;

    /// <summary>The window of a layer.</summary>
    public static OnnxWindow Of(NetworkLayer layer) => new(
        (int)layer.Arguments[^1], layer.Option("Dilation", 1), layer.Option("Padding", TimePadding.Causal));
}
