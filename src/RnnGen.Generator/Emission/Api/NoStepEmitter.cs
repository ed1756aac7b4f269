using System.Globalization;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>
/// What a network says that needs all steps before it has an output: the compiler to callers of the class, an exception to those of the
/// interface.
/// </summary>
internal static class NoStepEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan, StreamObstacle obstacle)
    {
        string input = plan.Embedding is null ? $"{Names.ReadOnlySpan} input" : "int token";
        string reason = string.Format(CultureInfo.InvariantCulture, Descriptors.CannotStreamText, Reason(obstacle));
        string text = $"This network {reason}", exception = $"{{Description.Name}} {reason}";
        string outputs = string.Join(", ", plan.Heads.Select(head => $"{Names.Span} {OutputNames.Of(head, "output")}"));
        string blocks = string.Join(", ", plan.Heads.Select(head => $"{Names.Span} {OutputNames.Of(head, "outputs")}"));
        w.Lines($$"""
            /// <summary>{{text}}</summary>
            /// <exception cref="global::System.NotSupportedException">Always.</exception>
            {{Names.Refused(Descriptors.CannotStream, text)}}
            public void Step({{input}}, ref State state, {{outputs}}) =>
                throw new global::System.NotSupportedException($"{{exception}}");

            void global::RnnGen.IRnnModel.Step({{input}}, {{Names.Span}} state, {{Names.Span}} output) =>
                throw new global::System.NotSupportedException($"{{exception}}");

            /// <summary>{{text}}</summary>
            /// <exception cref="global::System.NotSupportedException">Always.</exception>
            {{Names.Refused(Descriptors.CannotStream, text)}}
            public void Step({{BlockStepEmitter.Plain(plan)}}, ref State state, {{blocks}}) =>
                throw new global::System.NotSupportedException($"{{exception}}");

            {{BlockStepEmitter.InterfaceMember}} =>
                throw new global::System.NotSupportedException($"{{exception}}");

            """);
        BatchStepEmitter.NoStep(w, plan, text, exception);
        if (plan.Spec.SequenceInputSize > 0 || (plan.Embedding is not null && plan.Spec.Inputs.Count > 0))
        {
            w.Lines($$"""
                void global::RnnGen.IRnnModel.Step(
                    {{Names.ReadOnlySpan}} input, {{(plan.Embedding is null ? "" : "int token, ")}}{{Names.ReadOnlySpan}} sequenceInput,
                    {{Names.Span}} state, {{Names.Span}} output) => throw new global::System.NotSupportedException($"{{exception}}");

                """);
        }
    }

    private static string Reason(StreamObstacle obstacle) => obstacle switch
    {
        StreamObstacle.Pools(var kind) => $"its outputs are the {Name(kind)} over all steps of a sequence",
        StreamObstacle.PoolsWithin(var kind, var layer) => $"{layer} is the {Name(kind)} over all steps of a sequence",
        StreamObstacle.Repeats(var layer) => $"{layer} repeats what is made of all steps of a sequence",
        StreamObstacle.StartsAtTheEnd(var layer, var other) => $"{layer} starts from the final states of {other}",
        StreamObstacle.LooksAhead(var layer, var steps) => $"{layer} sees {Counted.Of(steps, "step")} beyond each",
        StreamObstacle.ReadsBackwards(var layer) => $"{layer} reads its steps from the last to the first",
        _ => "",
    };

    private static string Name(SequenceReduction reduction) => reduction switch
    {
        SequenceReduction.Mean => "mean",
        SequenceReduction.Max => "maximum",
        _ => "mean weighted by attention",
    };
}
