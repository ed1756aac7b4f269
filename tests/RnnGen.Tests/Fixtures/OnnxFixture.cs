using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Reads fixtures of the onnx schema: the operators LSTM, GRU and RNN in every direction. They have no gradients.</summary>
internal static class OnnxFixture
{
    private static readonly string[] KnownAttributes = ["hidden_size", "direction", "layout", "linear_before_reset"];
    private static readonly string[] KnownInputs = ["X", "W", "R", "B", "P", "initial_h", "initial_c", "sequence_lens"];
    private static readonly Gate[] LstmGates = [new("", 0), new("", 3), new("", 2), new("", 1)];
    private static readonly Gate[] RnnGates = [new("", 0)];
    private static readonly Gate[] GruGates = [new("gates/", 1), new("gates/", 0), new("candidate/", 0)];
    private static readonly Gate[] ResetAfterGates =
    [
        new("gates/", 1), new("gates/", 0), new("candidate/input_projection/", 0, "candidate/hidden_projection/"),
    ];

    // P holds i, o, f.
    private static readonly string[] Peepholes = ["w_i_diag", "w_o_diag", "w_f_diag"];

    /// <exception cref="InvalidDataException">The operator, an attribute or an input is unknown.</exception>
    public static SequenceExercise Read(JsonNode root)
    {
        JsonNode inputs = root.Get("inputs"), outputs = root.Get("outputs"), attributes = root.Get("attributes");
        CheckKnown(attributes, inputs);
        LayerSource layer = Layer(root.Text("op"), root.Int("hidden_size"), attributes, inputs, out Gate[] gates);
        ModelSource source = new(root.Int("input_size"), [layer]);
        bool batchFirst = attributes.Find("layout")?.GetValue<int>() == 1;
        Tensor values = inputs.Tensor("X");
        (int batch, int steps) = batchFirst ? (values.Shape[0], values.Shape[1]) : (values.Shape[1], values.Shape[0]);
        SequenceExercise exercise = new(source, batch, steps, batchFirst ? SequenceLayout.BatchMajor : SequenceLayout.TimeMajor)
        {
            Inputs = values.Shaped(values.Shape[0], values.Shape[1], source.InputSize),
            Lengths = inputs.Lengths("sequence_lens"),
        };
        GateBlocks[] blocks = [.. source.Cells.Select((_, cell) => new GateBlocks(exercise, cell, source.InputSize, gates))];
        Give(exercise, blocks, inputs);

        // An official case compares what it lists; the rest of its outputs came from the same run in float32.
        Tolerance tolerance = root.Flag("official") ? Tolerance.Of(1e-6) : Tolerance.Single;
        int units = layer.Units, directions = blocks.Length;
        int[] stateShape = batchFirst ? [batch, directions, units] : [directions, batch, units];
        string[] parts = layer.Kind == "lstm" ? ["h", "c"] : ["h"];
        foreach (string name in root.Get("official_outputs").AsArray().Select(name => name!.GetValue<string>()))
        {
            outputs.Get(name);
        }

        foreach ((string name, JsonNode? tensor) in outputs.AsObject())
        {
            if (name == "Y")
            {
                Tensor.Read(tensor!).Shaped(batchFirst ? [batch, steps, directions, units] : [steps, directions, batch, units]);
                exercise.ExpectOutputs(tensor!, tolerance, batchFirst ? null : TimeMajor(steps, directions, batch, units));
                continue;
            }

            string part = Array.Find(parts, part => name == "Y_" + part)
                ?? throw new InvalidDataException($"Unknown output '{name}'.");
            Tensor.Read(tensor!).Shaped(stateShape);
            exercise.ExpectStates(tensor!, States(exercise, part, batch, batchFirst), tolerance);
        }

        if (outputs.Find("Y") is null)
        {
            exercise.Partial.UnionWith([Results.Outputs, Results.PredictedOutputs]);
        }

        if (parts.Any(part => outputs.Find("Y_" + part) is null))
        {
            exercise.Partial.UnionWith([Results.States, Results.PredictedStates]);
        }

        foreach (string part in parts)
        {
            if (inputs.Find("initial_" + part) is not null)
            {
                exercise.InitialStates = exercise.InitialStates.Length > 0
                    ? exercise.InitialStates
                    : new float[batch * exercise.Description.StateSize];
                exercise.Scatter(
                    inputs.Tensor("initial_" + part).Shaped(stateShape), States(exercise, part, batch, batchFirst), exercise.InitialStates);
            }
        }

        return exercise;
    }

