using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Reads fixtures of the torch schema: torch.nn.LSTM and torch.nn.RNN.</summary>
internal static class TorchFixture
{
    private static readonly (string, int)[] LstmGates = [("", 0), ("", 2), ("", 1), ("", 3)];
    private static readonly (string, int)[] RnnGates = [("", 0)];

    /// <exception cref="InvalidDataException">The cell is unknown.</exception>
    /// <exception cref="FeatureNotBuiltException">It needs what the generator does not have.</exception>
    public static SequenceExercise Read(JsonNode root)
    {
        ModelSource source = Model(root);
        int batch = root.Int("batch"), steps = root.Int("seq_len");
        bool batchFirst = root.Flag("batch_first");
        int[] shape = batchFirst ? [batch, steps] : [steps, batch];
        SequenceExercise exercise = new(source, batch, steps, batchFirst ? SequenceLayout.BatchMajor : SequenceLayout.TimeMajor)
        {
            Inputs = root.Tensor("x").Shaped([.. shape, source.InputSize]),
            Lengths = root.Lengths("lengths"),
            OutputGradients = root.Tensor("G").Shaped([.. shape, source.Layers[^1].Units]),
        };
        exercise.InitialStates = new float[batch * exercise.Description.StateSize];
        exercise.FinalStateGradients = new float[exercise.InitialStates.Length];
        bool isLstm = source.Layers[0].Kind == "lstm";
        GateBlocks[] blocks = [.. source.Layers.Select((_, layer) => new GateBlocks(exercise, layer, isLstm ? LstmGates : RnnGates))];

        foreach ((string name, JsonNode? values) in root.Get("weights").AsObject())
        {
            (int[] places, int[] expected) = Places(blocks, name);
            exercise.Give(Tensor.Read(values!).Shaped(expected), places);
        }

        if (!root.Flag("bias"))
        {
            Array.ForEach(blocks, block => block.LeaveBiasZero());
        }

        JsonNode gradients = root.Get("grads");
        root.Tensor("output").Shaped([.. shape, source.Layers[^1].Units]);
        exercise.ExpectOutputs(root.Get("output"), Tolerance.Single);
        exercise.AddLossTerms(root.Tensor("output"), exercise.OutputGradients);
        foreach (string part in isLstm ? new[] { "h", "c" } : ["h"])
        {
            int[] states = [.. Enumerable.Range(0, source.Layers.Count).SelectMany(layer => exercise.State(layer, part, batch))];
            int[] stateShape = [source.Layers.Count, batch, source.Layers[0].Units];
            exercise.Scatter(root.Tensor(part + "0").Shaped(stateShape), states, exercise.InitialStates);
            exercise.Scatter(root.Tensor("G" + part).Shaped(stateShape), states, exercise.FinalStateGradients);
            exercise.ExpectStates(root.Get(part + "_n"), states, Tolerance.Single);
            exercise.AddLossTerms(root.Tensor(part + "_n").Shaped(stateShape), root.Tensor("G" + part));
            exercise.Expect(Results.StateGradients, gradients.Get(part + "0"), states, Tolerance.Single);
        }

        exercise.ExpectLoss(root.Get("loss"));
        exercise.Expect(Results.InputGradients, gradients.Get("x"), null, Tolerance.Single);
        foreach ((string name, JsonNode? values) in gradients.Get("weights").AsObject())
        {
            (int[] places, int[] expected) = Places(blocks, name);
            Tensor.Read(values!).Shaped(expected);
            exercise.Expect(Results.Gradients, values!, places, Tolerance.Single);
        }

        return exercise;
    }

    private static ModelSource Model(JsonNode root)
    {
        List<string> missing = [];
        string cell = root.Text("cell");
        string kind = cell switch
        {
            "LSTM" => "lstm",
            "RNN_TANH" => "rnn",
            "RNN_RELU" => Missing("rnn", "activation relu"),
            "GRU" => Missing("gru", "GRU with the reset after the product"),
            _ => throw new InvalidDataException($"Nobody knows the cell '{cell}'."),
        };
        if (root.Flag("bidirectional"))
        {
            missing.Add("bidirectional");
        }

        if (root.Find("proj_size") is JsonNode projection && projection.GetValue<int>() != 0)
        {
            missing.Add("projection");
        }

        if (missing.Count > 0)
        {
            throw new FeatureNotBuiltException(string.Join(", ", missing));
        }

        string order = root.Text("gate_order");
        if (kind == "lstm" && order != "i,f,g,o")
        {
            throw new InvalidDataException($"Nobody knows the gate order '{order}'.");
        }

        LayerSource layer = new(kind, root.Int("hidden_size"));
        return new ModelSource(root.Int("input_size"), [.. Enumerable.Repeat(layer, root.Int("num_layers"))]);

        string Missing(string result, string feature)
        {
            missing.Add(feature);
            return result;
        }
    }

    /// <summary>Places and shape of a weight such as <c>weight_ih_l1</c>.</summary>
    private static (int[] Places, int[] Shape) Places(GateBlocks[] blocks, string name)
    {
        string[] parts = name.Split("_l");
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) || layer >= blocks.Length)
        {
            throw new InvalidDataException($"Nobody knows the weight '{name}'.");
        }

        GateBlocks block = blocks[layer];
        return parts[0] switch
        {
            "weight_ih" => (block.InputKernel(), block.InputShape),
            "weight_hh" => (block.StateKernel(), block.StateShape),
            "bias_ih" or "bias_hh" => (block.Bias(), [block.Rows]),
            _ => throw new InvalidDataException($"Nobody knows the weight '{name}'."),
        };
    }
}
