using System;
using RnnGen.Interchange.Equations;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>Functions unit by unit as operators.</summary>
internal static class OnnxFunctions
{
    private const float LeakySlope = 0.01f;

    /// <summary>An activation of a value.</summary>
    public static string Write(OnnxGraph graph, string owner, Activation activation, string value) => activation switch
    {
        Activation.Linear => value,
        Activation.Swish => graph.Node("Mul", owner, [value, graph.Node("Sigmoid", owner, [value])]),
        _ => Write(graph, owner, Enum.Parse<CellFunction>(activation.ToString()), value, activation == Activation.Elu ? 1 : LeakySlope),
    };

    /// <summary>A function of the language of cells, but for the one over all units of a row.</summary>
    public static string Write(OnnxGraph graph, string owner, CellFunction function, string value, float parameter) => function switch
    {
        CellFunction.LeakyRelu or CellFunction.Elu =>
            graph.Node(function.ToString(), owner, [value], OnnxAttributes.Of("alpha", parameter)),
        CellFunction.Relu6 => graph.Node("Clip", owner, [value, graph.Number(0), graph.Number(6)]),
        CellFunction.Clip => graph.Node("Clip", owner, [value, graph.Number(-parameter), graph.Number(parameter)]),

        // ONNX has 0.2 for alpha too, but not every runtime reads what is left out alike.
        CellFunction.HardSigmoid =>
            graph.Node("HardSigmoid", owner, [value], OnnxAttributes.Of("alpha", 0.2f), OnnxAttributes.Of("beta", 0.5f)),
        _ => graph.Node(function.ToString(), owner, [value]),
    };

    /// <summary>The name of an activation in recurrent operators; null of one that they do not have.</summary>
    public static string? NameInOperators(Activation activation) => activation switch
    {
        Activation.Linear => "Affine",
        Activation.Tanh or Activation.Sigmoid or Activation.Relu or Activation.LeakyRelu or Activation.Elu or Activation.Softplus
            or Activation.Softsign or Activation.HardSigmoid => activation.ToString(),
        _ => null,
    };
}