    /// <summary>Places of [steps, directions, batch, units] in our [steps, batch, directions · units].</summary>
    private static int[] TimeMajor(int steps, int directions, int batch, int units) =>
    [
        .. from step in Enumerable.Range(0, steps)
           from direction in Enumerable.Range(0, directions)
           from row in Enumerable.Range(0, batch)
           from unit in Enumerable.Range(0, units)
           select (((((step * batch) + row) * directions) + direction) * units) + unit,
    ];

    /// <summary>Places of [directions, batch, units], or of [batch, directions, units], in the states of all rows.</summary>
    private static int[] States(Exercise exercise, string part, int batch, bool batchFirst)
    {
        int[][] cells = [.. exercise.Source.Cells.Select((_, cell) => exercise.State(cell, part, batch))];
        int units = cells[0].Length / batch;
        return batchFirst
            ? [.. Enumerable.Range(0, batch).SelectMany(row => cells.SelectMany(places => places.Skip(row * units).Take(units)))]
            : [.. cells.SelectMany(places => places)];
    }

    private static void Give(SequenceExercise exercise, GateBlocks[] blocks, JsonNode inputs)
    {
        exercise.Give(
            inputs.Tensor("W").Shaped([blocks.Length, .. blocks[0].InputShape]), [.. blocks.SelectMany(block => block.InputKernel())]);
        exercise.Give(
            inputs.Tensor("R").Shaped([blocks.Length, .. blocks[0].StateShape]), [.. blocks.SelectMany(block => block.StateKernel())]);
        if (inputs.Find("P") is not null)
        {
            int units = exercise.Source.Layers[0].Units;
            int[] places =
            [
                .. blocks.SelectMany((_, cell) => Peepholes.SelectMany(name => Exercise.Places(exercise.Parameter(cell, name)))),
            ];
            exercise.Give(inputs.Tensor("P").Shaped(blocks.Length, Peepholes.Length * units), places);
        }

        if (inputs.Find("B") is not null)
        {
            // The bias of the input and the bias of the state: their sum counts, but for a product of the state alone.
            int[] places = [.. blocks.SelectMany(block => block.InputBias().Concat(block.StateBias()))];
            exercise.Give(inputs.Tensor("B").Shaped(blocks.Length, 2 * blocks[0].Rows), places);
        }
        else
        {
            Array.ForEach(blocks, block => block.LeaveBiasZero());
        }
    }

    private static LayerSource Layer(string name, int units, JsonNode attributes, JsonNode inputs, out Gate[] gates)
    {
        bool after = attributes.Find("linear_before_reset")?.GetValue<int>() is not (null or 0);
        LayerSource layer;
        (layer, gates) = name switch
        {
            "LSTM" =>
                (
                    new LayerSource(
                        "lstm", units, ["ForgetBias = 0", .. inputs.Find("P") is null ? Array.Empty<string>() : ["Peepholes = true"]]),
                        LstmGates),
            "GRU" when after => (new LayerSource("gru", units, "ResetAfter = true"), ResetAfterGates),
            "GRU" => (new LayerSource("gru", units), GruGates),
            "RNN" => (new LayerSource("rnn", units), RnnGates),
            _ => throw new InvalidDataException($"Unknown operator '{name}'."),
        };
        return (attributes.Find("direction")?.GetValue<string>() ?? "forward") switch
        {
            "forward" => layer,
            "reverse" => layer with { IsReverse = true },
            "bidirectional" => layer with { IsBidirectional = true },
            string direction => throw new InvalidDataException($"Unknown direction '{direction}'."),
        };
    }

    private static void CheckKnown(JsonNode attributes, JsonNode inputs)
    {
        string[] unknown =
        [
            .. attributes.AsObject().Select(attribute => attribute.Key).Except(KnownAttributes),
            .. inputs.AsObject().Select(input => input.Key).Except(KnownInputs),
        ];
        if (unknown.Length > 0)
        {
            throw new InvalidDataException($"Unknown to the operator: {string.Join(", ", unknown)}.");
        }
    }
}
