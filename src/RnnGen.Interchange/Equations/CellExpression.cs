using System.Collections.Generic;

namespace RnnGen.Interchange.Equations;

/// <summary>The right side of an assignment in a cell's equations, or a part of it.</summary>
internal abstract record CellExpression
{
    /// <summary>A number.</summary>
    internal sealed record Number(double Value) : CellExpression;

    /// <summary>A value of another line, a state, or the input x.</summary>
    internal sealed record Named(string Name) : CellExpression;

    /// <summary>-value.</summary>
    internal sealed record Negation(CellExpression Operand) : CellExpression;

    /// <summary>left + right, and with - * / likewise.</summary>
    internal sealed record Binary(char Operator, CellExpression Left, CellExpression Right) : CellExpression;

    /// <summary>function(argument, parameter); the parameter is the language's default where the text has none.</summary>
    internal sealed record Call(CellFunction Function, CellExpression Argument, double Parameter) : CellExpression;

    /// <summary>The larger or the smaller of two values.</summary>
    internal sealed record Extreme(bool IsMaximum, CellExpression Left, CellExpression Right) : CellExpression;

    /// <summary>One of two values, where left is greater (or equal) and where it is not.</summary>
    internal sealed record Selection(
        bool OrEqual, CellExpression Left, CellExpression Right, CellExpression Then, CellExpression Otherwise) : CellExpression;
}

/// <summary>The functions of the language of cells.</summary>
internal enum CellFunction
{
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Relu6,
    Elu,
    Selu,
    Softplus,
    Softsign,
    HardSigmoid,
    Clip,
    Exp,
    Log,
    Sqrt,
    Abs,
    Sin,
    Cos,

    /// <summary>(a - mean(a)) / √(variance(a) + parameter), over the units of a row.</summary>
    Normalize,
}

/// <summary>A line of a cell's equations that gives values.</summary>
internal abstract record CellStatement
{
    /// <summary>A parameter, one number a unit.</summary>
    internal sealed record Vector(string Name, string Parameter) : CellStatement;

    /// <summary>[blocks] = [operands]·kernel + bias.</summary>
    internal sealed record Product(IReadOnlyList<string> Blocks, IReadOnlyList<string> Operands, string Kernel, string? Bias)
        : CellStatement
    {
        /// <summary>Number of heads; the kernel has of each row the columns of its own head alone.</summary>
        public int Heads { get; init; } = 1;
    }

    /// <summary>name = value.</summary>
    internal sealed record Assignment(string Name, CellExpression Value) : CellStatement;
}
