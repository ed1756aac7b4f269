using System.Globalization;
using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>What the user calls of the trainer: constructor, results of the last pass, passes over a batch.</summary>
internal static class TrainerApiEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        Members(w, plan.Spec.Type.Name);
        DropoutEmitter.EmitApi(w, plan);
        Passes(w, plan);
        if (plan.HasNamedHeads)
        {
            HeadLossesEmitter.Api(w, plan);
        }
        else if (plan.Head.Loss is LossPlan loss)
        {
            TrainerLossEmitter.Api(w, plan, loss);
        }

        InputEmitter.RefuseTrainer(w, plan);
    }

    private static void Members(CodeWriter w, string model)
    {
        w.Lines($$"""
            /// <summary>Creates a trainer.</summary>
            /// <param name="model">The model to train.</param>
            /// <param name="threads">Threads to use; 0 for all. Results do not depend on it.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">The number of threads is negative.</exception>
            public Trainer({{model}} model, int threads = 0)
            {
                global::System.ArgumentNullException.ThrowIfNull(model);
                global::System.ArgumentOutOfRangeException.ThrowIfNegative(threads);
                _model = model;
                _threads = threads == 0 ? {{Names.WorkerTeam}}.DefaultThreads : threads;
                _work = new global::RnnGen.Threading.PartitionedWork(Run);
            }

            /// <summary>The model whose parameters are read.</summary>
            public {{model}} Model => _model;

            global::RnnGen.ITrainableModel global::RnnGen.IRnnTrainer.Model => _model;

            /// <summary>Gradients of the last backward pass, laid out as the parameters.</summary>
            public {{Names.ReadOnlySpan}} Gradients => _w.Gradients.Span;

            /// <summary>Bytes held for activations and gradients of activations.</summary>
            public long ActivationBytes => _w.Bytes;

            /// <summary>Every intermediate value of every step of the last pass; a view, valid until the next pass.</summary>
            public global::RnnGen.ModelTrace Trace => _w.Trace();

            """);
    }

    private static void Passes(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            /// <summary>Runs the network over a batch and keeps what <see cref="Backward"/> and <see cref="Trace"/> need.</summary>
            /// <param name="batch">{{InputEmitter.Inputs(plan, "steps")}}</param>
            {{About(plan, "outputs", $"Receives the outputs{{0}} as of {InputEmitter.See(plan, "Predict")}; empty when not wanted.")}}
            /// <param name="initialStates">States before the first step, [batch]; empty for {{InitialStateEmitter.Start(plan)}}.</param>
            /// <param name="finalStates">Receives the states after each row's last valid step, [batch]; empty when not wanted.</param>
            {{InputEmitter.Exception(plan)}}public void Forward(
                scoped in {{InputEmitter.Batch(plan)}} batch,
                {{OutputNames.Parameters(plan.Heads, Names.Span, "outputs")}},
                global::System.ReadOnlySpan<State> initialStates = default,
                global::System.Span<State> finalStates = default) =>
                ForwardFlat(
                    {{InputEmitter.Argument(plan)}},
                    {{OutputNames.Arguments(plan.Heads, "outputs")}},
                    {{Names.MemoryMarshal}}.Cast<State, float>(initialStates),
                    {{Names.MemoryMarshal}}.Cast<State, float>(finalStates));

            void {{InputEmitter.Trainer(plan, "")}}.Forward(
                scoped in {{InputEmitter.Batch(plan)}} batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates){{ForwardBody(plan)}}

            /// <summary>Backpropagates given gradients through the last {{InputEmitter.See(plan, "Forward")}} pass and replaces <see cref="Gradients"/>.</summary>
            {{About(plan, "outputGradients", "Gradients of the outputs{0}, in their shape; empty for zero.")}}
            /// <param name="finalStateGradients">Gradients of the final states, [batch]; empty for zero.</param>
            /// <param name="inputGradients">Receives the gradients of the {{(plan.Embedding is null ? "inputs, in their shape and layout" : "embedded tokens, [batch, steps, <see cref=\"InputSize\"/>] in the layout of the tokens")}}; empty when not wanted.</param>
            /// <param name="initialStateGradients">Receives the gradients of the initial states, [batch]; empty when not wanted.</param>
            /// <exception cref="global::System.InvalidOperationException">No forward pass came before, or the parameters changed since.</exception>
            public void Backward(
                {{OutputNames.Parameters(plan.Heads, Names.ReadOnlySpan, "outputGradients")}},
                global::System.ReadOnlySpan<State> finalStateGradients = default,
                {{Names.Span}} inputGradients = default,
                global::System.Span<State> initialStateGradients = default) =>
                BackwardFlat(
                    {{OutputNames.Arguments(plan.Heads, "outputGradients")}},
                    {{Names.MemoryMarshal}}.Cast<State, float>(finalStateGradients),
                    inputGradients,
                    {{Names.MemoryMarshal}}.Cast<State, float>(initialStateGradients));

            void global::RnnGen.IRnnTrainer.Backward(
                {{Names.ReadOnlySpan}} outputGradients,
                {{Names.ReadOnlySpan}} finalStateGradients,
                {{Names.Span}} inputGradients,
                {{Names.Span}} initialStateGradients){{BackwardBody(plan)}}

            """);
    }

    private static string About(ModelPlan plan, string noun, string text) => string.Join("\n", plan.Heads.Select(head =>
        $"/// <param name=\"{OutputNames.Of(head, noun)}\">{string.Format(CultureInfo.InvariantCulture, text, head.Name is null ? "" : $" of head {head.Name}")}</param>"));

    /// <summary>Through the interface the outputs of all heads are one span.</summary>
    private static string ForwardBody(ModelPlan plan) => !plan.HasNamedHeads
        ? $" =>\n    ForwardFlat({InputEmitter.Argument(plan)}, outputs, initialStates, finalStates);"
        : $$"""

            {
                global::RnnGen.BatchChecks.Sizes(Description, {{InputEmitter.Argument(plan)}});
                if (!outputs.IsEmpty)
                {
                    global::RnnGen.BatchChecks.Outputs(Description, batch.BatchSize, batch.Steps, outputs.Length, "outputs");
                }

                ForwardFlat({{InputEmitter.Argument(plan)}}, {{OutputNames.Slices(plan, "outputs", "batch.BatchSize", "batch.Steps", "!outputs.IsEmpty")}}, initialStates, finalStates);
            }
            """;

    private static string BackwardBody(ModelPlan plan) => !plan.HasNamedHeads
        ? " =>\n    BackwardFlat(outputGradients, finalStateGradients, inputGradients, initialStateGradients);"
        : $$"""

            {
                // Without a forward pass there is no shape to check against; what is called says so.
                bool isGiven = !outputGradients.IsEmpty && _forwardVersion == _model.Parameters.Version;
                if (isGiven)
                {
                    global::RnnGen.BatchChecks.Outputs(Description, _w.Rows, _w.Steps, outputGradients.Length, "outputGradients");
                }

                BackwardFlat({{OutputNames.Slices(plan, "outputGradients", "_w.Rows", "_w.Steps", "isGiven")}}, finalStateGradients, inputGradients, initialStateGradients);
            }
            """;
}
