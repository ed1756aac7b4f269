using System;
using System.Linq;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>Writes means, maxima and attention over the valid steps of a row; zeros of a row without steps.</summary>
/// <param name="graph">The outer graph.</param>
/// <param name="extents">Its extents.</param>
internal sealed class PoolingWriter(OnnxGraph graph, OnnxExtents extents)
{
    // Not an infinity: where no step is valid, weights of equal scores are numbers, which the mask makes 0.
    private const float NoScore = -1e30f;

    /// <summary>One vector a row, [batch, size].</summary>
    /// <param name="layer">A layer of pooling, not of the last step.</param>
    /// <param name="steps">What it reads, [steps, batch, size].</param>
    public string Write(NetworkLayer layer, string steps)
    {
        Pooling pooling = (Pooling)layer.Arguments[0];
        string owner = layer.Name;
        bool hasLengths = extents.Lengths is not null;
        return pooling switch
        {
            Pooling.Mean when !hasLengths => Reduce("ReduceMean", owner, steps),
            Pooling.Mean => graph.Node("Div", owner, [Sum(owner, Valid(owner, steps, 0)), Count(owner)]),
            Pooling.Max when !hasLengths => Reduce("ReduceMax", owner, steps),
            Pooling.Max => graph.Node(
                "Where",
                owner,
                [extents.IsEmpty, graph.Number(0), Reduce("ReduceMax", owner, Valid(owner, steps, float.NegativeInfinity))]),
            Pooling.Attention => Attend(layer, hasLengths ? Valid(owner, steps, 0) : steps),
            _ => throw new ArgumentException($"Layer '{owner}' pools in an unknown way, {pooling}.", nameof(layer)),
        };
    }

    private string Attend(NetworkLayer layer, string steps)
    {
        string owner = layer.Name, scored = steps;
        if (layer.Options.ContainsKey("AttentionUnits"))
        {
            string product = graph.Node("MatMul", owner, [steps, Weights(layer, "kernel")]);
            scored = graph.Node("Tanh", owner, [graph.Node("Add", owner, [product, Weights(layer, "bias")])]);
        }

        string score = graph.Node("MatMul", owner, [scored, Weights(layer, "score")]);
        score = extents.Lengths is null ? score : Valid(owner, score, NoScore);
        string weights = graph.Node("Softmax", owner, [score], OnnxAttributes.Of("axis", 0));
        return Sum(owner, graph.Node("Mul", owner, [weights, steps]));
    }

    private string Weights(NetworkLayer layer, string name)
    {
        NetworkTensor tensor = layer.Parameter(name);
        return graph.Weights($"{layer.Name}/{name}", tensor.Values, [.. tensor.Shape.Select(extent => (long)extent)]);
    }

    private string Valid(string owner, string steps, float otherwise) =>
        graph.Node("Where", owner, [extents.Mask, steps, graph.Number(otherwise)]);

    private string Sum(string owner, string steps) =>
        graph.Node("ReduceSum", owner, [steps, graph.Integers(0)], OnnxAttributes.Of("keepdims", 0));

    private string Reduce(string type, string owner, string steps) =>
        graph.Node(type, owner, [steps], OnnxAttributes.Of("axes", [0L]), OnnxAttributes.Of("keepdims", 0));

    // At least 1: zeros divided by it are zeros.
    private string Count(string owner) => graph.Node(
        "Unsqueeze",
        owner,
        [
            graph.Node(
                "Max", owner,
                [graph.Node("Cast", owner, [extents.Lengths!], OnnxAttributes.Of("to", 1L)), graph.Number(1)]),
            graph.Integers(1),
        ]);
}
