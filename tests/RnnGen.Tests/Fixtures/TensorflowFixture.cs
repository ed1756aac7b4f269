using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Reads fixtures of the tf schema.</summary>
internal static class TensorflowFixture
{
    /// <summary>Reads a fixture; several exercises when it holds several cases.</summary>
    /// <exception cref="InvalidDataException">The kind or a cell is unknown.</exception>
    public static IReadOnlyList<Exercise> Read(JsonNode root) => root.Text("kind") switch
    {
        "dynamic_rnn" => [Sequence(root)],
        "classifier_adam" => [Classifier(root)],
        "single_step_tf_unit_tests" => SingleSteps(root),
        "bidirectional_dynamic_rnn" => [Sequence(root)],
        string kind => throw new InvalidDataException($"Unknown kind '{kind}'."),
    };

    private static SequenceExercise Sequence(JsonNode root)
    {
        ModelSource source = Model(root, null);
        int batch = root.Int("batch"), steps = root.Int("seq_len");
        SequenceLayout layout = root.Flag("time_major") ? SequenceLayout.TimeMajor : SequenceLayout.BatchMajor;
        int[] shape = layout == SequenceLayout.TimeMajor ? [steps, batch] : [batch, steps];
        int units = source.Layers[^1].StateSize, directions = source.Layers[^1].OutputSize / units;
        SequenceExercise exercise = new(source, batch, steps, layout)
        {
            Inputs = root.Tensor("inputs").Shaped([.. shape, source.InputSize]),
            Lengths = root.Lengths("sequence_length"),
            OutputGradients = new Tensor("G", [.. shape, directions * units], new double[batch * steps * directions * units]),
        };
        exercise.InitialStates = new float[batch * exercise.Description.StateSize];
        exercise.FinalStateGradients = new float[exercise.InitialStates.Length];
        TensorflowCells.Give(exercise, root.Get("variables"));

        JsonNode gradients = root.Get("grads");
        for (int direction = 0; direction < directions; direction++)
        {
            // Of two directions a list of outputs for each; ours stand beside each other.
            JsonNode outputs = directions == 1 ? root.Get("outputs") : root.Get("outputs")[direction]!;
            Tensor upstream = Tensor.Read(directions == 1 ? root.Get("G") : root.Get("G")[direction]!).Shaped([.. shape, units]);
            int[] places =
            [
                .. Enumerable.Range(0, upstream.Values.Length).Select(i => (((i / units * directions) + direction) * units) + (i % units)),
            ];
            for (int i = 0; i < places.Length; i++)
            {
                exercise.OutputGradients.Values[places[i]] = upstream.Values[i];
            }

            exercise.ExpectOutputs(outputs, Tolerance.Single, places);
            exercise.AddLossTerms(Tensor.Read(outputs).Shaped([.. shape, units]), upstream);
        }

        ForEachState(
            source, root.Get("initial_state"),
            (layer, part, node) => exercise.Scatter(States(node), exercise.State(layer, part, batch), exercise.InitialStates));
        ForEachState(
            source, root.Get("G_state"),
            (layer, part, node) => exercise.Scatter(States(node), exercise.State(layer, part, batch), exercise.FinalStateGradients));
        ForEachState(source, root.Get("final_state"), (layer, part, node) =>
        {
            exercise.ExpectStates(node, exercise.State(layer, part, batch), Tolerance.Single);
            exercise.AddLossTerms(States(node), States(root.Get("G_state")[layer]!.Get(part)));
        });
        exercise.ExpectLoss(root.Get("loss"));
        gradients.Tensor("inputs").Shaped(exercise.Inputs.Shape);
        exercise.Expect(Results.InputGradients, gradients.Get("inputs"), null, Tolerance.Single);
        ForEachState(source, gradients.Get("initial_state"), (layer, part, node) =>
            exercise.Expect(Results.StateGradients, node, exercise.State(layer, part, batch), Tolerance.Single));
        TensorflowCells.Expect(exercise, Results.Gradients, gradients.Get("variables"), Tolerance.Single);
        return exercise;

        Tensor States(JsonNode node) => Tensor.Read(node).Shaped(batch, Tensor.Read(node).Shape[^1]);
    }

