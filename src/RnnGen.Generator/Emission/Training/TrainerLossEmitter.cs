using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Api;
using RnnGen.Generator.Emission.Heads;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Training;

/// <summary>
/// What a trainer offers when the heads end in losses: forward, losses, their weighted sum and backward in one call, and an update.
/// </summary>
internal static class TrainerLossEmitter
{
    private const string Labels = "global::System.ReadOnlySpan<int>";

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        if (!plan.Losses.Any())
        {
            return;
        }

        foreach ((HeadPlan head, int index) in plan.Heads.Select((head, index) => (head, index)).Where(_ => plan.HasNamedHeads))
        {
            w.Lines($"""
                /// <summary>The loss of head {head.Name} of the last pass, before its weight: {LossEmitter.Title(head.Loss!)}.</summary>
                public float {head.Stem}Loss => HeadLosses[{index}];

                """);
        }

        if (!plan.HasNamedHeads)
        {
            LossPlan unnamed = plan.Head.Loss!;
            w.Lines($$"""
                /// <summary>{{(unnamed.Spec.IsOfSequences ? "Labels that there are, and the blank" : "Values of one target")}}.</summary>
                public const int TargetSize = {{unnamed.TargetUnits}};

                """);
        }

        if (!plan.HasNamedHeads && IsClassifier(plan.Head))
        {
            Overloads(w, plan, [new(plan.Head, TargetKind.Labels)]);
            Overloads(w, plan, [new(plan.Head, TargetKind.Values)]);
        }
        else
        {
            Overloads(w, plan, [.. plan.Heads.Select(head => new Target(head, KindOf(head)))]);
        }
    }

    /// <summary>What targets are.</summary>
    private static string About(LossPlan loss) => loss.Spec.Kind switch
    {
        LossKind.SoftmaxCrossEntropy => "Class probabilities, each target summing to 1",
        LossKind.BinaryCrossEntropy => "Truth values from 0 to 1",
        _ => "Values to learn",
    };

    private static bool IsClassifier(HeadPlan head) => head.Loss!.Spec.IsClassification;

    private static TargetKind KindOf(HeadPlan head) => head.Loss!.Spec.IsOfSequences ? TargetKind.Sequences
        : IsClassifier(head) ? TargetKind.Labels
        : TargetKind.Values;

    /// <summary>Gradients, and a training step, for some kind of targets of each head.</summary>
    private static void Overloads(CodeWriter w, ModelPlan plan, IReadOnlyList<Target> targets)
    {
        string loss = plan.HasNamedHeads
            ? "losses, their sum "
                + $"{string.Join(" + ", plan.Heads.Select(head => $"{ExprText.Literal(head.Weight).TrimEnd('f')}·{head.Name}"))}"
            : $"loss ({LossEmitter.Title(plan.Head.Loss!)})";
        string about =
            $"/// <param name=\"batch\">The {(plan.Embedding is null ? "inputs" : "tokens")}; at least one row.</param>\n" +
            string.Join("\n", targets.SelectMany(target => target.About));
        string states =
            $"/// <param name=\"initialStates\">States before the first step, [batch]; empty for {InitialStateEmitter.Start(plan)}. "
            + "No gradient flows into them.</param>\n" +
            "/// <param name=\"finalStates\">Receives the states after each row's last valid step, [batch]; empty when not wanted. "
            + "May be the initial states.</param>";
        string nats = targets.Any(target => !target.Head.Loss!.Spec.TakesClassLogits) ? "" : ", in nats";
        string labels = targets.Any(target => target.Kind == TargetKind.Labels)
            ? "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">A label is not a class; "
                + "nothing has been computed.</exception>\n" : "";
        labels += targets.Any(target => target.Kind == TargetKind.Sequences)
            ? "/// <exception cref=\"global::System.ArgumentException\">\n"
                + "/// A label is out of range or the blank, or a row has fewer steps than labels and repeats; nothing has been computed.\n"
                + "/// </exception>\n" : "";
        string exception = plan.Embedding is null ? labels : InputEmitter.Exception(plan);
        string parameters = string.Join(",\n    ", targets.SelectMany(target => target.Parameters));
        string batch = $"scoped in {InputEmitter.Batch(plan)} batch", argument = InputEmitter.Argument(plan);
        string flat = "FlatStates(initialStates), FlatStates(finalStates)", single = targets[0].Arguments;
        string arguments = string.Join(", ", targets.Select(target => target.Arguments));
        string computeBody = !plan.HasNamedHeads
            ? $" =>\n    ComputeGradients({argument}, {single}, {flat});"
            : $$"""

                {
                    using LossPass pass = BeginLoss({{argument}}, {{flat}});
                {{PredictEmitter.Lines(targets.Select((target, index) => $"pass.Learn({index}, {target.Arguments});"))}}
                    return pass.Run();
                }
                """;
        string trainBody = !plan.HasNamedHeads
            ? $" =>\n    Train({argument}, {single}, optimizer, {flat}, clipping);"
            : $$"""

                {
                    using global::RnnGen.ParameterEdit edit = Model.Parameters.Edit();
                    float loss = ComputeGradients(batch, {{arguments}}, initialStates, finalStates);
                    return Update(edit, loss, optimizer, clipping);
                }
                """;
        w.Lines($$"""
            /// <summary>Forward pass, {{loss}}, backward pass.</summary>
            {{about}}
            {{states}}
            /// <returns>The {{(plan.HasNamedHeads ? "weighted sum of the losses" : "loss")}} before any update{{nats}}.</returns>
            {{exception}}public float ComputeGradients(
                {{batch}},
                {{parameters}},
                {{Names.States}} initialStates = default,
                {{Names.StatesOut}} finalStates = default){{computeBody}}

            /// <summary>One training step: forward, loss, backward, update. Predictions that start in the meantime throw.</summary>
            {{about}}
            /// <param name="optimizer">What updates the parameters.</param>
            {{states}}
            /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
            /// <returns>The {{(plan.HasNamedHeads ? "weighted sum of the losses" : "loss")}} before the update{{nats}}.</returns>
            /// <exception cref="global::RnnGen.Training.NonFiniteTrainingException">
            /// The loss, a gradient or a number that the update would write is not finite; nothing has been updated.
            /// </exception>
            public float Train(
                {{batch}},
                {{parameters}},
                global::RnnGen.Training.IOptimizer optimizer,
                {{Names.States}} initialStates = default,
                {{Names.StatesOut}} finalStates = default,
                global::RnnGen.Training.GradientClipping? clipping = null){{trainBody}}

            """);
    }

    /// <summary>The forms of targets.</summary>
    private enum TargetKind
    {
        Values,
        Labels,
        Sequences,
    }

    /// <summary>The targets of one head in one of the forms that its loss takes.</summary>
    private sealed record Target(HeadPlan Head, TargetKind Kind)
    {
        private string Name => OutputNames.Of(Head, Kind == TargetKind.Values ? "targets" : "labels");

        private string Lengths => OutputNames.Of(Head, "labelLengths");

        /// <summary>What they are as parameters.</summary>
        public IEnumerable<string> Parameters => Kind switch
        {
            TargetKind.Values => [$"{Names.ReadOnlySpan} {Name}"],
            TargetKind.Labels => [$"{Labels} {Name}"],
            _ => [$"{Labels} {Name}", $"{Labels} {Lengths}"],
        };

        /// <summary>What they are as arguments.</summary>
        public string Arguments => Kind == TargetKind.Sequences ? $"{Name}, {Lengths}" : Name;

        /// <summary>What is said about each parameter.</summary>
        public IEnumerable<string> About
        {
            get
            {
                LossPlan loss = Head.Loss!;
                string batch = loss.IsEveryStep ? "batch, steps" : "batch", layout = loss.IsEveryStep ? " in the batch's layout" : "";
                string of = Head.Name is null ? "" : $" {(Kind == TargetKind.Values ? "of" : "for")} head {Head.Name}";
                string size = Head.Name is null ? "<see cref=\"TargetSize\"/>" : Names.Number(loss.TargetUnits);
                return Kind switch
                {
                    TargetKind.Labels =>
                    [
                        Parameter(
                            Name,
                            $"The class index of each {(loss.IsEveryStep ? "step" : "row")}{of}, "
                            + $"[{batch}]{layout}{(loss.Spec.IgnoreIndex is int index ? $"; {Names.Number(index)} for no target" : "")}."),
                    ],
                    TargetKind.Sequences =>
                    [
                        $"/// <param name=\"{Name}\">",
                        $"/// The labels of each row{of} in their order, each 0 to {Names.Number(loss.TargetUnits - 1)} without "
                            + $"{Names.Number(loss.Spec.Blank)}, the blank:",
                        "/// padded, [batch, most labels of a row], or one row's behind the other's, [sum of the lengths].",
                        "/// </param>",
                        Parameter(Lengths, $"How many labels each row has{of}, [batch]; 0 of one without."),
                    ],
                    _ => [Parameter(Name, $"{TrainerLossEmitter.About(loss)}{of}, [{batch}, {size}]{layout}.")],
                };
            }
        }

        private static string Parameter(string name, string text) => $"/// <param name=\"{name}\">{text}</param>";
    }
}
