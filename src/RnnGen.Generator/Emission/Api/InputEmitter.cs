using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Api;

/// <summary>
/// What the network reads, floats or tokens: its types, what documentation calls it, and refusals of floats where it reads tokens.
/// </summary>
internal static class InputEmitter
{
    private const string Floats = "scoped in global::RnnGen.SequenceBatch batch";
    private const string States =
        "global::System.ReadOnlySpan<State> initialStates = default, global::System.Span<State> finalStates = default";
    private const string Labels = "global::System.ReadOnlySpan<int>";

    /// <summary>The type of a batch.</summary>
    public static string Batch(ModelPlan plan) => plan.Embedding is null ? "global::RnnGen.SequenceBatch" : "global::RnnGen.TokenBatch";

    /// <summary>A batch as private methods take it.</summary>
    public static string Argument(ModelPlan plan) => plan.Embedding is null ? "batch" : "batch.Sequences";

    /// <summary>What the interface of the class is.</summary>
    public static string Contract(ModelPlan plan) => plan.Spec.Training ? "global::RnnGen.ITrainableModel" : "global::RnnGen.IRnnModel";

    /// <summary>How documentation refers to a method that a refusal stands beside.</summary>
    public static string See(ModelPlan plan, string method) => plan.Embedding is null ? $"<see cref=\"{method}\"/>" : $"<c>{method}</c>";

    /// <summary>The inputs of a batch in documentation.</summary>
    public static string Inputs(ModelPlan plan, string steps) => plan.Spec.Inputs.Count > 0
        ? $"The inputs{Named(plan, steps)}."
        : plan.Embedding is EmbeddingPlan embedding
        ? $"The tokens, [batch, {steps}] (or time-major), each 0 to {Names.Number(embedding.Table.Shape[0] - 1)}."
        : $"The inputs, [batch, {steps}, {Names.Number(plan.Spec.InputSize)}] (or time-major).";

    private static string Named(ModelPlan plan, string steps)
    {
        string shape = "";
        if (InputNames.EveryStep(plan).Any())
        {
            string size = Names.Number(InputNames.StepSize(plan));
            shape += $", [batch, {steps}, {size}] (or time-major): {InputNames.List(InputNames.EveryStep(plan))}";
        }

        if (plan.Embedding is EmbeddingPlan embedding)
        {
            shape += $"; tokens, [batch, {steps}], each 0 to {Names.Number(embedding.Table.Shape[0] - 1)}";
        }

        if (InputNames.PerSequence(plan).Any())
        {
            string size = Names.Number(plan.Spec.SequenceInputSize);
            shape += $"; of whole sequences, [batch, {size}]: {InputNames.List(InputNames.PerSequence(plan))}";
        }

        return shape;
    }

    /// <summary>What a network of tokens throws, as a line of documentation; nothing otherwise.</summary>
    public static string Exception(ModelPlan plan) => plan.Embedding is null
        ? ""
        : "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">A token is not in the vocabulary; "
            + "nothing has been computed.</exception>\n";

    /// <summary>The members of the model that take floats, where it reads tokens.</summary>
    public static void RefuseModel(CodeWriter w, ModelPlan plan)
    {
        if (plan.Embedding is null)
        {
            return;
        }

        Refuse(w, plan, $"void Predict({Floats}, {Outputs(plan, "outputs")}, {States})");
        Refuse(w, plan, $"global::RnnGen.ModelTrace Trace({Floats}, global::System.ReadOnlySpan<State> initialStates = default)");
        Refuse(w, plan, $"void Step({Names.ReadOnlySpan} input, ref State state, {Outputs(plan, "output")})");
        BatchStepEmitter.Refuse(w, plan, $"{Names.ReadOnlySpan} inputs", Text(plan), Exception(Text(plan)), Descriptors.ReadsTokens);
        if (plan.Spec.Inputs.Count == 0)
        {
            Refuse(w, plan, $"void Step({Names.ReadOnlySpan} inputs, int steps, ref State state, {Outputs(plan, "outputs")})");
        }

        if (plan.Spec.Inputs.Count == 0 || plan.Obstacle is not null)
        {
            Throw(w, plan, $"void global::RnnGen.IRnnModel.Step({Names.ReadOnlySpan} input, {Names.Span} state, {Names.Span} output)");
        }
    }

    /// <summary>The members of the trainer that take floats, where the model reads tokens.</summary>
    public static void RefuseTrainer(CodeWriter w, ModelPlan plan)
    {
        if (plan.Embedding is null)
        {
            return;
        }

        Refuse(w, plan, $"void Forward({Floats}, {Outputs(plan, "outputs")}, {States})");
        if (plan.Losses.Any())
        {
            foreach (string targets in Targets(plan))
            {
                RefuseTargets(w, plan, targets);
            }
        }
    }

    private static string Outputs(ModelPlan plan, string noun) =>
        string.Join(", ", plan.Heads.Select(head => $"{Names.Span} {OutputNames.Of(head, noun)}"));

    /// <summary>The forms that the targets of all heads together can have, as parameters.</summary>
    private static IEnumerable<string> Targets(ModelPlan plan)
    {
        if (!plan.HasNamedHeads && plan.Head.Loss!.Spec.IsClassification)
        {
            return [$"{Names.ReadOnlySpan} targets", $"{Labels} targets"];
        }

        return [string.Join(", ", plan.Heads.Select(Target))];

        static string Target(HeadPlan head)
        {
            string name = OutputNames.Of(head, "targets");
            return head.Loss!.Spec.IsOfSequences ? $"{Labels} {name}, {Labels} {OutputNames.Of(head, "labelLengths")}"
                : $"{(head.Loss.Spec.IsClassification ? Labels : Names.ReadOnlySpan)} {name}";
        }
    }

    private static void RefuseTargets(CodeWriter w, ModelPlan plan, string targets)
    {
        Refuse(w, plan, $"float ComputeGradients({Floats}, {targets}, {States})");
        Refuse(
            w, plan,
            $"float Train({Floats}, {targets}, global::RnnGen.Training.IOptimizer optimizer, {States}, "
            + "global::RnnGen.Training.GradientClipping? clipping = null)");
    }

    /// <summary>A public member that does not compile where it is called.</summary>
    private static void Refuse(CodeWriter w, ModelPlan plan, string member)
    {
        string text = Text(plan);
        w.Lines($$"""
            /// <summary>{{text}}</summary>
            /// <exception cref="global::System.NotSupportedException">Always.</exception>
            {{Names.Refused(Descriptors.ReadsTokens, text)}}
            {{Names.NotCompliant}}
            """);
        Throw(w, plan, $"public {member}");
    }

    private static void Throw(CodeWriter w, ModelPlan plan, string member)
    {
        w.Line($"{member} =>");
        w.Line($"    throw new global::System.NotSupportedException($\"{Exception(Text(plan))}\");");
        w.Line();
    }

    private static string Exception(string text) => text.Replace("This network", "{Description.Name}");

    private static string Text(ModelPlan plan) => string.Format(
        CultureInfo.InvariantCulture, Descriptors.ReadsTokens.MessageFormat.ToString(CultureInfo.InvariantCulture),
        plan.Spec.Embedding!.Text);
}
