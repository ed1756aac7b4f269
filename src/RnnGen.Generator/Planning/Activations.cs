using System;
using System.Collections.Generic;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Planning;

/// <summary>The activations as equations.</summary>
internal static class Activations
{
    /// <summary>result = f(argument).</summary>
    public static IEnumerable<Assignment> Define(ActivationKind activation, string result, Expr argument)
    {
        yield return new Assignment(result, activation switch
        {
            ActivationKind.Tanh => Functions.Tanh(argument),
            ActivationKind.Sigmoid => Functions.Sigmoid(argument),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
        });
    }
}
