using System.Globalization;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Schedules;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Plans.Costs;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>What the user sees of the class: constants, constructor, prediction, streaming, state, trace.</summary>
internal static class ModelEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        Constants(w, plan);
        Fields(w, plan);
        Members(w, plan);
        PredictEmitter.Emit(w, plan);
        StepEmitter.EmitApi(w, plan);
        BatchStepEmitter.Emit(w, plan);
        InputEmitter.RefuseModel(w, plan);
        InputJoinEmitter.Emit(w, plan);
        InitialStateEmitter.EmitApi(w, plan);
        HeadsEmitter.Emit(w, plan);
        States(w, plan);
        WatchEmitter.Declare(w);
    }

    private static void Constants(CodeWriter w, ModelPlan plan)
    {
        long count = plan.Parameters.Sum(parameter => parameter.Count);
        w.Lines($$"""
            /// <summary>Features of one input step{{(plan.Embedding is null ? "" : ", which the embedding makes of a token")}}.</summary>
            public const int InputSize = {{plan.Spec.InputSize}};

            """);
        if (plan.Spec.SequenceInputSize > 0)
        {
            w.Lines($$"""
                /// <summary>Features of one sequence that all of its steps see.</summary>
                public const int SequenceInputSize = {{plan.Spec.SequenceInputSize}};

                """);
        }

        if (plan.Embedding is EmbeddingPlan embedding)
        {
            w.Lines($$"""
                /// <summary>Number of tokens.</summary>
                public const int Vocabulary = {{embedding.Table.Shape[0]}};

                """);
        }

        w.Lines($$"""
            /// <summary>Features of one output row{{(plan.HasNamedHeads ? ", all heads together" : "")}}.</summary>
            public const int OutputSize = {{plan.OutputSize}};

            """);
        if (plan.Spec.Steps is int steps)
        {
            w.Lines($$"""
                /// <summary>Time steps of every sequence.</summary>
                public const int Steps = {{steps}};

                """);
        }

        w.Lines($$"""
            /// <summary>Floats of one row's state.</summary>
            public const int StateSize = {{plan.States.Sum(state => state.Units)}};

            /// <summary>Number of parameters.</summary>
            public const int ParameterCount = {{count}};

            /// <summary>Bytes of the parameters.</summary>
            public const long ParameterBytes = {{count * 4}};

            /// <summary>Multiply-adds of one time step of one row through the recurrent layers.</summary>
            public const long MultiplyAddsPerStep = {{plan.MultiplyAddsPerStep}};

            /// <summary>Multiply-adds of one row after its last step.</summary>
            public const long MultiplyAddsPerSequence = {{plan.MultiplyAddsPerSequence}};

            """);
        Memory(w, plan);
    }

    private static void Memory(CodeWriter w, ModelPlan plan)
    {
        ModelCost cost = ModelCost.Of(plan);
        w.Lines($$"""
            /// <summary>Bytes of the parameters as batches of a prediction read them: packed once, for all threads.</summary>
            public const long PackedWeightBytes = {{cost.Packed}};

            /// <summary>
            /// Bytes of the parameters as single rows read them, such as those of <c>Step</c>: packed when the first comes; 0 of a model
            /// without.
            /// </summary>
            public const long PackedSingleRowWeightBytes = {{cost.PackedRows}};

            /// <summary>Bytes of activations that a prediction holds of one row for each of its steps: inputs, and what is kept.</summary>
            public const long ActivationBytesPerStep = {{cost.Prediction.PerStep}};

            /// <summary>Bytes that it holds of one row besides, however many steps there are.</summary>
            public const long ActivationBytesPerSequence = {{cost.Prediction.PerSequence}};

            """);
        if (plan.Spec.Training)
        {
            w.Lines($$"""
                /// <summary>
                /// Bytes that a trainer holds of one row for each of its steps: inputs, activations, their gradients, masks of dropout,
                /// targets.
                /// </summary>
                public const long TrainingActivationBytesPerStep = {{cost.Training.PerStep}};

                /// <summary>Bytes that it holds of one row besides, however many steps there are.</summary>
                public const long TrainingActivationBytesPerSequence = {{cost.Training.PerSequence}};

                """);
        }
    }

    private static void Fields(CodeWriter w, ModelPlan plan)
    {
        StepEmitter.EmitFields(w, plan);
        if (plan.Spec.Embedded is EmbeddedSpec embedded)
        {
            EmbeddedWeightsEmitter.Emit(w, plan, embedded);
            return;
        }

        w.Lines($$"""
            /// <summary>Creates a model with random weights.</summary>
            /// <param name="seed">Equal seeds give equal weights, to the bit, on every machine.</param>
            {{Names.NotCompliant}}
            public {{plan.Spec.Type.Name}}(ulong seed = 0)
            {
                Parameters = new global::RnnGen.ModelParameters(Description, seed);
                _predictor = {{Predictor(plan)}};
            }

            """);
    }

    /// <summary>What a constructor makes once there are parameters.</summary>
    public static string Predictor(ModelPlan plan)
    {
        string rows = plan.RunsRows ? "_rowWeights" : "null";
        string packed = $"new {Names.PackedCache}<Weights>(static () => {WeightsEmitter.Create(plan, forPrediction: true)})";
        return $"new(Parameters, static () => new Workspace(), {packed}, {rows})";
    }

    private static void Members(CodeWriter w, ModelPlan plan)
    {
        w.Line("/// <summary>Sizes, parameter table, state table and cost.</summary>");
        w.Line(Names.NotCompliant);
        using (w.Block("public static global::RnnGen.ModelDescription Description { get; } = new()", "};"))
        {
            w.Line($"Name = \"{plan.Spec.Type.PlainName}\",");
            w.Line("InputSize = InputSize,");
            if (plan.Embedding is not null)
            {
                w.Line("Vocabulary = Vocabulary,");
            }

            Inputs(w, plan);
            w.Line("OutputSize = OutputSize,");
            w.Line($"OutputsEveryStep = {(plan.Heads.All(head => head.IsEveryStep) ? "true" : "false")},");
            HeadsEmitter.Describe(w, plan);
            w.Line($"Steps = {(plan.Spec.Steps is null ? "null" : "Steps")},");
            w.Line("Parameters =");
            w.Line("[");
            foreach (ParameterPlan parameter in plan.Parameters)
            {
                w.Line($"    {ParameterText.Of(parameter)},");
            }

            w.Line("],");
            w.Line("States =");
            w.Line("[");
            foreach (StatePlan state in plan.States)
            {
                w.Line($"    new(\"{state.TraceName}\", {state.Units}, {state.Offset}),");
            }

            w.Line("],");
            if (plan.Masks.Any())
            {
                w.Line("HasDropout = true,");
            }

            w.Line("MultiplyAddsPerStep = MultiplyAddsPerStep,");
            w.Line("MultiplyAddsPerSequence = MultiplyAddsPerSequence,");
            w.Line($"SpecHash = \"{plan.SpecHash}\",");
            GraphEmitter.Describe(w, plan);
        }

        w.Line();
        w.Lines($$"""
            /// <summary>The network as a table: layers with their shapes, parameters and what they read, and its cost in all.</summary>
            public static string Summary => Description.Summary();

            /// <summary>The parameters: one flat buffer of named tensors.</summary>
            {{Names.NotCompliant}}
            public global::RnnGen.ModelParameters Parameters { get; }

            /// <summary>
            /// Threads that one call of {{InputEmitter.See(plan, "Predict")}} or <c>StepBatch</c> may use. Results do not depend on it.
            /// </summary>
            public int Threads { get; set; } = {{Names.WorkerTeam}}.DefaultThreads;

            global::RnnGen.ModelDescription global::RnnGen.IRnnModel.Description => Description;

            /// <summary>Writes the parameters to a safetensors file, atomically.</summary>
            /// <exception cref="global::System.IO.IOException">The file cannot be written; an older one is as it was.</exception>
            public void Save(string path) => Parameters.Save(path);

            /// <summary>
            /// Reads the parameters from a safetensors file: all of them, or none and an exception that lists every difference.
            /// </summary>
            /// <exception cref="global::RnnGen.ParameterMismatchException">The file's parameters are not those of this model.</exception>
            /// <exception cref="global::System.IO.InvalidDataException">The file is damaged.</exception>
            public void Load(string path) => Parameters.Load(path);

            """);
    }

    /// <summary>The inputs that have names; a model without has one.</summary>
    private static void Inputs(CodeWriter w, ModelPlan plan)
    {
        if (plan.Spec.Inputs.Count == 0)
        {
            return;
        }

        w.Line("Inputs =");
        w.Line("[");
        if (plan.Spec.Embedding is EmbeddingSpec embedding)
        {
            w.Line($"    new(\"{embedding.Name}\", {embedding.Units}, global::RnnGen.InputKind.Tokens, 0),");
        }

        foreach (InputSpec input in plan.Spec.Inputs)
        {
            w.Line(
                $"    new(\"{input.Name}\", {input.Size}, global::RnnGen.InputKind.{(input.PerSequence ? "PerSequence" : "EveryStep")}, "
                + $"{InputNames.Column(plan, input)}),");
        }

        w.Line("],");
    }

    private static void States(CodeWriter w, ModelPlan plan)
    {
        w.Lines("""
            /// <summary>The state of one sequence. A copy is a snapshot; <see langword="default"/> is the zero state.</summary>
            """);
        w.Line("#pragma warning disable CS0649 // The fields are written through spans.");
        using (w.Block("public struct State"))
        {
            foreach (StatePlan state in plan.States)
            {
                w.Line($"/// <summary>{state.Summary}, [{state.Units}].</summary>");
                w.Line($"public Units{state.Units.ToString(CultureInfo.InvariantCulture)} {Names.Of(state.Buffer)};");
                w.Line();
            }
        }

        w.Line("#pragma warning restore CS0649");
        w.Line();
        foreach (int units in plan.States.Select(state => state.Units).Distinct().OrderBy(units => units))
        {
            w.Line($"/// <summary>{units} floats in place; converts to a span.</summary>");
            w.Line($"[global::System.Runtime.CompilerServices.InlineArray({units})]");
            using (w.Block($"public struct Units{units.ToString(CultureInfo.InvariantCulture)}"))
            {
                w.Line("private float _first;");
            }

            w.Line();
        }
    }

    internal readonly struct Indent : System.IDisposable
    {
        private readonly CodeWriter _writer;

        public Indent(CodeWriter writer)
        {
            _writer = writer;
            writer.Shift(1);
        }

        public void Dispose() => _writer.Shift(-1);
    }
}
