using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Reads fixtures of the torch schema: torch.nn.LSTM, torch.nn.GRU and torch.nn.RNN.</summary>
internal static class TorchFixture
{
    private static readonly Gate[] LstmGates = [new("", 0), new("", 2), new("", 1), new("", 3)];
    private static readonly Gate[] RnnGates = [new("", 0)];
    private static readonly Gate[] GruGates =
    [
        new("gates/", 0), new("gates/", 1), new("candidate/input_projection/", 0, "candidate/hidden_projection/"),
    ];

    /// <exception cref="InvalidDataException">The cell is unknown.</exception>
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
            OutputGradients = root.Tensor("G").Shaped([.. shape, source.Layers[^1].OutputSize]),
        };
        exercise.InitialStates = new float[batch * exercise.Description.StateSize];
        exercise.FinalStateGradients = new float[exercise.InitialStates.Length];
        bool isLstm = source.Layers[0].Kind == "lstm";
        Gate[] gates = source.Layers[0].Kind switch { "lstm" => LstmGates, "gru" => GruGates, _ => RnnGates };
        int directions = source.Cells.Count / source.Layers.Count;
        GateBlocks[] blocks =
        [
            .. source.Cells.Select(
                (_, cell) => new GateBlocks(exercise, cell, cell < directions ? source.InputSize : source.Layers[0].OutputSize, gates)),
        ];

        foreach ((string name, JsonNode? values) in root.Get("weights").AsObject())
        {
            (int[] places, int[] expected) = Places(blocks, directions, name);
            exercise.Give(Tensor.Read(values!).Shaped(expected), places);
        }

        JsonNode gradients = root.Get("grads");
        root.Tensor("output").Shaped([.. shape, source.Layers[^1].OutputSize]);
        exercise.ExpectOutputs(root.Get("output"), Tolerance.Single);
        exercise.AddLossTerms(root.Tensor("output"), exercise.OutputGradients);
        foreach (string part in isLstm ? new[] { "h", "c" } : ["h"])
        {
            int[] states = [.. Enumerable.Range(0, source.Cells.Count).SelectMany(cell => exercise.State(cell, part, batch))];
            int[] stateShape = [source.Cells.Count, batch, part == "c" ? source.Layers[0].Units : source.Layers[0].StateSize];
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
            (int[] places, int[] expected) = Places(blocks, directions, name);
            Tensor.Read(values!).Shaped(expected);
            exercise.Expect(Results.Gradients, values!, places, Tolerance.Single);
        }

        return exercise;
    }

    private static ModelSource Model(JsonNode root)
    {
        string cell = root.Text("cell");
        List<string> options = root.Flag("bias") ? [] : ["Bias = false"];
        (string kind, string order, string? option) = cell switch
        {
            "LSTM" => ("lstm", "i,f,g,o", "ForgetBias = 0"),
            "GRU" => ("gru", "r,z,n", "ResetAfter = true"),
            "RNN_TANH" => ("rnn", "", null),
            "RNN_RELU" => ("rnn", "", "Activation = Activation.Relu"),
            _ => throw new InvalidDataException($"Unknown cell '{cell}'."),
        };
        if (order.Length > 0 && root.Text("gate_order") != order)
        {
            throw new InvalidDataException($"Unknown gate order '{root.Text("gate_order")}'.");
        }

        if (option is not null)
        {
            options.Add(option);
        }

        LayerSource layer = new(kind, root.Int("hidden_size"), options)
        {
            IsBidirectional = root.Flag("bidirectional"),
            Projection = root.Find("proj_size")?.GetValue<int>() is > 0 and int projection ? projection : null,
        };
        return new ModelSource(root.Int("input_size"), [.. Enumerable.Repeat(layer, root.Int("num_layers"))]);
    }

    /// <summary>Places and shape of a weight such as <c>weight_ih_l1_reverse</c>.</summary>
    private static (int[] Places, int[] Shape) Places(GateBlocks[] blocks, int directions, string name)
    {
        const string reverse = "_reverse";
        bool isReverse = directions == 2 && name.EndsWith(reverse, StringComparison.Ordinal);
        string[] parts = (isReverse ? name[..^reverse.Length] : name).Split("_l");
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            || layer * directions >= blocks.Length)
        {
            throw new InvalidDataException($"Unknown weight '{name}'.");
        }

        GateBlocks block = blocks[(layer * directions) + (isReverse ? 1 : 0)];
        return parts[0] switch
        {
            "weight_ih" => (block.InputKernel(), block.InputShape),
            "weight_hh" => (block.StateKernel(), block.StateShape),
            "weight_hr" => (block.Projection(), block.ProjectionShape),
            "bias_ih" => (block.InputBias(), [block.Rows]),
            "bias_hh" => (block.StateBias(), [block.Rows]),
            _ => throw new InvalidDataException($"Unknown weight '{name}'."),
        };
    }
}
