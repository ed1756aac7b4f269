using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>The class of the trainer: its fields, and how a pass checks what it is given, takes a batch and gives its results.</summary>
internal static class TrainerEmitter
{
    /// <summary>The first statement of every pass.</summary>
    public const string Use = $"using {Names.ExclusiveUse}.Scope use = _use.Begin(Description);";

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string model = plan.Spec.Type.Name;
        string contract = plan.Head.Loss switch
        {
            not null when plan.HasNamedHeads => InputEmitter.Trainer(plan, "MultiHead"),
            null => InputEmitter.Trainer(plan, ""),
            { Spec.IsClassification: true } => InputEmitter.Trainer(plan, "Classifier"),
            _ => InputEmitter.Trainer(plan, "Supervised"),
        };
        w.Lines($$"""
            global::RnnGen.IRnnTrainer global::RnnGen.ITrainableModel.CreateTrainer(int threads) => CreateTrainer(threads);

            /// <summary>Creates a trainer: the owner of activations, gradients and packed weights.</summary>
            /// <param name="threads">Threads to use; 0 for all. Results do not depend on it.</param>
            {{Names.NotCompliant}}
            public Trainer CreateTrainer(int threads = 0) => new(this, threads);

            """);
        using (w.Block(
            "/// <summary>Forward and backward passes over a model, for one thread at a time; it works on its own threads inside.</summary>\n" +
            $"{Names.NotCompliant}\npublic sealed class Trainer : {contract}{DropoutEmitter.Contract(plan)}"))
        {
            TrainerPhaseEmitter.EmitConstants(w, plan);
            Fields(w, model);
            TrainerApiEmitter.Emit(w, plan);
            Passes(w, plan);
            TrainerPhaseEmitter.Emit(w, plan);
        }
    }

    private static void Fields(CodeWriter w, string model)
    {
        w.Lines($$"""
            private readonly {{model}} _model;
            private Workspace _w = NewWorkspace();
            private readonly int _threads;
            private readonly {{Names.PartitionedWork}} _work;
            private readonly {{Names.ExclusiveUse}} _use = new();
            private global::RnnGen.SequenceLayout _layout;
            private long _forwardVersion = -1;
            private int _parts;

            """);
    }

    private static void Passes(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            private void ForwardFlat(
                scoped in global::RnnGen.SequenceBatch given,
                {{OutputNames.Parameters(plan.Heads, Names.Span, "outputs")}},
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates)
            {
                {{Use}}
                global::RnnGen.SequenceBatch batch = CheckBatch(_w, given, initialStates);
            {{Each(plan, "outputs", (head, index) => PredictEmitter.OutputCheck(head, index, "outputs"))}}

                global::RnnGen.BatchChecks.States(Description, batch.BatchSize, finalStates.Length, "finalStates");
            {{PredictEmitter.Lines(plan.Heads.Select(head => PredictEmitter.NoOverlap(OutputNames.Of(head, "outputs"), "finalStates"))
                .Concat(OutputNames.Pairs(plan.Heads).Select(pair => PredictEmitter.NoOverlap(OutputNames.Of(pair.First, "outputs"), OutputNames.Of(pair.Second, "outputs")))))}}
                Begin(batch, initialStates);
                {{Names.WorkerTeam}}.Run(_work, ForwardPhase, _parts);
                _forwardVersion = _w.Weights.Version;
            {{Each(plan, "outputs", (head, _) => $"_w.Copy{head.Stem}Outputs({OutputNames.Of(head, "outputs")}, batch.BatchSize, _layout, 0);")}}

                if (!finalStates.IsEmpty)
                {
                    _w.CopyFinalStates(finalStates, 0);
                }
            }

            private void BackwardFlat(
                {{OutputNames.Parameters(plan.Heads, Names.ReadOnlySpan, "outputGradients")}},
                {{Names.ReadOnlySpan}} finalStateGradients,
                {{Names.Span}} inputGradients,
                {{Names.Span}} initialStateGradients)
            {
                {{Use}}
                if ((_model.Parameters.Version & 1) != 0)
                {
                    throw new global::System.InvalidOperationException("The parameters are being edited or trained; end the edit before a backward pass.");
                }

                if (_forwardVersion != _model.Parameters.Version)
                {
                    throw new global::System.InvalidOperationException(_forwardVersion < 0
                        ? "There is no forward pass to go back through."
                        : "The parameters changed after the forward pass; run it again.");
                }

            {{Each(plan, "outputGradients", (head, index) => PredictEmitter.OutputCheck(head, index, "outputGradients", "_w.Rows", "_w.Steps"))}}

                global::RnnGen.BatchChecks.States(Description, _w.Rows, finalStateGradients.Length, "finalStateGradients");
                global::RnnGen.BatchChecks.States(Description, _w.Rows, initialStateGradients.Length, "initialStateGradients");
                if (!inputGradients.IsEmpty)
                {
                    long count = (long)_w.Rows * _w.Steps * InputSize;
                    global::RnnGen.BatchChecks.Count(inputGradients.Length, count, "input gradients", "the shape of the inputs", "inputGradients");
                }

                global::RnnGen.BatchChecks.NoOverlap(inputGradients, initialStateGradients, "inputGradients", "initialStateGradients");
                _w.WantsInputGradients = !inputGradients.IsEmpty;
                _w.WantsStateGradients = !initialStateGradients.IsEmpty;
                _w.ShapeGradients(_parts);
            {{PredictEmitter.Lines(plan.Heads.Select(head => $"_w.Set{head.Stem}OutputGradients({OutputNames.Of(head, "outputGradients")}, _layout);"))}}
                _w.SetFinalStateGradients(finalStateGradients);
                Backpropagate();
                if (!inputGradients.IsEmpty)
                {
                    _w.CopyInputGradients(inputGradients, _layout);
                }

                if (!initialStateGradients.IsEmpty)
                {
                    _w.CopyInitialStateGradients(initialStateGradients);
                }
            }

            """);
        if (plan.HasNamedHeads)
        {
            HeadLossesEmitter.Passes(w, plan);
        }
        else if (plan.Head.Loss is LossPlan loss)
        {
            TrainerLossEmitter.Passes(w, loss);
        }

        w.Lines($$"""
            private static Workspace NewWorkspace()
            {
                Workspace w = new() { Weights = new(), VectorBits = {{Names.SimdSupport}}.VectorBits };
                w.Weights.AllocateTransposed();
                return w;
            }

            /// <summary>Packs the parameters when they have changed, and takes the batch.</summary>
            private void Begin(scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} initialStates)
            {
                _forwardVersion = -1;
                _layout = batch.Layout;
                int bits = {{Names.SimdSupport}}.VectorBits;
                if (_w.VectorBits != bits)
                {
                    // Panels and padding of another width would be left behind in the buffers.
                    _w = NewWorkspace();
                }

                _w.WantsInputGradients = false;
                _w.WantsStateGradients = false;
            """);
        using (new ModelEmitter.Indent(w))
        {
            DropoutEmitter.EmitBegin(w, plan);
        }

        w.Lines($$"""
                _w.Begin(batch, 0, batch.BatchSize, initialStates, history: true);
                long work = batch.BatchSize * (((long)_w.MaxLength * MultiplyAddsPerStep) + MultiplyAddsPerSequence);
                _parts = {{Names.Partition}}.Parts(_threads, batch.BatchSize, work);
                _w.ShapeGradients(_parts);

                // Within an edit the version stands still while values change.
                long version = _model.Parameters.Version;
                if (_w.Weights.Version != version || (version & 1) != 0)
                {
                    _w.Weights.Version = -1;
                    {{Names.WorkerTeam}}.Run(_work, PackPhase, _parts);
                    global::System.Threading.Interlocked.MemoryBarrier();
                    if (_model.Parameters.Version != version)
                    {
                        throw new global::System.InvalidOperationException("The parameters changed while a pass began.");
                    }

                    _w.Weights.Version = version;
                }
            """);
        if (plan.Embedding is not null)
        {
            using (new ModelEmitter.Indent(w))
            {
                w.Line();
                EmbeddingEmitter.EmitCall(w, plan, "_w", "0", "_model.Parameters", "version");
            }
        }

        w.Line("}");
        w.Line();
    }

    /// <summary>What is done with the outputs of each head, or their gradients, where they are given.</summary>
    private static string Each(ModelPlan plan, string noun, System.Func<HeadPlan, int, string> statement) => PredictEmitter.Lines(plan.Heads
        .SelectMany((head, index) => new[] { "", $"if (!{OutputNames.Of(head, noun)}.IsEmpty)", "{", "    " + statement(head, index), "}" })
        .Skip(1));
}
