using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Reads fixtures of the onnx schema: the operators LSTM, GRU and RNN, forward. They have no gradients.</summary>
internal static class OnnxFixture
{
    private static readonly string[] KnownAttributes = ["hidden_size", "direction", "layout", "linear_before_reset"];
    private static readonly string[] KnownInputs = ["X", "W", "R", "B", "P", "initial_h", "initial_c", "sequence_lens"];

    /// <exception cref="InvalidDataException">The operator, an attribute or an input is unknown.</exception>
    /// <exception cref="FeatureNotBuiltException">It needs what the generator does not have.</exception>
    public static SequenceExercise Read(JsonNode root)
    {
        JsonNode inputs = root.Get("inputs"), outputs = root.Get("outputs");
        (string kind, (string, int)[] gates) = Operator(root.Text("op"));
        RequireBuilt(root, inputs);
        ModelSource source = new(root.Int("input_size"), [new LayerSource(kind, root.Int("hidden_size"))]);

        // With one direction its axis adds nothing, so the values lie as in our own layouts.
        bool batchFirst = root.Get("attributes").Find("layout")?.GetValue<int>() == 1;
        Tensor values = inputs.Tensor("X");
        (int batch, int steps) = batchFirst ? (values.Shape[0], values.Shape[1]) : (values.Shape[1], values.Shape[0]);
        SequenceExercise exercise = new(source, batch, steps, batchFirst ? SequenceLayout.BatchMajor : SequenceLayout.TimeMajor)
        {
            Inputs = values.Shaped(values.Shape[0], values.Shape[1], source.InputSize),
            Lengths = inputs.Lengths("sequence_lens"),
        };
        Give(exercise, new GateBlocks(exercise, 0, gates), inputs);

        // An official case compares what it lists; the rest of its outputs came from the same run in float32.
        Tolerance tolerance = root.Flag("official") ? Tolerance.Of(1e-6) : Tolerance.Single;
        int units = source.Layers[0].Units;
        int[] stateShape = batchFirst ? [batch, 1, units] : [1, batch, units];
        string[] parts = kind == "lstm" ? ["h", "c"] : ["h"];
        foreach (string name in root.Get("official_outputs").AsArray().Select(name => name!.GetValue<string>()))
        {
            outputs.Get(name);
        }

        foreach ((string name, JsonNode? tensor) in outputs.AsObject())
        {
            if (name == "Y")
            {
                Tensor.Read(tensor!).Shaped(batchFirst ? [batch, steps, 1, units] : [steps, 1, batch, units]);
                exercise.ExpectOutputs(tensor!, tolerance);
                continue;
            }

            string part = Array.Find(parts, part => name == "Y_" + part) ?? throw new InvalidDataException($"Nobody knows the output '{name}'.");
            Tensor.Read(tensor!).Shaped(stateShape);
            exercise.ExpectStates(tensor!, exercise.State(0, part, batch), tolerance);
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
                exercise.InitialStates = exercise.InitialStates.Length > 0 ? exercise.InitialStates : new float[batch * exercise.Description.StateSize];
                exercise.Scatter(inputs.Tensor("initial_" + part).Shaped(stateShape), exercise.State(0, part, batch), exercise.InitialStates);
            }
        }

        return exercise;
    }

    private static void Give(SequenceExercise exercise, GateBlocks blocks, JsonNode inputs)
    {
        exercise.Give(inputs.Tensor("W").Shaped([1, .. blocks.InputShape]), blocks.InputKernel());
        exercise.Give(inputs.Tensor("R").Shaped([1, .. blocks.StateShape]), blocks.StateKernel());
        if (inputs.Find("B") is not null)
        {
            // The bias of the input and the bias of the state: their sum counts.
            exercise.Give(inputs.Tensor("B").Shaped(1, 2 * blocks.Rows), [.. blocks.Bias(), .. blocks.Bias()]);
        }
        else
        {
            blocks.LeaveBiasZero();
        }
    }

    private static (string Kind, (string, int)[] Gates) Operator(string name) => name switch
    {
        "LSTM" => ("lstm", [("", 0), ("", 3), ("", 2), ("", 1)]),
        "GRU" => ("gru", [("gates/", 1), ("gates/", 0), ("candidate/", 0)]),
        "RNN" => ("rnn", [("", 0)]),
        _ => throw new InvalidDataException($"Nobody knows the operator '{name}'."),
    };

    private static void RequireBuilt(JsonNode root, JsonNode inputs)
    {
        List<string> missing = [];
        JsonNode attributes = root.Get("attributes");
        string[] unknown =
        [
            .. attributes.AsObject().Select(attribute => attribute.Key).Except(KnownAttributes),
            .. inputs.AsObject().Select(input => input.Key).Except(KnownInputs),
        ];
        if (unknown.Length > 0)
        {
            throw new InvalidDataException($"Nobody knows {string.Join(", ", unknown)} of the operator.");
        }

        switch (attributes.Find("direction")?.GetValue<string>() ?? "forward")
        {
            case "forward": break;
            case "reverse": missing.Add("reverse direction"); break;
            case "bidirectional": missing.Add("bidirectional"); break;
            case string direction: throw new InvalidDataException($"Nobody knows the direction '{direction}'.");
        }

        if (root.Text("op") == "GRU" && attributes.Find("linear_before_reset")?.GetValue<int>() is not (null or 0))
        {
            missing.Add("GRU with the reset after the product");
        }

        if (inputs.Find("P") is not null)
        {
            missing.Add("peepholes");
        }

        if (missing.Count > 0)
        {
            throw new FeatureNotBuiltException(string.Join(", ", missing));
        }
    }
}
