using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RnnGen.Tests.Fixtures;

/// <summary>Cells of the tf schema, and TensorFlow's names of their variables.</summary>
internal static partial class TensorflowCells
{
    private static readonly string[] OtherActivations = ["relu", "relu6", "elu", "selu", "softplus", "softsign", "sigmoid", "hard_sigmoid", "linear", "identity", "swish"];

    /// <summary>The layers, and the feature of them that is not built, if any.</summary>
    /// <exception cref="InvalidDataException">Nobody knows such a cell.</exception>
    public static List<LayerSource> Read(JsonNode cells, out string? missing)
    {
        List<LayerSource> layers = [];
        SortedSet<string> features = [];
        foreach (JsonNode cell in cells.Items())
        {
            string type = cell.Text("type");
            layers.Add(type switch
            {
                "BasicLSTMCell" or "LSTMCell" => new LayerSource("lstm", cell.Int("num_units"), cell.Find("forget_bias")?.GetValue<double>() ?? 1),
                "GRUCell" => new LayerSource("gru", cell.Int("num_units")),
                "BasicRNNCell" => new LayerSource("rnn", cell.Int("num_units")),
                _ => throw new InvalidDataException($"{cell.GetPath()}: nobody knows the cell '{type}'."),
            });
            string order = cell.Find("gate_order")?.GetValue<string>() ?? "";
            string known = layers[^1].Kind switch { "lstm" => "i,j,f,o", "gru" => "r,u", _ => order };
            if (order != known && order.Length > 0)
            {
                throw new InvalidDataException($"{cell.GetPath()}: the gate order '{order}' is not '{known}'.");
            }

            AddMissing(cell, features);
        }

        if (layers.Count == 0)
        {
            throw new InvalidDataException($"{cells.GetPath()} has no cells.");
        }

        missing = features.Count > 0 ? string.Join(", ", features) : null;
        return layers;
    }

    /// <summary>The parameter that a variable such as <c>rnn/multi_rnn_cell/cell_1/gru_cell/gates/kernel</c> is.</summary>
    public static ParameterInfo Parameter(Exercise exercise, string variable)
    {
        if (variable.StartsWith("dense/", System.StringComparison.Ordinal) && exercise.Source.Classes is not null)
        {
            return exercise.Parameter($"dense{exercise.Source.Layers.Count}/{variable["dense/".Length..]}");
        }

        Match match = VariableName().Match(variable);
        int layer = match.Groups["cell"].Success ? int.Parse(match.Groups["cell"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
        bool isKnown = match.Success && layer < exercise.Source.Layers.Count && (match.Groups["cell"].Success || exercise.Source.Layers.Count == 1);
        string scope = match.Groups["scope"].Value;
        if (!isKnown || exercise.Source.Layers[layer].Kind != (scope switch { "gru_cell" => "gru", "basic_rnn_cell" => "rnn", _ => "lstm" }))
        {
            throw new InvalidDataException($"The model has no variable '{variable}'.");
        }

        return exercise.Parameter(layer, match.Groups["name"].Value);
    }

    /// <summary>Gives one variable.</summary>
    public static void Give(Exercise exercise, ParameterInfo parameter, JsonNode values) =>
        exercise.Give(Tensor.Read(values).Shaped([.. parameter.Shape]), Exercise.Places(parameter));

    /// <summary>Gives all variables of a fixture.</summary>
    public static void Give(Exercise exercise, JsonNode variables)
    {
        foreach ((string name, JsonNode? values) in variables.AsObject())
        {
            Give(exercise, Parameter(exercise, name), values!);
        }
    }

    /// <summary>Expects one value for each variable: gradients, final values, moments.</summary>
    public static void Expect(Exercise exercise, string result, JsonNode variables, Tolerance tolerance)
    {
        foreach ((string name, JsonNode? values) in variables.AsObject())
        {
            ParameterInfo parameter = Parameter(exercise, name);
            Tensor.Read(values!).Shaped([.. parameter.Shape]);
            exercise.Expect(result, values!, Exercise.Places(parameter), tolerance);
        }
    }

    [GeneratedRegex(@"^rnn/(multi_rnn_cell/cell_(?<cell>\d{1,4})/)?(?<scope>basic_lstm_cell|lstm_cell|gru_cell|basic_rnn_cell)/(?<name>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex VariableName();

    private static void AddMissing(JsonNode cell, SortedSet<string> features)
    {
        string activation = cell.Find("activation")?.GetValue<string>() ?? "tanh";
        if (activation != "tanh")
        {
            features.Add(System.Array.IndexOf(OtherActivations, activation) >= 0
                ? $"activation {activation}"
                : throw new InvalidDataException($"{cell.GetPath()}: nobody knows the activation '{activation}'."));
        }

        if (cell.Flag("use_peepholes"))
        {
            features.Add("peepholes");
        }

        foreach ((string field, string feature) in new[] { ("cell_clip", "cell clip"), ("num_proj", "projection"), ("proj_clip", "projection clip") })
        {
            if (cell.Find(field) is not null)
            {
                features.Add(feature);
            }
        }
    }
}
