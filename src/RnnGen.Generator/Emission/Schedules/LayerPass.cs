using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>One way through the steps of a layer: what its methods are called, in which order they go, and what each step does.</summary>
/// <param name="Suffix">Stands behind the names of the layer's methods.</param>
/// <param name="Generics">Type parameters of a step.</param>
/// <param name="Where">Their constraints, a line each.</param>
/// <param name="AllSteps">What a comment says of the whole pass.</param>
/// <param name="Direction">What a comment says of one step, behind the layer.</param>
/// <param name="Loop">The loop over any number of steps.</param>
/// <param name="Ended">What becomes of rows that have ended.</param>
internal abstract record LayerPass(
    string Suffix, string Generics, string Where, string AllSteps, string Direction, string Loop, string Ended)
{
    /// <summary>First step to last.</summary>
    public static readonly LayerPass Forward = new ForwardPass();

    /// <summary>Last step to first.</summary>
    public static readonly LayerPass Backward = new BackwardPass();

    /// <summary>Chunks, steps of a chunk or stages of a step, in the order of the pass.</summary>
    public abstract IEnumerable<T> Order<T>(IEnumerable<T> forward);

    /// <summary>The loop over the repeats of a chunk.</summary>
    public abstract string Repeats(UnrollChunk chunk);

    /// <summary>The method of a stage.</summary>
    public abstract string Stage(StagePlan stage);

    /// <summary>What copies a state, or its gradient, through a step past a row's end.</summary>
    public abstract string Keep(StatePlan state);

    private sealed record ForwardPass() : LayerPass(
        "",
        "<V, M>",
        $"    {Names.WhereV}\n    {Names.WhereM}",
        "All steps",
        "",
        "for (int step = 0; step < w.MaxLength; step++)",
        "// Rows that have ended keep their state.")
    {
        public override IEnumerable<T> Order<T>(IEnumerable<T> forward) => forward;

        public override string Repeats(UnrollChunk chunk) =>
            $"for (int start = {chunk.First}; start <= {chunk.LastStart}; start += {chunk.Count})";

        public override string Stage(StagePlan stage) => stage.Method + (stage.HasMode ? "<V, M>" : "<V>");

        public override string Keep(StatePlan state) =>
            $"w.KeepEnded(w.{Names.Of(state.Buffer)}, from: step, to: step + 1, step, first, rows);";
    }

    private sealed record BackwardPass() : LayerPass(
        "Backward",
        "<V>",
        $"    {Names.WhereV}",
        "All steps, last to first,",
        ", backward",
        "for (int step = w.MaxLength - 1; step >= 0; step--)",
        "// The gradient passes through rows that have ended.")
    {
        public override IEnumerable<T> Order<T>(IEnumerable<T> forward) => forward.Reverse();

        public override string Repeats(UnrollChunk chunk) =>
            $"for (int start = {chunk.LastStart}; start >= {chunk.First}; start -= {chunk.Count})";

        public override string Stage(StagePlan stage) => $"{stage.Method}Backward<V>";

        public override string Keep(StatePlan state) =>
            $"w.KeepEnded(w.{Names.Of(state.GradientBuffer)}, from: step + 1, to: step, step, first, rows);";
    }
}
