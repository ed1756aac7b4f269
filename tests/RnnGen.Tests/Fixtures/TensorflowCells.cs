using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RnnGen.Tests.Fixtures;

/// <summary>Cells of the tf schema, and TensorFlow's names of their variables.</summary>
internal static partial class TensorflowCells
{
    private static readonly Dictionary<string, string> Activations = new()
    {
        ["tanh"] = "Tanh",
        ["relu"] = "Relu",
        ["relu6"] = "Relu6",
        ["elu"] = "Elu",
        ["selu"] = "Selu",
        ["softplus"] = "Softplus",
        ["softsign"] = "Softsign",
        ["sigmoid"] = "Sigmoid",
        ["hard_sigmoid"] = "HardSigmoid",
        ["linear"] = "Linear",
        ["identity"] = "Linear",
        ["swish"] = "Swish",
    };

    /// <summary>The layers.</summary>
    /// <exception cref="InvalidDataException">The cell is unknown.</exception>
    public static List<LayerSource> Read(JsonNode cells)
    {
        List<LayerSource> layers = [];
        foreach (JsonNode cell in cells.Items())
        {
            string type = cell.Text("type");
            layers.Add(type switch
            {
                "BasicLSTMCell" or "LSTMCell" => new LayerSource("lstm", cell.Int("num_units"), [.. LstmOptions(cell), .. Activation(cell)])
                {
                    Projection = cell.Find("num_proj")?.GetValue<int>(),
                },
                "GRUCell" => new LayerSource("gru", cell.Int("num_units"), [.. Activation(cell)]),
                "BasicRNNCell" => new LayerSource("rnn", cell.Int("num_units"), [.. Activation(cell)]),
                _ => throw new InvalidDataException($"{cell.GetPath()}: unknown cell '{type}'."),
            });
            string order = cell.Find("gate_order")?.GetValue<string>() ?? "";
            string known = layers[^1].Kind switch { "lstm" => "i,j,f,o", "gru" => "r,u", _ => order };
            if (order != known && order.Length > 0)
            {
                throw new InvalidDataException($"{cell.GetPath()}: the gate order '{order}' is not '{known}'.");
            }
        }

        if (layers.Count == 0)
        {
            throw new InvalidDataException($"{cells.GetPath()} has no cells.");
        }

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
        string direction = match.Groups["direction"].Value;
        int cell = match.Groups["cell"].Success ? int.Parse(match.Groups["cell"].Value, System.Globalization.CultureInfo.InvariantCulture)
            : direction == "bw" ? 1
            : 0;
        bool isKnown = match.Success && cell < exercise.Source.Cells.Count
            && (match.Groups["cell"].Success || exercise.Source.Layers.Count == 1)
            && exercise.Source.Layers[0].IsBidirectional == (direction.Length > 0);
        string scope = match.Groups["scope"].Value;
        if (!isKnown
            || exercise.Source.LayerOf(cell).Kind != (scope switch { "gru_cell" => "gru", "basic_rnn_cell" => "rnn", _ => "lstm" }))
        {
            throw new InvalidDataException($"The model has no variable '{variable}'.");
        }

        return exercise.Parameter(cell, match.Groups["name"].Value);
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

    [GeneratedRegex(
        @"^(rnn/(multi_rnn_cell/cell_(?<cell>\d{1,4})/)?|bidirectional_rnn/(?<direction>fw|bw)/)"
        + "(?<scope>basic_lstm_cell|lstm_cell|gru_cell|basic_rnn_cell)/(?<name>.+)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex VariableName();

    private static IEnumerable<string> LstmOptions(JsonNode cell)
    {
        yield return $"ForgetBias = {LayerSource.Number(cell.Find("forget_bias")?.GetValue<double>() ?? 1)}";
        if (cell.Flag("use_peepholes"))
        {
            yield return "Peepholes = true";
        }

        foreach ((string field, string option) in new[] { ("cell_clip", "CellClip"), ("proj_clip", "ProjectionClip") })
        {
            if (cell.Find(field) is JsonNode value)
            {
                yield return $"{option} = {LayerSource.Number(value.GetValue<double>())}";
            }
        }
    }

    private static IEnumerable<string> Activation(JsonNode cell)
    {
        string name = cell.Find("activation")?.GetValue<string>() ?? "tanh";
        yield return Activations.TryGetValue(name, out string? activation)
            ? $"Activation = Activation.{activation}"
            : throw new InvalidDataException($"{cell.GetPath()}: unknown activation '{name}'.");
    }
}
