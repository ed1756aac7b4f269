using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>A block of steps of one row: step by step, or each layer a step behind the one below.</summary>
internal static class BlockScheduleEmitter
{
    /// <summary>The loop over the steps, and of staggered layers what it calls.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        bool staggers = plan.Row!.Staggers, hasSequence = plan.Spec.SequenceInputSize > 0;
        string scratch = HasScratch(plan) ? ", ref float scratch" : "";
        string order = staggers ? ": each layer is a step behind the one below, so that their latencies overlap" : "";
        string outputs = OutputNames.References(plan.Streaming), sequence = hasSequence ? "ref float sequence, " : "";
        w.Line($"/// <summary>A block of steps of one row{order}.</summary>");
        w.Line(Names.Optimize);
        using (w.Block(
            $"public static void Steps<V>(RowWeights w, int steps{WatchEmitter.BeforeParameter(plan)}, ref float x, {sequence}"
            + $"ref float state, {outputs}{scratch})\n    {Names.WhereV}"))
        {
            if (staggers)
            {
                Staggered(w, plan);
            }
            else
            {
                using (w.Block("for (nint step = 0; step < steps; step++)"))
                {
                    w.Line(
                        $"Step<V>(\n    w, ref {Names.Kernels}.At(ref x, step * InputSize), {(hasSequence ? "ref sequence, " : "")}"
                        + $"ref state, {Places(plan, "step")}{(HasScratch(plan) ? ", ref scratch" : "")});");
                    WatchEmitter.State(w, plan, WatchEmitter.BlockStep(plan, "step"), "state");
                }
            }
        }

        if (staggers)
        {
            w.Line();
            Layers(w, plan);
        }
    }

    /// <summary>Whether a block has memory besides the state.</summary>
    private static bool HasScratch(ModelPlan plan) => plan.Row!.ScratchFloats + plan.Row!.SumsFloats > 0;

    private static string Places(ModelPlan plan, string step) => string.Join(
        ", ",
        plan.Streaming.Select(head => $"ref {Names.Kernels}.At(ref {OutputNames.Of(head, "y")}, {step} * {OutputNames.Size(head)})"));

    private static void Staggered(CodeWriter w, ModelPlan plan)
    {
        IReadOnlyList<RowLayerPlan> layers = plan.Row!.Layers;
        int last = layers.Count - 1;
        using (w.Block($"for (nint step = 0; step < (nint)steps + {Names.Number(last)}; step++)"))
        {
            w.Line("// What the layers below have made of the steps before, ahead of what they make now.");
            for (int layer = 1; layer <= last; layer++)
            {
                When(layer, $"{layers[layer].Layer.Name}BlockInputs<V>(w, ref state, ref scratch);");
            }

            for (int layer = 0; layer <= last; layer++)
            {
                string input = layer == 0 ? $"ref {Names.Kernels}.At(ref x, step * InputSize), " : "";
                When(layer, $"{layers[layer].Layer.Name}BlockStep<V>(w, {input}ref state, ref scratch);", layers[layer].Layer);
            }

            When(last, $"BlockHeads<V>(w, ref state, ref scratch, {Places(plan, $"(step - {Names.Number(last)})")});");
        }

        void When(int layer, string call, LayerPlan? done = null)
        {
            string behind = Names.Number(layer);
            using (w.Block(layer == 0 ? "if (step < steps)" : $"if (step >= {behind} && step < (nint)steps + {behind})"))
            {
                w.Line(call);
                if (done is not null)
                {
                    string step = layer == 0 ? "step" : $"(step - {behind})";
                    WatchEmitter.State(w, plan, done, WatchEmitter.BlockStep(plan, step), "state");
                }
            }

            w.Line();
        }
    }

    private static void Layers(CodeWriter w, ModelPlan plan)
    {
        BufferRef? input = null;
        Dictionary<BufferRef, string> values = new() { [BufferRef.Inputs] = "x" };
        foreach (RowLayerPlan layer in plan.Row!.Layers)
        {
            string name = layer.Layer.Name;
            if (input is not null)
            {
                string summary = $"The sums of {layer.Layer.Title} over its inputs";
                using (Method(w, summary, $"{name}BlockInputs", "ref float state, ref float scratch"))
                {
                    StepScheduleEmitter.Inputs(w, layer, values);
                }

                w.Line();
            }

            string x = input is null ? "ref float x, " : "";
            using (Method(w, $"A step of {layer.Layer.Title} in a block", $"{name}BlockStep", $"{x}ref float state, ref float scratch"))
            {
                StepScheduleEmitter.Layer(w, layer, values, inBlock: true);
            }

            w.Line();
            input = layer.Layer.Output.Access.Buffer;
            values[input] = StepScheduleEmitter.Output(layer);
        }

        string outputs = $"ref float state, ref float scratch, {OutputNames.References(plan.Streaming)}";
        using (Method(w, "The outputs of a step in a block", "BlockHeads", outputs))
        {
            foreach (HeadPlan head in plan.Streaming)
            {
                StepScheduleEmitter.Head(w, plan, head, values[head.Source]);
            }
        }
    }

    private static CodeWriter.Scope Method(CodeWriter w, string summary, string name, string parameters)
    {
        w.Line($"/// <summary>{summary}.</summary>");
        w.Line(Names.Inline);
        return w.Block($"private static void {name}<V>(RowWeights w, {parameters})\n    {Names.WhereV}");
    }
}
