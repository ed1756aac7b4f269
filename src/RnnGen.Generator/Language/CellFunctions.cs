using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Language;

/// <summary>A function that equations may call.</summary>
/// <param name="Name">As one writes it; case and underscores do not matter.</param>
/// <param name="Function">What it is, unit by unit; null for the normalisation over all units of a row.</param>
/// <param name="Parameter">What the number after the argument means; null where there is none.</param>
/// <param name="Default">That number where it is left out; NaN where it must be given.</param>
internal sealed record CellFunction(string Name, Function? Function, string? Parameter = null, double Default = double.NaN);

/// <summary>The functions of the language.</summary>
internal static class CellFunctions
{
    /// <summary>The functions, in the order in which a message lists them.</summary>
    public static readonly IReadOnlyList<CellFunction> All =
    [
        .. Enum.GetValues(typeof(Function)).Cast<Function>()
            .Where(function => Functions.IsDifferentiable(function) && function != Function.SigmoidOfTwice)
            .Select(Describe),
        new CellFunction("normalize", null, "what is added to the variance", 1e-5),
    ];

    // Constant between jumps: what reads them would never be trained.
    private static readonly HashSet<string> Jumps = ["sign", "sgn", "floor", "round", "ceil", "ceiling", "trunc", "step", "heaviside"];

    /// <summary>The function of a name, or null.</summary>
    public static CellFunction? Find(string name)
    {
        string plain = Plain(name);
        return All.FirstOrDefault(function => Plain(function.Name) == (plain == "σ" ? "sigmoid" : plain));
    }

    /// <summary>Whether the name is that of a well-known function without a derivative.</summary>
    public static bool HasNoDerivative(string name) => Jumps.Contains(Plain(name));

    private static CellFunction Describe(Function function)
    {
        string name = function.ToString();
        name = char.ToLowerInvariant(name[0]) + name.Substring(1);
        return function switch
        {
            Function.LeakyRelu => new CellFunction(name, function, "the slope below zero", 0.01),
            Function.Elu => new CellFunction(name, function, "the limit below zero", 1),
            Function.Clip => new CellFunction(name, function, "the limit on both sides of zero"),
            _ => new CellFunction(name, function),
        };
    }

    private static string Plain(string name) => name.Replace("_", "").ToLowerInvariant();
}
