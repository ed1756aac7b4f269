using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>Pooling over the steps of a window; the loops are in the runtime.</summary>
internal static class PoolEmitter
{
    /// <summary>What a pooling computes: max [x(t - 1), x(t)].</summary>
    public static string Equation(SequencePlan.Pool pool) => $"{(pool.IsMax ? "max" : "mean")} {WindowEmitter.Steps(pool.Shape)}";

    /// <summary>The call for a step of a single row.</summary>
    /// <param name="pool">The pooling.</param>
    /// <param name="x">The values of the step.</param>
    /// <param name="past">The state; nothing where there is none.</param>
    /// <param name="y">Where the result goes.</param>
    public static string Step(SequencePlan.Pool pool, string x, string past, string y)
    {
        string features = Names.Of(pool.Source.WidthSize);
        return past.Length == 0
            ? $"{Names.Kernels}.Copy(ref {x}, ref {y}, {features});"
            : $"{Names.Kernels}.{Kernel(pool)}Step<V>(\n    ref {x}, ref {past}, ref {y}, features: {features}, "
                + $"taps: {Names.Number(pool.Shape.Taps)});";
    }

    /// <summary>The largest values or the means.</summary>
    public static void Pool(CodeWriter w, SequencePlan.Pool pool)
    {
        w.Line(
            $"/// <summary>y(t) = {Equation(pool)} of each step t, without steps before the first one that there was or past a row's "
            + "length.</summary>");
        using (BetweenEmitter.Method(w, pool.Method))
        {
            (string past, string before) = pool.Past is StatePlan state
                ? ($"w.{Names.Of(state.Buffer)}", $"w.{Names.Of(pool.Before!)}")
                : ("past: default", "before: default");
            w.Lines(
                $"{Names.Kernels}.{Kernel(pool)}s<V>(\n    w, w.{Names.Of(pool.Source.Access.Buffer)}, firstSlot: {FirstSlot(pool)}, "
                + $"{past}, {before}, w.{Names.Of(pool.Target.Access.Buffer)},\n    {Shape(pool)}, first, rows);");
        }

        w.Line();
    }

    /// <summary>The way back of <see cref="Pool"/>.</summary>
    public static void PoolBackward(CodeWriter w, SequencePlan.Pool pool)
    {
        w.Line(pool.IsMax
            ? "/// <summary>dx(s) += dy(t) for the first step s of the window of t that has its largest value.</summary>"
            : "/// <summary>dx(s) += dy(t) / n for each of the n steps s that the window of t has.</summary>");
        using (BetweenEmitter.Method(w, pool.Method + "Backward"))
        {
            BetweenEmitter.Unless(w, pool.Target.Need);
            (string past, string before) = pool.Past is StatePlan state
                ? ($"w.{Names.Of(state.GradientBuffer)}", $"w.{Names.Of(pool.Before!)}")
                : ("past: default", "before: default");
            string values = pool.IsMax ? $"w.{Names.Of(pool.Source.Access.Buffer)}, firstSlot: {FirstSlot(pool)}, " : "";
            string result = pool.IsMax ? $"w.{Names.Of(pool.Target.Access.Buffer)}, " : "";
            string isWanted = pool.Source.Need == pool.Target.Need ? "true" : Names.Wanted(pool.Source.Need)!;
            w.Lines(
                $"{Names.Kernels}.{Kernel(pool)}sBackward<V>(\n    w, {values}{before}, {result}"
                + $"w.{Names.Of(pool.Target.GradientBuffer!)}, w.{Names.Of(pool.Source.GradientBuffer!)}, {past},\n    {Shape(pool)}, "
                + $"isWanted: {isWanted}, accumulate: {(pool.Accumulate ? "true" : "false")}, first, rows);");
        }

        w.Line();
    }

    private static string Kernel(SequencePlan.Pool pool) => pool.IsMax ? "MaxPool" : "AveragePool";

    private static string FirstSlot(SequencePlan.Pool pool) => pool.Source.Access.Slot == Slot.Next ? "1" : "0";

    private static string Shape(SequencePlan.Pool pool) =>
        WindowEmitter.Shape(pool.Source.WidthSize, pool.Shape);
}
