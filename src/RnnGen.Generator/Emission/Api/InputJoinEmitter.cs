using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>Inputs that have names: from a span for each to the columns of a batch, and gradients back.</summary>
internal static class InputJoinEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        Emit(w, plan, "Inputs", "steps of all rows", [.. InputNames.EveryStep(plan)], InputNames.StepSize(plan));
        Emit(w, plan, "SequenceInputs", "rows", [.. InputNames.PerSequence(plan)], plan.Spec.SequenceInputSize);
    }

    private static void Emit(CodeWriter w, ModelPlan plan, string what, string count, IReadOnlyList<InputSpec> inputs, int size)
    {
        if (inputs.Count < 2)
        {
            return;
        }

        string columns = InputNames.List(inputs), shape = $"[{count}, {Names.Number(size)}]";
        w.Lines($$"""
            /// <summary>Puts the columns of the inputs side by side, as a batch has them: {{columns}}.</summary>
            {{string.Join("\n", inputs.Select(input => About(input, $"The input {input.Name}, [{count}, {Names.Number(input.Size)}].")))}}
            /// <param name="joined">Receives all of them, {{shape}}.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length, or they share memory.</exception>
            public static void Join{{what}}({{Parameters(inputs, Names.ReadOnlySpan)}}, {{Names.Span}} joined)
            {
            {{PredictEmitter.Lines(inputs.Select(input => Call(plan, "Join", input, size, "joined")))}}
            }

            /// <summary>Takes such columns apart, gradients for instance: {{columns}}.</summary>
            /// <param name="joined">All of them, {{shape}}.</param>
            {{string.Join("\n", inputs.Select(input => About(input, $"Receives the columns of {input.Name}; empty when not wanted.")))}}
            /// <exception cref="global::System.ArgumentException">A span has another length, or they share memory.</exception>
            public static void Split{{what}}({{Names.ReadOnlySpan}} joined, {{Parameters(inputs, Names.Span)}})
            {
            {{PredictEmitter.Lines(inputs.Select(input => Call(plan, "Split", input, size, "joined")))}}
            }

            """);
    }

    private static string About(InputSpec input, string text) => $"/// <param name=\"{InputNames.Of(input)}\">{text}</param>";

    private static string Parameters(IEnumerable<InputSpec> inputs, string type) =>
        string.Join(", ", inputs.Select(input => $"{type} {InputNames.Of(input)}"));

    private static string Call(ModelPlan plan, string method, InputSpec input, int size, string joined) =>
        $"{Names.Generated}.InputColumns.{method}({InputNames.Of(input)}, {joined}, {Names.Number(InputNames.Column(plan, input))}, "
        + $"{Names.Number(input.Size)}, {Names.Number(size)}, \"{InputNames.Of(input)}\");";
}
