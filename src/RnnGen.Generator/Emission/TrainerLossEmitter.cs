using System.Globalization;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission;

/// <summary>What a trainer offers when the model ends in a loss: forward, loss and backward in one call.</summary>
internal static class TrainerLossEmitter
{
    private const string Initial = "global::System.ReadOnlySpan<State> initialStates = default";
    private const string Final = "global::System.Span<State> finalStates = default";
    private const string Labels = "global::System.ReadOnlySpan<int>";

    /// <summary>What the user calls.</summary>
    public static void Api(CodeWriter w, ModelPlan plan, LossPlan loss)
    {
        w.Lines($$"""
            /// <summary>Values of one target.</summary>
            public const int TargetSize = {{loss.TargetUnits}};

            int global::RnnGen.ISupervisedTrainer.TargetSize => TargetSize;

            global::RnnGen.LossReduction global::RnnGen.ISupervisedTrainer.Reduction => global::RnnGen.LossReduction.{{loss.Spec.Reduction}};

            float global::RnnGen.ISupervisedTrainer.LossWeight => _targets.Weight;

            """);
        string batch = loss.IsEveryStep ? "batch, steps" : "batch";
        if (loss.Spec.IsClassification)
        {
            string ignored = loss.Spec.IgnoreIndex is int index ? $"; {Number(index)} for no target" : "";
            Overload(
                w,
                plan,
                loss,
                InputEmitter.Trainer(plan, "Classifier"),
                Labels,
                "labels",
                $"The class index of each {(loss.IsEveryStep ? "step" : "row")}, [{batch}]{(loss.IsEveryStep ? " in the batch's layout" : "")}{ignored}.",
                "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">A label is not a class; nothing has been computed.</exception>\n");
        }

        Overload(
            w,
            plan,
            loss,
            InputEmitter.Trainer(plan, "Supervised"),
            Names.ReadOnlySpan,
            "targets",
            $"{About(loss)}, [{batch}, <see cref=\"TargetSize\"/>]{(loss.IsEveryStep ? " in the batch's layout" : "")}.",
            "");
    }

    /// <summary>What the calls do.</summary>
    public static void Passes(CodeWriter w, LossPlan loss)
    {
        w.Line($"private readonly {Type(loss)} _targets = new({Options(loss)});");
        w.Line();
        if (loss.Spec.IsClassification)
        {
            Flat(w, loss, Labels, "labels", "labels = _targets.Take(Description, batch, labels);", "Labels(_w, _w.Targets, labels, batch.Layout)");
        }

        (string check, string take) = loss.Spec.Kind switch
        {
            LossKind.SoftmaxCrossEntropy => ("Targets(Description, batch, targets)", "Probabilities(_w, _w.Targets, targets, batch.Layout)"),
            LossKind.BinaryCrossEntropy => ("Truths(Description, batch, targets)", "Values(_w, _w.Targets, targets, batch.Layout, TargetSize)"),
            _ => ("Values(Description, batch, targets, TargetSize)", "Values(_w, _w.Targets, targets, batch.Layout, TargetSize)"),
        };
        Flat(w, loss, Names.ReadOnlySpan, "targets", $"global::RnnGen.BatchChecks.{check};", take);
        w.Lines($$"""
            private float LossAndGradients({{Names.Span}} finalStates)
            {
                {{Names.WorkerTeam}}.Run(_work, ForwardPhase, _parts);
                {{Names.WorkerTeam}}.Run(_work, LossPhase, _parts);
                _w.SetFinalStateGradients(default);
                Backpropagate();
                if (!finalStates.IsEmpty)
                {
                    _w.CopyFinalStates(finalStates, 0);
                }

                double sum = 0;
                for (int row = 0; row < _w.Rows; row++)
                {
                    sum += {{(loss.IsEveryStep ? "_w.RowLosses[row]" : "_w.LossTerms[0, row]")}};
                }

                return (float)(sum / {{(loss.IsMeanOverBatch ? "_w.Rows" : "_w.LossDenominator")}});
            }

            """);
    }

    /// <summary>What targets are.</summary>
    public static string About(LossPlan loss) => loss.Spec.Kind switch
    {
        LossKind.SoftmaxCrossEntropy => "Class probabilities, each target summing to 1",
        LossKind.BinaryCrossEntropy => "Truth values from 0 to 1",
        _ => "Values to learn",
    };

    private static void Overload(CodeWriter w, ModelPlan plan, LossPlan loss, string contract, string type, string name, string about, string exceptions)
    {
        w.Lines(
            $"/// <summary>Forward pass, loss ({LossEmitter.Title(loss)}), backward pass.</summary>\n" +
            $"/// <param name=\"batch\">The {(plan.Embedding is null ? "inputs" : "tokens")}; at least one row.</param>\n" +
            $"/// <param name=\"{name}\">{about}</param>\n" +
            $"/// <param name=\"initialStates\">States before the first step, [batch]; empty for {InitialStateEmitter.Start(plan)}. No gradient flows into them.</param>\n" +
            "/// <param name=\"finalStates\">Receives the states after each row's last valid step, [batch]; empty when not wanted. May be the initial states.</param>\n" +
            $"/// <returns>The loss before any update{(loss.Spec.IsClassification ? ", in nats" : "")}.</returns>\n" +
            (plan.Embedding is null ? exceptions : InputEmitter.Exception(plan)) +
            $$"""
            public float ComputeGradients(scoped in {{InputEmitter.Batch(plan)}} batch, {{type}} {{name}}, {{Initial}}, {{Final}}) =>
                ComputeGradientsFlat({{InputEmitter.Argument(plan)}}, {{name}}, {{Names.MemoryMarshal}}.Cast<State, float>(initialStates), {{Names.MemoryMarshal}}.Cast<State, float>(finalStates));

            float {{contract}}.ComputeGradients(scoped in {{InputEmitter.Batch(plan)}} batch, {{type}} {{name}}, {{Names.ReadOnlySpan}} initialStates, {{Names.Span}} finalStates) =>
                ComputeGradientsFlat({{InputEmitter.Argument(plan)}}, {{name}}, initialStates, finalStates);

            """);
    }

    private static void Flat(CodeWriter w, LossPlan loss, string type, string name, string check, string take)
    {
        using (w.Block($"private float ComputeGradientsFlat(scoped in global::RnnGen.SequenceBatch given, {type} {name}, {Names.ReadOnlySpan} initialStates, {Names.Span} finalStates)"))
        {
            w.Lines($"""
                {TrainerEmitter.Use}
                global::RnnGen.SequenceBatch batch = CheckBatch(_w, given, initialStates);
                {check}
                global::RnnGen.BatchChecks.States(Description, batch.BatchSize, finalStates.Length, "finalStates");
                Begin(batch, initialStates);
                """);
            w.Line(loss.IsMeanOverBatch ? $"_targets.{take};" : $"_w.LossDenominator = _targets.{take};");
            if (loss.Spec.IgnoreIndex is not null)
            {
                w.Line("_w.Counts = _targets.Counts;");
            }

            w.Line("return LossAndGradients(finalStates);");
        }

        w.Line();
    }

    /// <summary>The class that takes the targets.</summary>
    public static string Type(LossPlan loss) => loss.Spec.IsClassification ? "global::RnnGen.ClassTargets" : "global::RnnGen.LossTargets";

    /// <summary>Arguments of its constructor.</summary>
    public static string Options(LossPlan loss)
    {
        string options = $"isEveryStep: {(loss.IsEveryStep ? "true" : "false")}, global::RnnGen.LossReduction.{loss.Spec.Reduction}";
        if (!loss.Spec.IsClassification)
        {
            return options;
        }

        options += $", {Number(loss.TargetUnits)}";
        if (loss.Spec.LabelSmoothing > 0)
        {
            options += $", smoothing: {loss.Spec.LabelSmoothing.ToString("R", CultureInfo.InvariantCulture)}";
        }

        if (loss.Spec.ClassWeights.Count > 0)
        {
            options += $", weights: [{string.Join(", ", loss.Spec.ClassWeights.Select(ExprText.Literal))}]";
        }

        return loss.Spec.IgnoreIndex is int index ? $"{options}, ignored: {Number(index)}" : options;
    }

    private static string Number(int number) => Names.Number(number);
}
