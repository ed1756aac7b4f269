using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Api;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Training;

/// <summary>The trainer as the user calls it; its protocol is the runtime's, its passes are the workspace's.</summary>
internal static class TrainerEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            global::RnnGen.IRnnTrainer global::RnnGen.ITrainableModel.CreateTrainer(int threads) => CreateTrainer(threads);

            /// <summary>Creates a trainer: the owner of activations, gradients and packed weights.</summary>
            /// <param name="threads">Threads to use; 0 for <see cref="Threads"/>. Results do not depend on it.</param>
            {{Names.NotCompliant}}
            public Trainer CreateTrainer(int threads = 0) => new(this, threads);

            """);
        using (w.Block(
            "/// <summary>Forward and backward passes over a model, for one thread at a time; "
            + "it works on its own threads inside.</summary>\n" +
            $"{Names.NotCompliant}\n"
            + $"public sealed class Trainer : {Names.Generated}.{(plan.Losses.Any() ? "Supervised" : "")}NetworkTrainer"))
        {
            Members(w, plan.Spec.Type.Name);
            DropoutEmitter.EmitApi(w, plan);
            Passes(w, plan);
            TrainerLossEmitter.Emit(w, plan);
            InputEmitter.RefuseTrainer(w, plan);
        }
    }

    private static void Members(CodeWriter w, string model) => w.Lines($$"""
        /// <summary>Creates a trainer.</summary>
        /// <param name="model">The model to train.</param>
        /// <param name="threads">Threads to use; 0 for those of the model. Results do not depend on it.</param>
        /// <exception cref="global::System.ArgumentOutOfRangeException">The number of threads is negative.</exception>
        public Trainer({{model}} model, int threads = 0)
            : base(model, threads, static () => new Workspace()) => Model = model;

        /// <summary>The model whose parameters are read.</summary>
        public {{model}} Model { get; }

        """);

    private static void Passes(CodeWriter w, ModelPlan plan)
    {
        string backward = plan.HasNamedHeads ? "<c>Backward</c>" : "<see cref=\"Backward\"/>";
        string inputs = plan.Embedding is null || plan.Spec.Inputs.Count > 0
            ? "inputs, in their shape and layout"
            : "embedded tokens,\n/// [batch, steps, <see cref=\"InputSize\"/>] in the layout of the tokens";
        w.Lines($$"""
            /// <summary>Runs the network over a batch and keeps what {{backward}} and <c>Trace</c> need.</summary>
            /// <param name="batch">{{InputEmitter.Inputs(plan, "steps")}}</param>
            {{About(plan, "outputs", $"Receives the outputs{{0}} as in {InputEmitter.See(plan, "Predict")}; empty when not wanted.")}}
            /// <param name="initialStates">States before the first step, [batch]; empty for {{InitialStateEmitter.Start(plan)}}.</param>
            /// <param name="finalStates">Receives the states after each row's last valid step, [batch]; empty when not wanted.</param>
            {{InputEmitter.Exception(plan)}}public void Forward(
                scoped in {{InputEmitter.Batch(plan)}} batch,
                {{OutputNames.Parameters(plan.Heads, Names.Span, "outputs")}},
                {{Names.States}} initialStates = default,
                {{Names.StatesOut}} finalStates = default){{ForwardBody(plan)}}

            /// <summary>
            /// Backpropagates given gradients through the last {{InputEmitter.See(plan, "Forward")}} pass and replaces <c>Gradients</c>.
            /// </summary>
            {{About(plan, "outputGradients", "Gradients of the outputs{0}, in their shape; empty for zero.")}}
            /// <param name="finalStateGradients">Gradients of the final states, [batch]; empty for zero.</param>
            /// <param name="inputGradients">Receives the gradients of the {{inputs}}; empty when not wanted.</param>
            /// <param name="initialStateGradients">Receives the gradients of the initial states, [batch]; empty when not wanted.</param>
            {{AboutSequenceInputs(plan)}}/// <exception cref="global::System.InvalidOperationException">
            /// No forward pass came before, or the parameters have changed since.
            /// </exception>
            public void Backward(
                {{OutputNames.Parameters(plan.Heads, Names.ReadOnlySpan, "outputGradients")}},
                {{Names.States}} finalStateGradients = default,
                {{Names.Span}} inputGradients = default,
                {{Names.StatesOut}} initialStateGradients = default{{SequenceInputs(plan)}}){{BackwardBody(plan)}}

            """);
    }

    private static string SequenceInputs(ModelPlan plan) =>
        plan.Spec.SequenceInputSize > 0 ? $",\n    {Names.Span} sequenceInputGradients = default" : "";

    private static string AboutSequenceInputs(ModelPlan plan) => plan.Spec.SequenceInputSize == 0 ? "" : """
        /// <param name="sequenceInputGradients">
        /// Receives the gradients of the inputs of whole sequences, [batch, <see cref="SequenceInputSize"/>]; empty when not wanted.
        /// </param>

        """;

    private static string About(ModelPlan plan, string noun, string text) =>
        string.Join("\n", plan.Heads.Select(head => About(head, noun, text)));

    private static string About(HeadPlan head, string noun, string text)
    {
        string of = head.Name is null ? "" : $" of head {head.Name}";
        return $"/// <param name=\"{OutputNames.Of(head, noun)}\">{string.Format(CultureInfo.InvariantCulture, text, of)}</param>";
    }

    private static string ForwardBody(ModelPlan plan)
    {
        string arguments =
            $"({InputEmitter.Argument(plan)}, {(plan.HasNamedHeads ? "" : "outputs, ")}FlatStates(initialStates), "
            + "FlatStates(finalStates));";
        return !plan.HasNamedHeads
            ? $" =>\n    Forward{arguments}"
            : $$"""

                {
                    using ForwardPass pass = BeginForward{{arguments}}
                {{PredictEmitter.Lines(PredictEmitter.Checks(plan))}}
                    pass.Run();
                {{PredictEmitter.Lines(plan.Heads.Select((head, index) => $"pass.Copy({index}, {OutputNames.Of(head, "outputs")});"))}}
                }
                """;
    }

    private static string BackwardBody(ModelPlan plan)
    {
        string arguments =
            $"({(plan.HasNamedHeads ? "" : "outputGradients, ")}FlatStates(finalStateGradients), inputGradients, "
            + $"FlatStates(initialStateGradients){(plan.Spec.SequenceInputSize > 0 ? ", sequenceInputGradients" : "")});";
        IEnumerable<string> names = plan.Heads.Select(head => OutputNames.Of(head, "outputGradients"));
        return !plan.HasNamedHeads
            ? $" =>\n    Backward{arguments}"
            : $$"""

                {
                    using BackwardPass pass = BeginBackward{{arguments}}
                {{PredictEmitter.Lines(names.Select((name, index) => $"pass.Set({index}, {name}, \"{name}\");"))}}
                    pass.Run();
                }
                """;
    }
}
