using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>
/// The hook that shows each step to the user's half of the class. Everything that a call needs is made in its arguments, which the compiler
/// leaves out with the call where that half does not implement the method.
/// </summary>
internal static class WatchEmitter
{
    private const string View = "global::RnnGen.StepView";
    private const string Note = "// For whoever watches: without an OnStep of yours, the compiler leaves this out.";
    private const int MostInLine = 2;

    /// <summary>The method that the user's half may implement.</summary>
    public static void Declare(CodeWriter w) => w.Lines($$"""
        /// <summary>
        /// Called after each time step of each layer if your half of the class has
        /// <c>static partial void OnStep(in StepView step) { ... }</c>; if not, the calls of it are left out by the compiler.
        /// </summary>
        /// <param name="step">Layer, number of the step, rows and values, where they are in memory; valid during the call.</param>
        static partial void OnStep(in {{View}} step);

        """);

    /// <summary>After a step of a layer for some rows of a batch.</summary>
    public static void Batch(CodeWriter w, ModelPlan plan, LayerPlan layer)
    {
        if (Find(plan, layer) is WatchPlan watch)
        {
            string count = watch.Passing < watch.Values.Count
                ? $", count: M.KeepsHistory ? {Names.Number(watch.Values.Count)} : {Names.Number(watch.Passing)}"
                : "";
            w.Line();
            w.Line(Note);
            Call(w, $"w, \"{watch.Name}\", step, first, rows", watch.Values.Select(Text), count);
        }
    }

    /// <summary>After a step of a layer for a row of a batch that runs alone.</summary>
    public static void Row(CodeWriter w, ModelPlan plan, RowLayerPlan row)
    {
        if (Find(plan, row.Layer) is not WatchPlan watch)
        {
            return;
        }

        // One of the threads calls, while the others wait. That they do is an instruction, so it is there only for who asks.
        if (!row.SharesSteps || plan.Spec.IsWatched)
        {
            w.Line();
            w.Line(Note);
            using (RowLayerEmitter.Alone(w, row.SharesSteps))
            {
                Call(w, $"w, \"{watch.Name}\", step, row, rows: 1", watch.OfRow.Select(Text), "");
            }
        }
    }

    /// <summary>After a step of all layers of one row, on its flat state.</summary>
    public static void State(CodeWriter w, ModelPlan plan, string step, string state)
    {
        w.Line();
        w.Line(Note);
        foreach (LayerPlan layer in plan.Layers)
        {
            State(w, plan, layer, step, state);
        }
    }

    /// <summary>After a step of one layer of one row, on its flat state.</summary>
    public static void State(CodeWriter w, ModelPlan plan, LayerPlan layer, string step, string state)
    {
        if (Find(plan, layer) is WatchPlan { States.Count: > 0 } watch)
        {
            IEnumerable<string> states = watch.States.Select(
                value => $"new(\"{value.Name}\", {Names.Number(value.Offset)}, {Names.Number(value.Units)})");
            Call(w, $"\"{watch.Name}\", {step}, ref {state}", states, "");
        }
    }

    /// <summary>The number of a step in a block: of one that is cut into parts, those before are counted for who asks.</summary>
    public static string BlockStep(ModelPlan plan, string step) => plan.Spec.IsWatched ? $"before + (int){step}" : $"(int){step}";

    /// <summary>The parameter for the steps of a block before the part at hand.</summary>
    public static string BeforeParameter(ModelPlan plan) => plan.Spec.IsWatched ? ", int before" : "";

    /// <summary>The argument for it.</summary>
    public static string BeforeArgument(ModelPlan plan, string before) => plan.Spec.IsWatched ? $", {before}" : "";

    private static void Call(CodeWriter w, string place, IEnumerable<string> values, string count)
    {
        string[] all = [.. values];
        if (all.Length <= MostInLine)
        {
            w.Line($"OnStep(new {View}({place}, [{string.Join(", ", all)}]{count}));");
            return;
        }

        w.Line($"OnStep(new {View}(");
        w.Line($"    {place},");
        w.Line("    [");
        foreach (string value in all)
        {
            w.Line($"        {value},");
        }

        w.Line($"    ]{count}));");
    }

    private static string Text(WatchedValue value) =>
        $"new(\"{value.Name}\", w.{Names.Of(value.Buffer)}, {Names.SlotText(value.Slot)}, {Names.Number(value.Units)})";

    private static WatchPlan? Find(ModelPlan plan, LayerPlan layer) => plan.Watches.FirstOrDefault(watch => watch.Stem == layer.Name);
}
