using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Schedules;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>Streaming of a network whose inputs have names, as the user calls it: a span for each.</summary>
internal static class InputStepEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            /// <summary>
            /// Runs one time step of one sequence. Allocates nothing; safe from any number of threads, each with its own state.
            /// </summary>
            {{About(plan)}}
            /// <param name="state">{{InitialStateEmitter.About(plan)}}</param>
            {{StepEmitter.About(plan)}}
            {{InputEmitter.Exception(plan)}}/// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public void Step({{Parameters(plan)}}, ref State state, {{StepEmitter.Parameters(plan)}}) =>
                StepFlat(
                    {{Arguments(plan)}}, FlatStates({{Names.MemoryMarshal}}.CreateSpan(ref state, 1)),
                    {{StepEmitter.Arguments(plan)}});

            """);
        Interface(w, plan);
        using (w.Block(
            $"private void StepFlat(\n    {Parameters(plan)}, {Names.Span} state,\n    {StepEmitter.Parameters(plan)})"))
        {
            Body(w, plan);
        }

        w.Line();
    }

    /// <summary>Members of the interface take the inputs of a kind in one span.</summary>
    private static void Interface(CodeWriter w, ModelPlan plan)
    {
        bool hasTokens = plan.Embedding is not null, hasSequence = plan.Spec.SequenceInputSize > 0;
        string sequence = hasTokens || hasSequence ? $"{Names.ReadOnlySpan} sequenceInput, " : "";
        string token = hasTokens ? "int token, " : "";
        using (w.Block(
            $"void global::RnnGen.IRnnModel.Step(\n    {Names.ReadOnlySpan} input, {token}{sequence}{Names.Span} state, "
            + $"{Names.Span} output)"))
        {
            Count(w, "input", InputNames.StepSize(plan), "one frame");
            if (sequence.Length > 0)
            {
                Count(w, "sequenceInput", plan.Spec.SequenceInputSize, "one row");
            }

            IEnumerable<string> slices = InputNames.EveryStep(plan).Select(input => Slice(plan, "input", input))
                .Concat(hasTokens ? ["token"] : [])
                .Concat(InputNames.PerSequence(plan).Select(input => Slice(plan, "sequenceInput", input)));
            string[] outputs = [.. StepEmitter.OutputSlices(plan, out int size)];
            if (plan.HasNamedHeads)
            {
                Count(w, "output", size, "one row");
            }

            w.Lines($"StepFlat(\n    {string.Join(", ", slices)}, state,\n    {string.Join(", ", outputs)});");
        }

        w.Line();
        if (hasTokens || hasSequence)
        {
            w.Lines($$"""
                void global::RnnGen.IRnnModel.Step({{Names.ReadOnlySpan}} input, {{Names.Span}} state, {{Names.Span}} output) =>
                    throw new global::System.NotSupportedException(
                        $"{Description.Name} reads {{All(plan)}}: give Step all of them.");

                """);
        }
    }

    private static void Body(CodeWriter w, ModelPlan plan)
    {
        foreach (InputSpec input in plan.Spec.Inputs)
        {
            Count(w, InputNames.Of(input), input.Size, input.PerSequence ? "one row" : "one frame");
        }

        foreach (string check in StepEmitter.OutputChecks(plan))
        {
            w.Line(check);
        }

        bool isOnStack = plan.Row!.IsOnStack;
        int embedded = plan.Spec.Embedding?.Units ?? 0;
        w.Line("RowWeights weights = _rowWeights.Current(Parameters);");
        if (!isOnStack)
        {
            w.Line("StepMemory memory = _stepMemory.Rent();");
        }

        Memory(w, "input", "StepScratch", "InputSize", isOnStack);
        if (embedded > 0)
        {
            long offset = plan.Embedding!.Table.Offset;
            w.Line(
                $"Parameters.CopyTo(weights.Version, {(offset == 0 ? "" : offset + " + ")}token * {embedded}, input[..{embedded}]);");
        }

        foreach (InputSpec input in InputNames.EveryStep(plan))
        {
            w.Line($"{InputNames.Of(input)}.CopyTo(input[{input.FirstColumn}..]);");
        }

        if (plan.Spec.SequenceInputSize > 0)
        {
            Memory(w, "sequence", "StepScratch + InputSize", "SequenceInputSize", isOnStack);
            foreach (InputSpec input in InputNames.PerSequence(plan))
            {
                w.Line($"{InputNames.Of(input)}.CopyTo(sequence[{input.FirstColumn}..]);");
            }
        }

        if (plan.Row!.ScratchFloats > 0)
        {
            Memory(w, "scratch", "0", "StepScratch", isOnStack);
        }

        w.Line($"ref float x = ref {Names.MemoryMarshal}.GetReference(input);");
        w.Line($"ref float s = ref {Names.MemoryMarshal}.GetReference(state);");
        w.Lines(StepEmitter.References(plan));
        string sequence = plan.Spec.SequenceInputSize > 0 ? $"ref {Names.MemoryMarshal}.GetReference(sequence), " : "";
        string scratch = plan.Row!.ScratchFloats > 0 ? $", ref {Names.MemoryMarshal}.GetReference(scratch)" : "";
        WorkspaceEmitter.DispatchWidth(
            w, "weights.VectorBits",
            vector => $"Schedule.Step<{vector}>(weights, ref x, {sequence}ref s, {StepEmitter.Outputs(plan)}{scratch});");
        WatchEmitter.State(w, plan, "0", "s");
        if (!isOnStack)
        {
            w.Line();
            w.Line("_stepMemory.Return(memory);");
        }
    }

    private static void Memory(CodeWriter w, string name, string start, string size, bool isOnStack) =>
        w.Line($"{Names.Span} {name} = {(isOnStack ? $"stackalloc float[{size}]" : $"memory.Values.Span.Slice({start}, {size})")};");

    private static void Count(CodeWriter w, string name, int size, string shape) =>
        w.Line($"{Names.BatchChecks}.Count({name}.Length, {Names.Number(size)}, \"{name}\", \"{shape}\", \"{name}\");");

    private static string Slice(ModelPlan plan, string whole, InputSpec input) =>
        $"{whole}.Slice({Names.Number(InputNames.Column(plan, input))}, {Names.Number(input.Size)})";

    private static string Parameters(ModelPlan plan) => string.Join(
        ", ", InputNames.EveryStep(plan).Select(Parameter)
            .Concat(plan.Embedding is null ? [] : ["int token"])
            .Concat(InputNames.PerSequence(plan).Select(Parameter)));

    private static string Parameter(InputSpec input) => $"{Names.ReadOnlySpan} {InputNames.Of(input)}";

    private static string Arguments(ModelPlan plan) => string.Join(
        ", ", InputNames.EveryStep(plan).Select(InputNames.Of)
            .Concat(plan.Embedding is null ? [] : ["token"])
            .Concat(InputNames.PerSequence(plan).Select(InputNames.Of)));

    private static string About(ModelPlan plan) => string.Join(
        "\n", InputNames.EveryStep(plan).Select(input => About(input, "of this step"))
            .Concat(plan.Embedding is null ? [] : ["/// <param name=\"token\">The token, 0 to <see cref=\"Vocabulary\"/> - 1.</param>"])
            .Concat(InputNames.PerSequence(plan).Select(input => About(input, "of the sequence"))));

    private static string About(InputSpec input, string of) =>
        $"/// <param name=\"{InputNames.Of(input)}\">The input {input.Name} {of}, [{Names.Number(input.Size)}].</param>";

    private static string All(ModelPlan plan) => string.Join(
        " and ", new[]
        {
            InputNames.EveryStep(plan).Any() ? $"{InputNames.List(InputNames.EveryStep(plan))} a step" : "",
            plan.Embedding is null ? "" : "a token a step",
            InputNames.PerSequence(plan).Any() ? $"{InputNames.List(InputNames.PerSequence(plan))} a sequence" : "",
        }.Where(part => part.Length > 0));
}
