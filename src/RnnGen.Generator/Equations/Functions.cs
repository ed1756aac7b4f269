using System;

namespace RnnGen.Generator.Equations;

/// <summary>A nonlinear function; the runtime's VectorMath has each under the same name.</summary>
internal enum Function
{
    Sigmoid,
    Tanh,

    /// <summary>σ(2x), of a matrix product whose weights are packed halved: it has all its constants in common with tanh.</summary>
    SigmoidOfTwice,
    Relu,

    /// <summary>x, or parameter·x below zero; the parameter is not negative.</summary>
    LeakyRelu,
    Relu6,

    /// <summary>x, or parameter·(exp(x) - 1) below zero; the parameter is positive.</summary>
    Elu,
    Selu,
    Softplus,
    Softsign,

    /// <summary>0.2·x + 0.5 within [0, 1], as Keras 2 and ONNX define it.</summary>
    HardSigmoid,

    /// <summary>x within [-parameter, parameter].</summary>
    Clip,
    Exp,
    Log,
    Sqrt,
    Abs,
    Sin,
    Cos,

    // What the derivatives above are made of; they have none themselves.
    ReluSlope,
    LeakyReluSlope,
    Relu6Slope,
    EluSlope,
    SeluSlope,
    SoftsignSlope,
    HardSigmoidSlope,
    ClipSlope,
    Sign,

    /// <summary>x, or 0 below 2^-100 in magnitude: no part of an equation, but of storing what is carried on.</summary>
    FlushTiny,
}

/// <summary>Names for the functions, as one writes them on paper, and their derivatives.</summary>
internal static class Functions
{
    public static Expr Sigmoid(Expr argument) => new Expr.Call(Function.Sigmoid, argument);

    public static Expr Tanh(Expr argument) => new Expr.Call(Function.Tanh, argument);

    public static Expr Clip(Expr argument, double limit) => new Expr.Call(Function.Clip, argument, limit);

    /// <summary>Whether the function takes a parameter besides its argument.</summary>
    public static bool HasParameter(Function function) => function is
        Function.LeakyRelu or Function.Elu or Function.Clip or Function.LeakyReluSlope or Function.EluSlope or Function.ClipSlope;

    /// <summary>Whether the function has a derivative.</summary>
    public static bool IsDifferentiable(Function function) => function < Function.ReluSlope;

    /// <summary>
    /// The derivative of a call whose result has a name: an expression of the result where that is possible, since the result is kept.
    /// Of relu it is 0 at 0, as in TensorFlow and PyTorch; of a clip 0 where it holds the value, its limits included.
    /// </summary>
    public static Expr Derivative(Expr.Call call, Expr result) => call.Function switch
    {
        Function.Sigmoid => result * (Expr.One - result),
        Function.Tanh => Expr.One - (result * result),
        Function.SigmoidOfTwice => 2 * (result * (Expr.One - result)),
        Function.Relu => new Expr.Call(Function.ReluSlope, result, call.Parameter),
        Function.LeakyRelu => new Expr.Call(Function.LeakyReluSlope, result, call.Parameter),
        Function.Relu6 => new Expr.Call(Function.Relu6Slope, result, call.Parameter),
        Function.Elu => new Expr.Call(Function.EluSlope, result, call.Parameter),
        Function.Selu => new Expr.Call(Function.SeluSlope, result, call.Parameter),
        Function.Softplus => Expr.One - new Expr.Call(Function.Exp, -result),
        Function.Softsign => new Expr.Call(Function.SoftsignSlope, result, call.Parameter),
        Function.HardSigmoid => new Expr.Call(Function.HardSigmoidSlope, result, call.Parameter),
        Function.Clip => new Expr.Call(Function.ClipSlope, result, call.Parameter),
        Function.Exp => result,
        Function.Log => Expr.One / call.Argument,
        Function.Sqrt => 0.5 / result,
        Function.Abs => new Expr.Call(Function.Sign, call.Argument),
        Function.Sin => new Expr.Call(Function.Cos, call.Argument),
        Function.Cos => -new Expr.Call(Function.Sin, call.Argument),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call.Function, null),
    };

    /// <summary>The function as one writes it: <c>σ</c>, <c>leakyRelu</c>.</summary>
    public static string Symbol(Function function)
    {
        string name = function.ToString();
        return function == Function.Sigmoid ? "σ" : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }
}
