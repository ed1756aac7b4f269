using System;
using System.Collections.Generic;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>A function of Keras: one of <see cref="Activation"/>, a softmax, or one that is not supported, with the reason.</summary>
/// <param name="Function">The function; of a softmax linear.</param>
/// <param name="IsSoftmax">Whether it is the softmax of the features.</param>
/// <param name="Reason">Why it is not supported, or <see langword="null"/>.</param>
internal sealed record KerasActivation(Activation Function, bool IsSoftmax = false, string? Reason = null)
{
    private static readonly Dictionary<string, Activation> Functions = new(StringComparer.Ordinal)
    {
        ["linear"] = Activation.Linear,
        ["tanh"] = Activation.Tanh,
        ["sigmoid"] = Activation.Sigmoid,
        ["relu"] = Activation.Relu,
        ["relu6"] = Activation.Relu6,
        ["elu"] = Activation.Elu,
        ["selu"] = Activation.Selu,
        ["softplus"] = Activation.Softplus,
        ["softsign"] = Activation.Softsign,
        ["swish"] = Activation.Swish,
        ["silu"] = Activation.Swish,
    };

    /// <summary>The function in a setting.</summary>
    /// <param name="settings">The layer's settings.</param>
    /// <param name="name">The setting.</param>
    /// <param name="otherwise">Its name where the setting is left out.</param>
    /// <param name="version">Keras' version, where it is known.</param>
    public static KerasActivation Of(KerasSettings settings, string name, string otherwise, string? version)
    {
        string function = NameOf(settings, name, otherwise);
        return function switch
        {
            "softmax" => new KerasActivation(Activation.Linear, IsSoftmax: true),

            // Keras 3 has another: x / 6 + 0.5 within 0 and 1.
            "hard_sigmoid" when version?.StartsWith("2.", StringComparison.Ordinal) == true => new KerasActivation(Activation.HardSigmoid),
            "hard_sigmoid" => Unsupported(
                $"{name} hard_sigmoid is 0.2·x + 0.5 here and in Keras 2, x/6 + 0.5 in Keras 3; "
                + $"this file is of Keras {version ?? "unknown"}"),
            _ when Functions.TryGetValue(function, out Activation known) => new KerasActivation(known),
            _ => Unsupported($"{name} is '{function}'"),
        };
    }

    /// <summary>The name of a function: a text, or in Keras 3 an object with the name in its configuration.</summary>
    public static string NameOf(KerasSettings settings, string name, string otherwise) => settings.Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Object } function
            when function.TryGetProperty("config", out JsonElement text) && text.ValueKind == JsonValueKind.String => text.GetString()!,
        JsonElement other => throw settings.Wrong(name, "the name of a function", other),
    };

    /// <summary>The function of a layer that is one, such as <c>ReLU</c>; <see langword="null"/> of other layers.</summary>
    public static KerasActivation? OfLayer(KerasLayer layer, string? version)
    {
        KerasSettings settings = layer.Settings;
        switch (layer.ClassName)
        {
            case "Activation":
                return Of(settings, "activation", "linear", version);
            case "Softmax":
                return settings.Number("axis", -1) != -1 ? Unsupported("axis is not -1")
                    : new KerasActivation(Activation.Linear, IsSoftmax: true);
            case "ELU":
                return settings.Number("alpha", 1) == 1 ? new KerasActivation(Activation.Elu) : Unsupported("alpha is not 1");
            case "LeakyReLU":
                double slope = settings.Number("negative_slope", settings.Number("alpha", 0.3));
                return (float)slope == 0.01f ? new KerasActivation(Activation.LeakyRelu)
                    : Unsupported(FormattableString.Invariant($"the slope is {slope}, 0.01 is supported"));
            case "ReLU":
                double largest = settings.Number("max_value", double.PositiveInfinity);
                bool isPlain = settings.Number("negative_slope", 0) == 0 && settings.Number("threshold", 0) == 0;
                return !isPlain || (double.IsFinite(largest) && largest != 6)
                    ? Unsupported("max_value other than 6, negative_slope or threshold are set")
                    : new KerasActivation(double.IsFinite(largest) ? Activation.Relu6 : Activation.Relu);
            default:
                return null;
        }
    }

    private static KerasActivation Unsupported(string reason) => new(Activation.Linear, Reason: reason);
}
