using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>
/// Exporters write a layer's name before that of the operator: <c>model/dense_3/Tensordot/MatMul</c>, <c>/fc/Gemm</c>. The layer's is the
/// last that is no operator's.
/// </summary>
internal static partial class NodeNames
{
    /// <summary>The layer's name as an identifier.</summary>
    /// <param name="label">The node's name.</param>
    /// <param name="kind">What to call it where the name says nothing.</param>
    public static string LayerOf(string label, string kind)
    {
        string? scope = label.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(part => !Operator().IsMatch(part));
        return NetworkNames.Identifier(scope ?? "", kind.ToLowerInvariant());
    }

    [GeneratedRegex(
        "^(MatMul|Gemm|Conv|Add|BiasAdd|Sub|Mul|Div|truediv|Neg|Tensordot|Reshape|Transpose|Squeeze|Unsqueeze|"
        + "Relu|Sigmoid|Tanh|Concat|LSTM|GRU|RNN|"
        + "LayerNormalization|Softmax|Identity|PartitionedCall|StatefulPartitionedCall|node)(_?[0-9]+|_add|_Add)*(:[0-9]+)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Operator();
}
