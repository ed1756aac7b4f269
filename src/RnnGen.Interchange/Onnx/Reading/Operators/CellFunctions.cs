using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Operators;

/// <summary>The functions of a recurrent operator, f, g and h, with their numbers, and the limit of what they read.</summary>
internal sealed class CellFunctions
{
    // The numbers that the standard gives where a file gives none.
    private static readonly Dictionary<string, (float? Alpha, float? Beta)> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Relu"] = (null, null),
        ["Tanh"] = (null, null),
        ["Sigmoid"] = (null, null),
        ["Softsign"] = (null, null),
        ["Softplus"] = (null, null),
        ["Affine"] = (1, 0),
        ["LeakyRelu"] = (0.01f, null),
        ["ThresholdedRelu"] = (1, null),
        ["ScaledTanh"] = (1, 1),
        ["HardSigmoid"] = (0.2f, 0.5f),
        ["Elu"] = (1, null),
    };

    private readonly List<(string Name, float? Alpha, float? Beta)> _functions = [];

    /// <summary>What functions read is kept within ± this; <see langword="null"/> without.</summary>
    public float? Clip { get; private init; }

    /// <summary>Whether the gates are those of RnnGen's cells.</summary>
    public bool GatesAreSigmoid => Activation(0) == RnnGen.Activation.Sigmoid;

    /// <summary>Reads the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="usual">The functions where the file names none.</param>
    /// <param name="directions">Number of directions.</param>
    public static CellFunctions Read(OnnxNode node, string[] usual, int directions)
    {
        string[] names = node.TextList("activations") is { Length: > 0 } given ? given
            : [.. Enumerable.Repeat(usual, directions).SelectMany(each => each)];
        if (names.Length != directions * usual.Length)
        {
            throw new InvalidDataException($"{names.Length} activations; {directions * usual.Length} were expected");
        }

        // Numbers follow one another for those functions that have any.
        Queue<float> alphas = new(node.NumberList("activation_alpha") ?? []), betas = new(node.NumberList("activation_beta") ?? []);
        List<(string, float?, float?)> all = [];
        foreach (string name in names)
        {
            if (!Numbers.TryGetValue(name, out (float? Alpha, float? Beta) numbers))
            {
                throw new NotSupportedException($"the function {name}");
            }

            all.Add((
                Numbers.Keys.First(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)),
                numbers.Alpha is null || alphas.Count == 0 ? numbers.Alpha : alphas.Dequeue(),
                numbers.Beta is null || betas.Count == 0 ? numbers.Beta : betas.Dequeue()));
        }

        if (directions == 2 && !all.Take(usual.Length).SequenceEqual(all.Skip(usual.Length)))
        {
            throw new NotSupportedException("different functions in the two directions");
        }

        CellFunctions functions = new() { Clip = node.HasAttribute("clip") ? node.Number("clip", 0) : null };
        functions._functions.AddRange(all.Take(usual.Length));
        return functions.Clip is not (< 0 or float.NaN) ? functions : throw new InvalidDataException($"a clip of {functions.Clip}");
    }

    /// <summary>The function of RnnGen that one of them is, without a limit; <see langword="null"/> where it is none.</summary>
    public Activation? Activation(int index)
    {
        (string name, float? alpha, float? beta) = _functions[index];
        return Clip is null && (alpha, beta) == Numbers[name] ? Activations.Of(name) : null;
    }

    /// <summary>The function of a value in the language of cells.</summary>
    /// <param name="index">Which function.</param>
    /// <param name="value">What it reads.</param>
    /// <param name="clips">
    /// Whether the limit holds for it. Of an LSTM's h it does not: the standard speaks of what functions read, ONNX Runtime takes the cell
    /// state as it is.
    /// </param>
    public string Text(int index, string value, bool clips = true)
    {
        (string name, float? alpha, float? beta) = _functions[index];
        string argument = clips && Clip is float limit ? $"clip({value}, {Number(limit)})" : value;
        return name switch
        {
            "Relu" or "Tanh" or "Sigmoid" or "Softsign" or "Softplus" => $"{char.ToLowerInvariant(name[0])}{name[1..]}({argument})",
            "LeakyRelu" or "Elu" => $"{char.ToLowerInvariant(name[0])}{name[1..]}({argument}, {Number(alpha)})",
            "Affine" => $"{Number(alpha)}*({argument}) + {Number(beta)}",
            "ScaledTanh" => $"{Number(alpha)}*tanh({Number(beta)}*({argument}))",
            "HardSigmoid" => $"1 - relu(1 - relu({Number(alpha)}*({argument}) + {Number(beta)}))",
            _ => throw new NotSupportedException($"the function {name}, which jumps"),
        };
    }

    private static string Number(float? number)
    {
        string text = number!.Value.ToString("R", CultureInfo.InvariantCulture);
        return !float.IsFinite(number.Value) ? throw new InvalidDataException($"a function with the number {text}")
            : number < 0 ? $"({text})" : text;
    }
}
