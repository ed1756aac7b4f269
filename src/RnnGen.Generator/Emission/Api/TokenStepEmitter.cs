using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Schedules;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Api;

/// <summary>Streaming of a network that reads tokens, as the user calls it.</summary>
internal static class TokenStepEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            /// <summary>
            /// Runs one time step of one sequence. Allocates nothing; safe to call from any number of threads, each with its own state.
            /// </summary>
            /// <param name="token">The token, 0 to <see cref="Vocabulary"/> - 1.</param>
            /// <param name="state">{{InitialStateEmitter.About(plan)}}</param>
            {{StepEmitter.About(plan)}}
            /// <exception cref="global::System.ArgumentOutOfRangeException">
            /// The token is not in the vocabulary; the state is as it was.
            /// </exception>
            /// <exception cref="global::System.ArgumentException">A span has the wrong length.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public void Step(int token, ref State state, {{StepEmitter.Parameters(plan)}}) =>
                StepFlat(token, FlatStates({{Names.MemoryMarshal}}.CreateSpan(ref state, 1)), {{StepEmitter.Arguments(plan)}});

            void global::RnnGen.IRnnModel.Step(int token, {{Names.Span}} state, {{Names.Span}} output){{StepEmitter.InterfaceBody(plan)}}

            private void StepFlat(int token, {{Names.Span}} state, {{StepEmitter.Parameters(plan)}})
            {
            {{PredictEmitter.Lines(StepEmitter.Checks(plan))}}
                RowWeights weights = _rowWeights.Current(Parameters);
            """);
        using (new ModelEmitter.Indent(w))
        {
            long start = plan.Embedding!.Table.Offset;
            bool hasScratch = plan.Row!.ScratchFloats > 0, isOnStack = plan.Row!.IsOnStack;
            if (!isOnStack)
            {
                w.Line("StepMemory memory = _stepMemory.Rent();");
            }

            w.Line($"{Names.Span} input = {(isOnStack ? "stackalloc float[InputSize]" : "memory.Values.Span[StepScratch..]")};");
            if (hasScratch)
            {
                w.Line($"{Names.Span} scratch = {(isOnStack ? "stackalloc float[StepScratch]" : "memory.Values.Span")};");
            }

            w.Lines($$"""
                Parameters.CopyTo(weights.Version, {{(start == 0 ? "" : $"{start} + ")}}token * InputSize, input[..InputSize]);
                ref float x = ref {{Names.MemoryMarshal}}.GetReference(input);
                ref float s = ref {{Names.MemoryMarshal}}.GetReference(state);
                {{StepEmitter.References(plan)}}
                """);
            string scratch = hasScratch ? $", ref {Names.MemoryMarshal}.GetReference(scratch)" : "";
            WorkspaceEmitter.DispatchWidth(
                w, "weights.VectorBits",
                vector => $"Schedule.Step<{vector}>(weights, ref x, ref s, {StepEmitter.Outputs(plan)}{scratch});");
            WatchEmitter.State(w, plan, "0", "s");
            if (!isOnStack)
            {
                w.Line();
                w.Line("_stepMemory.Return(memory);");
            }
        }

        w.Line("}");
        w.Line();
    }
}
