using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Interchange;

namespace RnnGen.Tool.Importing;

/// <summary>A few lines of C# that use an imported class.</summary>
internal static class ClassUsage
{
    private const int ExampleSteps = 100;

    /// <summary>A program of its own: usings, then statements.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">A model of its class.</param>
    /// <param name="namespaceName">The namespace of the class, or <see langword="null"/>.</param>
    /// <param name="weights">The file of the weights.</param>
    public static IReadOnlyList<string> Of(Network network, IRnnModel model, string? namespaceName, string weights)
    {
        ModelDescription description = model.Description;
        bool plain = description.Heads is [{ Name: "" }] && description is { Vocabulary: null, SequenceInputSize: 0 };
        List<string> lines = ["using System;", "using RnnGen;"];
        if (namespaceName is not null)
        {
            lines.Add($"using {namespaceName};");
        }

        lines.Add("");
        lines.AddRange(plain ? Typed(network, model, weights) : Any(model, weights));
        return lines;
    }

    private static IEnumerable<string> Typed(Network network, IRnnModel model, string weights)
    {
        ModelDescription description = model.Description;
        string name = description.Name;
        int steps = description.Steps ?? ExampleSteps, inputs = description.StepInputSize, outputs = description.OutputSize;
        yield return $"{name} model = new();";
        yield return $"model.Load(\"{weights}\");";
        yield return "";
        yield return Text($"float[] inputs = new float[{steps} * {inputs}];   // one row of {steps} steps");
        yield return description.OutputsEveryStep
            ? Text($"float[] outputs = new float[{steps} * {outputs}];")
            : Text($"float[] outputs = new float[{outputs}];");
        yield return Text($"model.Predict(new SequenceBatch(inputs, batchSize: 1, steps: {steps}), outputs);");
        if (Streams(model))
        {
            bool learned = network.Layers.Any(layer => layer.Options.ContainsKey("LearnedInitialState"));
            yield return "";
            yield return $"{name}.State state = {(learned ? "model.InitialState()" : "default")};   // or one step at a time";
            yield return Text($"model.Step(inputs.AsSpan(0, {inputs}), ref state, outputs.AsSpan(0, {outputs}));");
        }
    }

    private static IEnumerable<string> Any(IRnnModel model, string weights)
    {
        ModelDescription description = model.Description;
        int steps = description.Steps ?? ExampleSteps, inputs = description.StepInputSize, sequence = description.SequenceInputSize;
        bool tokens = description.Vocabulary is not null;
        yield return $"IRnnModel model = new {description.Name}();";
        yield return $"model.Parameters.Load(\"{weights}\");";
        yield return "";
        yield return Text($"float[] values = new float[{steps} * {inputs}];   // one row of {steps} steps: ")
            + Columns(model, InputKind.EveryStep);
        yield return Text($"float[] sequence = new float[{sequence}];   // what all steps see: {Columns(model, InputKind.PerSequence)}");
        if (tokens)
        {
            yield return Text($"int[] tokens = new int[{steps}];   // 0 to {description.Vocabulary - 1}");
        }

        yield return Text($"float[] outputs = new float[model.Description.OutputCount(batchSize: 1, steps: {steps})];");
        string batch = tokens
            ? Text($"new TokenBatch(tokens, batchSize: 1, steps: {steps}) {{ Values = values, SequenceInputs = sequence }}")
            : Text($"new SequenceBatch(values, batchSize: 1, steps: {steps}) {{ SequenceInputs = sequence }}");
        yield return $"model.Predict({batch}, outputs);";
        foreach ((int index, HeadInfo head) in description.Heads.Index().Where(pair => pair.Item.Name.Length > 0))
        {
            yield return Text($"Range {Local(head.Name)} = model.Description.OutputRange({index}, batchSize: 1, steps: {steps});")
                + $"   // where the outputs of {head.Name} are";
        }

        if (Streams(model))
        {
            yield return "";
            yield return "float[] state = new float[model.Description.StateSize];   // or one step at a time";
            yield return "model.InitialState(state);";
            yield return Text($"float[] now = new float[{StepOutputs(description)}];");
            yield return Text($"model.Step(values.AsSpan(0, {inputs}), {(tokens ? "tokens[0], " : "")}sequence, state, now);");
        }
    }

    private static bool Streams(IRnnModel model)
    {
        ModelDescription description = model.Description;
        float[] input = new float[description.StepInputSize], sequence = new float[description.SequenceInputSize];
        float[] state = new float[description.StateSize], output = new float[StepOutputs(description)];
        try
        {
            if (description.Vocabulary is null)
            {
                model.Step(input, sequence, state, output);
            }
            else
            {
                model.Step(input, 0, sequence, state, output);
            }

            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static int StepOutputs(ModelDescription description) =>
        description.Heads.Where(head => head.Streams).Sum(head => head.OutputSize);

    private static string Columns(IRnnModel model, InputKind kind)
    {
        string[] all =
        [
            .. model.Description.Inputs.Where(input => input.Kind == kind).OrderBy(input => input.FirstColumn)
                .Select(input => Text($"{input.Name} [{input.Size}]")),
        ];
        return all.Length == 0 ? "none" : string.Join(", ", all);
    }

    private static string Local(string head) => head + "Outputs";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
