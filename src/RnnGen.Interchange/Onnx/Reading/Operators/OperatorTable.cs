using System;
using System.Collections.Generic;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>The operators that are read.</summary>
internal static class OperatorTable
{
    public static readonly IReadOnlyDictionary<string, Action<OnnxNode>> All = new Dictionary<string, Action<OnnxNode>>(
        StringComparer.Ordinal)
    {
        ["Identity"] = Movements.Keep,
        ["Dropout"] = Movements.Keep,
        ["Cast"] = Shapes.Cast,
        ["Transpose"] = Movements.Transpose,
        ["Squeeze"] = Movements.Squeeze,
        ["Unsqueeze"] = Movements.Unsqueeze,
        ["Reshape"] = Reshaping.Reshape,
        ["Flatten"] = Reshaping.Flatten,
        ["Slice"] = Selections.Slice,
        ["Split"] = Selections.Split,
        ["Gather"] = Selections.Gather,
        ["Concat"] = Movements.Concat,
        ["Pad"] = Movements.Pad,
        ["Expand"] = Shapes.Expand,
        ["Tile"] = Shapes.Tile,
        ["Shape"] = Shapes.Shape,
        ["Constant"] = Shapes.Constant,
        ["ConstantOfShape"] = Shapes.ConstantOfShape,
        ["Equal"] = Shapes.Equal,
        ["Where"] = Shapes.Where,
        ["MatMul"] = Products.MatMul,
        ["Gemm"] = Products.Gemm,
        ["Conv"] = Windows.Conv,
        ["MaxPool"] = Windows.MaxPool,
        ["AveragePool"] = Windows.AveragePool,
        ["Add"] = Arithmetic.Binary,
        ["Sub"] = Arithmetic.Binary,
        ["Mul"] = Arithmetic.Binary,
        ["Div"] = Arithmetic.Binary,
        ["Pow"] = Arithmetic.Binary,
        ["Neg"] = Arithmetic.Unary,
        ["Sqrt"] = Arithmetic.Unary,
        ["Reciprocal"] = Arithmetic.Unary,
        ["Exp"] = Arithmetic.Unary,
        ["Log"] = Arithmetic.Unary,
        ["Abs"] = Arithmetic.Unary,
        ["Relu"] = Arithmetic.Unary,
        ["Sigmoid"] = Arithmetic.Unary,
        ["Tanh"] = Arithmetic.Unary,
        ["LeakyRelu"] = Arithmetic.Unary,
        ["Elu"] = Arithmetic.Unary,
        ["Selu"] = Arithmetic.Unary,
        ["Softplus"] = Arithmetic.Unary,
        ["Softsign"] = Arithmetic.Unary,
        ["HardSigmoid"] = Arithmetic.Unary,
        ["Swish"] = Arithmetic.Unary,
        ["Softmax"] = Arithmetic.Unary,
        ["LogSoftmax"] = Arithmetic.Unary,
        ["Clip"] = Arithmetic.Clip,
        ["ReduceMean"] = Reductions.Reduce,
        ["ReduceMax"] = Reductions.Reduce,
        ["LayerNormalization"] = Reductions.LayerNormalization,
        ["LSTM"] = RecurrentOperators.Lstm,
        ["GRU"] = RecurrentOperators.Gru,
        ["RNN"] = RecurrentOperators.Rnn,
        ["Scan"] = Loops.Scan,
    };
}
