using System;
using System.Globalization;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>How equations write functions, names and numbers.</summary>
internal static class EquationSyntax
{
    /// <summary>The operators of two operands, and how equations write them.</summary>
    public static readonly (string Function, string Sign)[] TwoOperands =
    [
        ("Add", "+"), ("Sub", "-"), ("Mul", "*"), ("Div", "/"), ("Pow", "^"), ("Max", "max"), ("Min", "min"),
    ];

    /// <summary>One of two values by a comparison.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="name">The names of its operands.</param>
    public static string Choice(ChoiceValue choice, Func<Element[], string> name) =>
        $"where({name(choice.Left)} {(choice.OrEqual ? ">=" : ">")} {name(choice.Right)}, {name(choice.Then)}, {name(choice.Otherwise)})";

    /// <summary>A function of an argument.</summary>
    /// <exception cref="NotSupportedException">Equations have no such function.</exception>
    public static string Function(UnaryValue unary, string argument) => unary.Function switch
    {
        "Sigmoid" or "Tanh" or "Relu" or "Softplus" or "Softsign" or "Sqrt" or "Exp" or "Log" or "Abs"
            or "Sin" or "Cos" =>
            $"{Camel(unary.Function)}({argument})",
        "LeakyRelu" or "Elu" => $"{Camel(unary.Function)}({argument}, {Number((float)unary.Alpha)})",
        "Selu" or "HardSigmoid" when Activations.Of(unary) is not null => $"{Camel(unary.Function)}({argument})",
        "Clip" when unary is { Alpha: 0, Beta: 6 } => $"relu6({argument})",
        "Clip" when unary is { Alpha: 0, Beta: double.PositiveInfinity } => $"relu({argument})",
        "Clip" when unary.Alpha == -unary.Beta && double.IsFinite(unary.Beta) => $"clip({argument}, {Number((float)unary.Beta)})",
        "Neg" => $"-{argument}",
        "Reciprocal" => $"1/{argument}",
        _ => throw new NotSupportedException(unary.Function),
    };

    /// <summary>Whether an expression is a name or a number, which needs no line of its own.</summary>
    public static bool IsSimple(string expression) => expression.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '\'');

    public static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number}");

    /// <summary>A number, in parentheses where it is negative.</summary>
    /// <exception cref="NotSupportedException">It is not finite.</exception>
    public static string Number(float number) =>
        !float.IsFinite(number) ? throw new NotSupportedException("a constant that is not finite")
        : number < 0 ? string.Create(CultureInfo.InvariantCulture, $"({number:R})")
        : number.ToString("R", CultureInfo.InvariantCulture);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
