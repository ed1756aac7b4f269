using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission;

/// <summary>What a trainer of named heads offers when they have losses: forward, all losses, their weighted sum, and backward in one call.</summary>
internal static class HeadLossesEmitter
{
    private const string Labels = "global::System.ReadOnlySpan<int>";
    private const string Initial = "global::System.ReadOnlySpan<State> initialStates = default";
    private const string Final = "global::System.Span<State> finalStates = default";
    private const string Flat = $"{Names.MemoryMarshal}.Cast<State, float>(initialStates), {Names.MemoryMarshal}.Cast<State, float>(finalStates)";

    /// <summary>What the user calls.</summary>
    public static void Api(CodeWriter w, ModelPlan plan)
    {
        if (!plan.Losses.Any())
        {
            return;
        }

        string sum = string.Join(" + ", plan.Heads.Select(head => $"{ExprText.Literal(head.Weight).TrimEnd('f')}·{head.Name}"));
        string about = string.Join("\n", plan.Heads.Select(head => $"/// <param name=\"{Name(head)}\">{About(head)}</param>"));
        string parameters = string.Join(", ", plan.Heads.Select(head => $"{(IsClassifier(head) ? Labels : Names.ReadOnlySpan)} {Name(head)}"));
        string typed = string.Join(", ", plan.Heads.Select(head => IsClassifier(head) ? $"isLabels{head.Stem}: true, {Name(head)}, default" : Name(head)));
        string batch = $"scoped in {InputEmitter.Batch(plan)} batch", argument = InputEmitter.Argument(plan);
        string states = $"/// <param name=\"initialStates\">States before the first step, [batch]; empty for {InitialStateEmitter.Start(plan)}. No gradient flows into them.</param>\n" +
            "/// <param name=\"finalStates\">Receives the states after each row's last valid step, [batch]; empty when not wanted. May be the initial states.</param>";
        foreach ((HeadPlan head, int index) in plan.Heads.Select((head, index) => (head, index)))
        {
            w.Lines($"""
                /// <summary>The loss of head {head.Name} of the last pass, before its weight: {LossEmitter.Title(head.Loss!)}.</summary>
                public float {head.Stem}Loss => _headLosses[{index}];

                """);
        }

        w.Lines($$"""
            /// <inheritdoc/>
            public {{Names.ReadOnlySpan}} HeadLosses => _headLosses;

            /// <summary>Forward pass, losses, their sum {{sum}}, backward pass.</summary>
            /// <param name="batch">The {{(plan.Embedding is null ? "inputs" : "tokens")}}; at least one row.</param>
            {{about}}
            {{states}}
            /// <returns>The weighted sum of the losses before any update.</returns>
            public float ComputeGradients({{batch}}, {{parameters}}, {{Initial}}, {{Final}}) =>
                ComputeGradientsFlat({{argument}}, {{typed}}, {{Flat}});

            float {{InputEmitter.Trainer(plan, "MultiHead")}}.ComputeGradients({{batch}}, global::System.ReadOnlySpan<global::RnnGen.HeadTarget> targets, {{Names.ReadOnlySpan}} initialStates, {{Names.Span}} finalStates)
            {
                global::RnnGen.BatchChecks.Heads(Description, targets);
                return ComputeGradientsFlat({{argument}}, {{string.Join(", ", plan.Heads.Select(FromList))}}, initialStates, finalStates);
            }

            /// <summary>One training step: forward, losses, backward, update. Predictions that start meanwhile throw.</summary>
            /// <param name="batch">The {{(plan.Embedding is null ? "inputs" : "tokens")}}; at least one row.</param>
            {{about}}
            /// <param name="optimizer">What updates the parameters.</param>
            {{states}}
            /// <param name="clipping">Keeps the gradients within a limit; <see langword="null"/> leaves them as they are.</param>
            /// <returns>The weighted sum of the losses before the update.</returns>
            public float Train(
                {{batch}}, {{parameters}}, global::RnnGen.Training.IOptimizer optimizer, {{Initial}}, {{Final}},
                global::RnnGen.Training.GradientClipping? clipping = null)
            {
                using global::RnnGen.ParameterEdit edit = _model.Parameters.Edit();
                float loss = ComputeGradientsFlat({{argument}}, {{typed}}, {{Flat}});
                optimizer.Update(edit.Values, clipping is null ? Gradients : clipping.Apply(Gradients));
                return loss;
            }

            """);
    }

