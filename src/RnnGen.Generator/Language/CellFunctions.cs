using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;

namespace RnnGen.Generator.Language;

/// <summary>A function that equations may call.</summary>
/// <param name="Name">As one writes it; case and underscores do not matter.</param>
/// <param name="Form">What it takes, and what it is computed from.</param>
/// <param name="Function">Of one that goes unit by unit from one argument, which it is; else null.</param>
/// <param name="Parameter">What the number after the argument means; null where there is none.</param>
/// <param name="Default">That number where it is left out; NaN where it must be given.</param>
internal sealed record CellFunction(
    string Name, CellFunctionForm Form, Function? Function = null, string? Parameter = null, double Default = double.NaN);

/// <summary>The forms of functions.</summary>
internal enum CellFunctionForm
{
    /// <summary>Of one value, unit by unit, with a number beside it where the function has a parameter.</summary>
    UnitByUnit,

    /// <summary>Of one value, over all units of a row.</summary>
    Normalization,

    /// <summary>Of two values, unit by unit.</summary>
    Extreme,

    /// <summary>Of a comparison and two values, unit by unit.</summary>
    Selection,
}

/// <summary>The functions of the language.</summary>
internal static class CellFunctions
{
    /// <summary>The larger of two values.</summary>
    public const string Maximum = "max";

    /// <summary>One of two values, as a comparison says; comparisons stand nowhere else.</summary>
    public const string Selection = "where";

    /// <summary>The functions, in the order in which a message lists them.</summary>
    public static readonly IReadOnlyList<CellFunction> All =
    [
        .. Enum.GetValues(typeof(Function)).Cast<Function>()
            .Where(function => Functions.IsDifferentiable(function) && function != Function.SigmoidOfTwice)
            .Select(Describe),
        new CellFunction(Maximum, CellFunctionForm.Extreme),
        new CellFunction("min", CellFunctionForm.Extreme),
        new CellFunction(Selection, CellFunctionForm.Selection),
        new CellFunction("normalize", CellFunctionForm.Normalization, Parameter: "what is added to the variance", Default: 1e-5),
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
            Function.LeakyRelu => new CellFunction(name, CellFunctionForm.UnitByUnit, function, "the slope below zero", 0.01),
            Function.Elu => new CellFunction(name, CellFunctionForm.UnitByUnit, function, "the limit below zero", 1),
            Function.Clip => new CellFunction(name, CellFunctionForm.UnitByUnit, function, "the limit on both sides of zero"),
            _ => new CellFunction(name, CellFunctionForm.UnitByUnit, function),
        };
    }

    private static string Plain(string name) => name.Replace("_", "").ToLowerInvariant();
}
