using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>Windows over the steps of a sequence; the loops are in the runtime.</summary>
internal static class WindowEmitter
{
    private const int MostTaps = 6;

    /// <summary>The steps that a window has: [x(t - 4), x(t - 2), x(t)].</summary>
    public static string Steps(WindowSpec window)
    {
        int[] all = [.. Enumerable.Range(0, window.Taps)];
        string[] taps = window.Taps <= MostTaps
            ? [.. all.Select(Tap)]
            : [Tap(0), Tap(1), "...", Tap(window.Taps - 1)];
        return $"[{string.Join(", ", taps)}]";

        string Tap(int tap) => $"x({Names.Offset("t", (tap * window.Dilation) - window.Left)})";
    }

    /// <summary>The arguments of the runtime's kernels that say the same.</summary>
    public static string Numbers(SequencePlan.Window window) =>
        $"features: {Names.Of(window.Source.WidthSize)}, taps: {Names.Number(window.Shape.Taps)}, "
        + $"dilation: {Names.Number(window.Shape.Dilation)}";

    /// <summary>Lays the steps out.</summary>
    public static void Window(CodeWriter w, SequencePlan.Window window)
    {
        w.Line(
            $"/// <summary>y(t) = {Steps(window.Shape)} of each step t: {(window.Past is null ? "zeros" : "the state")} before the first "
            + "one, zeros past a row's length.</summary>");
        using (BetweenEmitter.Method(w, window.Method))
        {
            string firstSlot = window.Source.Access.Slot == Slot.Next ? "1" : "0";
            string past = window.Past is StatePlan state ? $"w.{Names.Of(state.Buffer)}" : "past: default";
            w.Lines(
                $"{Names.Kernels}.Windows(\n    w, w.{Names.Of(window.Source.Access.Buffer)}, firstSlot: {firstSlot}, {past}, "
                + $"w.{Names.Of(window.Target.Access.Buffer)},\n    {Shape(window)}, first, rows);");
        }

        w.Line();
    }

    /// <summary>The way back of <see cref="Window"/>.</summary>
    public static void WindowBackward(CodeWriter w, SequencePlan.Window window)
    {
        w.Line("/// <summary>dx(s) = Σ dy of the steps whose windows have step s, each the part that is x(s).</summary>");
        using (BetweenEmitter.Method(w, window.Method + "Backward"))
        {
            BetweenEmitter.Unless(w, window.Target.Need);
            string past = window.Past is StatePlan state ? $"w.{Names.Of(state.GradientBuffer)}" : "past: default";
            string isWanted = window.Source.Need == window.Target.Need ? "true" : Names.Wanted(window.Source.Need)!;
            w.Lines(
                $"{Names.Kernels}.WindowsBackward<V>(\n    w, w.{Names.Of(window.Target.GradientBuffer!)}, "
                + $"w.{Names.Of(window.Source.GradientBuffer!)}, {past},\n    {Shape(window)}, isWanted: {isWanted}, "
                + $"accumulate: {(window.Accumulate ? "true" : "false")}, first, rows);");
        }

        w.Line();
    }

    private static string Shape(SequencePlan.Window window) =>
        $"new {Names.Generated}.WindowShape({Numbers(window)}, left: {Names.Number(window.Shape.Left)})";
}