    /// <summary>What the calls do.</summary>
    public static void Passes(CodeWriter w, ModelPlan plan)
    {
        if (!plan.Losses.Any())
        {
            return;
        }

        w.Line($"private readonly float[] _headLosses = new float[{plan.Heads.Count}];");
        foreach ((HeadPlan head, int index) in plan.Heads.Select((head, index) => (head, index)))
        {
            w.Line($"private static readonly global::RnnGen.ModelDescription {head.Stem}Head = Description.ForHead({index});");
            w.Line($"private readonly {TrainerLossEmitter.Type(head.Loss!)} _targets{head.Stem} = new({TrainerLossEmitter.Options(head.Loss!)});");
        }

        w.Line();
        string parameters = string.Join(", ", plan.Heads.Select(head => IsClassifier(head)
            ? $"bool isLabels{head.Stem}, {Labels} {Name(head)}, {Names.ReadOnlySpan} {OutputNames.Of(head, "targets")}"
            : $"{Names.ReadOnlySpan} {Name(head)}"));
        using (w.Block($"private float ComputeGradientsFlat(scoped in global::RnnGen.SequenceBatch given, {parameters}, {Names.ReadOnlySpan} initialStates, {Names.Span} finalStates)"))
        {
            w.Line(TrainerEmitter.Use);
            w.Line("global::RnnGen.SequenceBatch batch = CheckBatch(_w, given, initialStates);");
            foreach (HeadPlan head in plan.Heads)
            {
                Check(w, head);
            }

            w.Line("global::RnnGen.BatchChecks.States(Description, batch.BatchSize, finalStates.Length, \"finalStates\");");
            w.Line("Begin(batch, initialStates);");
            foreach (HeadPlan head in plan.Heads)
            {
                Take(w, head);
            }

            w.Lines($$"""
                {{Names.WorkerTeam}}.Run(_work, ForwardPhase, _parts);
                {{Names.WorkerTeam}}.Run(_work, LossPhase, _parts);
                _w.SetFinalStateGradients(default);
                Backpropagate();
                if (!finalStates.IsEmpty)
                {
                    _w.CopyFinalStates(finalStates, 0);
                }

                """);
            foreach ((HeadPlan head, int index) in plan.Heads.Select((head, index) => (head, index)))
            {
                LossPlan loss = head.Loss!;
                string term = loss.IsEveryStep ? $"{loss.Stem}RowLosses[row]" : $"{loss.Stem}LossTerms[0, row]";

                // A block of its own: a name made of the head's could be that of a parameter.
                using (w.Block($"// The loss of head {head.Name}"))
                {
                    w.Lines($$"""
                        double total = 0;
                        for (int row = 0; row < _w.Rows; row++)
                        {
                            total += _w.{{term}};
                        }

                        _headLosses[{{index}}] = (float)(total / {{(loss.IsMeanOverBatch ? "_w.Rows" : $"_w.{loss.Stem}LossDenominator")}});
                        """);
                }

                w.Line();
            }

            IEnumerable<string> terms = plan.Heads.Select((head, index) => head.Weight == 1 ? $"(double)_headLosses[{index}]" : $"((double){ExprText.Literal(head.Weight)} * _headLosses[{index}])");
            w.Line($"return (float)({string.Join(" + ", terms)});");
        }

        w.Line();
    }

    private static bool IsClassifier(HeadPlan head) => head.Loss!.Spec.IsClassification;

    private static string Name(HeadPlan head) => OutputNames.Of(head, IsClassifier(head) ? "labels" : "targets");

    private static string About(HeadPlan head)
    {
        LossPlan loss = head.Loss!;
        string batch = loss.IsEveryStep ? "batch, steps" : "batch", layout = loss.IsEveryStep ? " in the batch's layout" : "";
        return IsClassifier(head)
            ? $"The class index of each {(loss.IsEveryStep ? "step" : "row")} for head {head.Name}, [{batch}]{layout}{(loss.Spec.IgnoreIndex is int index ? $"; {Names.Number(index)} for no target" : "")}."
            : $"{TrainerLossEmitter.About(loss)} of head {head.Name}, [{batch}, {Names.Number(loss.TargetUnits)}]{layout}.";
    }

    private static string FromList(HeadPlan head, int index) => IsClassifier(head)
        ? $"targets[{index}].IsLabels, targets[{index}].Labels.Span, targets[{index}].Values.Span"
        : $"targets[{index}].Values.Span";

    private static void Check(CodeWriter w, HeadPlan head)
    {
        LossPlan loss = head.Loss!;
        string targets = OutputNames.Of(head, "targets");
        if (!IsClassifier(head))
        {
            w.Line(loss.Spec.Kind == LossKind.BinaryCrossEntropy
                ? $"global::RnnGen.BatchChecks.Truths({head.Stem}Head, batch, {targets});"
                : $"global::RnnGen.BatchChecks.Values({head.Stem}Head, batch, {targets}, {Names.Number(loss.TargetUnits)});");
            return;
        }

        w.Lines($$"""
            if (isLabels{{head.Stem}})
            {
                {{Name(head)}} = _targets{{head.Stem}}.Take({{head.Stem}}Head, batch, {{Name(head)}});
            }
            else
            {
                global::RnnGen.BatchChecks.Targets({{head.Stem}}Head, batch, {{targets}});
            }

            """);
    }

    private static void Take(CodeWriter w, HeadPlan head)
    {
        LossPlan loss = head.Loss!;
        string buffer = $"_w, _w.{loss.Stem}Targets", targets = OutputNames.Of(head, "targets"), take = $"_targets{head.Stem}";
        string value = IsClassifier(head)
            ? $"isLabels{head.Stem}\n    ? {take}.Labels({buffer}, {Name(head)}, batch.Layout)\n    : {take}.Probabilities({buffer}, {targets}, batch.Layout)"
            : $"{take}.Values({buffer}, {targets}, batch.Layout, {Names.Number(loss.TargetUnits)})";
        // No discard: a member of the user's may be called "_".
        w.Lines(loss.IsMeanOverBatch ? $"float denominator{head.Stem} = {value};" : $"_w.{loss.Stem}LossDenominator = {value};");
        if (loss.Spec.IgnoreIndex is not null)
        {
            w.Line($"_w.{loss.Stem}Counts = {take}.Counts;");
        }
    }
}