    private static ClassifierExercise Classifier(JsonNode root)
    {
        int classes = root.Int("num_classes"), batch = root.Int("batch"), steps = root.Int("seq_len");
        ModelSource source = Model(root, classes);
        bool startsFromZero = true;
        ForEachState(source, root.Get("initial_state"), (_, _, node) => startsFromZero &= Tensor.Read(node).Largest == 0);
        if (!startsFromZero || root.Flag("time_major"))
        {
            throw new InvalidDataException("A classifier starts from zero states, and its inputs are [batch, steps, features].");
        }

        ClassifierExercise exercise = new(source, batch, steps)
        {
            Inputs = root.Tensor("inputs").Shaped(batch, steps, source.InputSize),
            Lengths = root.Lengths("sequence_length"),
            Labels = root.Lengths("labels"),
            Adam = AdamSettings.Read(root.Get("adam")),
        };
        TensorflowCells.Give(exercise, root.Get("variables"));
        exercise.ExpectAll(root);
        return exercise;
    }

    private static List<Exercise> SingleSteps(JsonNode root)
    {
        List<Exercise> exercises = [];
        foreach (JsonNode unit in root.Get("cases").Items())
        {
            List<LayerSource> layers = TensorflowCells.Read(unit.Get("cells"));
            Tensor input = unit.Tensor("x");
            StepExercise exercise = new(
                new ModelSource(unit.Int("input_size"), layers), input.Shaped(input.Shape[0], unit.Int("input_size")));
            JsonArray variables = unit.Get("variables").AsArray();
            for (int layer = 0; layer < variables.Count; layer++)
            {
                foreach ((string name, JsonNode? values) in variables[layer]!.AsObject())
                {
                    TensorflowCells.Give(exercise, exercise.Parameter(layer, name), values!);
                }
            }

            ForEachState(exercise.Source, unit.Get("initial_state"), exercise.SetState);
            exercise.ExpectOutputs(unit.Get("tf_output"), StepExercise.Published);
            exercise.ExpectOutputs(unit.Get("output_f64"), Tolerance.Single);
            ForEachState(
                exercise.Source, unit.Get("tf_state"),
                (layer, part, node) => exercise.ExpectState(layer, part, node, StepExercise.Published));
            ForEachState(
                exercise.Source, unit.Get("state_f64"), (layer, part, node) => exercise.ExpectState(layer, part, node, Tolerance.Single));
            exercises.Add(exercise);
        }

        return exercises.Count > 0 ? exercises : throw new InvalidDataException("The fixture has no cases.");
    }

    private static ModelSource Model(JsonNode root, int? classes)
    {
        List<LayerSource> layers = TensorflowCells.Read(root.Get("cells"));
        if (root.Text("kind") == "bidirectional_dynamic_rnn")
        {
            bool isPair = layers.Count == 2 && layers[0].Attribute == layers[1].Attribute;
            layers = isPair
                ? [layers[0] with { IsBidirectional = true }]
                : throw new InvalidDataException("Two directions must have equal cells.");
        }

        return new ModelSource(root.Int("input_size"), layers, classes);
    }

    /// <summary>Visits {c, h} of each cell; other cells than the model's, or other parts, fail.</summary>
    private static void ForEachState(ModelSource source, JsonNode states, Action<int, string, JsonNode> visit)
    {
        JsonArray cells = states.AsArray();
        if (cells.Count != source.Cells.Count)
        {
            throw new InvalidDataException($"{states.GetPath()} has {cells.Count} cells; the model has {source.Cells.Count}.");
        }

        for (int layer = 0; layer < cells.Count; layer++)
        {
            string[] parts = source.LayerOf(layer).Kind == "lstm" ? ["c", "h"] : ["h"];
            if (!cells[layer]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal).SequenceEqual(parts))
            {
                throw new InvalidDataException($"{cells[layer]!.GetPath()} must have {string.Join(" and ", parts)}.");
            }

            foreach (string part in parts)
            {
                visit(layer, part, cells[layer]!.Get(part));
            }
        }
    }
}
