using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>What moves values between layers: several become one, a vector goes to every step, final states become first ones.</summary>
internal static class MoveEmitter
{
    /// <summary>Puts values beside each other.</summary>
    public static void Join(CodeWriter w, SequencePlan.Join join)
    {
        w.Line($"/// <summary>y = {Equation(join)}{(join.IsVector ? "" : " of each step")}.</summary>");
        w.Line(Names.Optimize);
        using (BetweenEmitter.Method(w, join.Method))
        using (Rows(w, join.IsVector, "w.MaxLength"))
        {
            w.Line($"ref float y = ref w.{BetweenEmitter.Place(join.Target.Access, Step(join))};");
            for (int index = 0; index < join.Parts.Count; index++)
            {
                JoinPart part = join.Parts[index];
                w.Line($"ref float x{index} = ref w.{BetweenEmitter.Place(part.Value.Access, Step(join))};");
                w.Line(Copy(part, At($"x{index}", part.FirstColumn), At("y", part.TargetColumn)));
            }
        }

        w.Line();
    }

    /// <summary>
    /// Columns begin anywhere, so that they are added one by one: sums of two numbers are the same in a vector and alone.
    /// </summary>
    public static void JoinBackward(CodeWriter w, SequencePlan.Join join)
    {
        w.Line($"/// <summary>The gradient of y = {Equation(join)} to each part, the last one first.</summary>");
        w.Line(Names.Optimize);
        using (BetweenEmitter.Method(w, join.Method + "Backward"))
        {
            BetweenEmitter.Unless(w, join.Target.Need);
            using (Rows(w, join.IsVector, "w.MaxLength"))
            {
                w.Line($"ref float dy = ref w.{BetweenEmitter.Place(BetweenEmitter.Gradient(join.Target), Step(join))};");
                for (int index = join.Parts.Count - 1; index >= 0; index--)
                {
                    Part(w, join, join.Parts[index], $"dx{index}");
                }
            }
        }

        w.Line();
    }

    private static void Part(CodeWriter w, SequencePlan.Join join, JoinPart part, string target)
    {
        using CodeWriter.Scope? wanted = Names.Wanted(part.Value.Need) is string condition && join.Target.Need == GradientNeed.Always
            ? w.Block($"if ({condition})")
            : null;
        w.Line($"ref float {target} = ref w.{BetweenEmitter.Place(BetweenEmitter.Gradient(part.Value), Step(join))};");
        if (!part.Accumulate)
        {
            // What stands past the columns may be left from another batch, and others add to it.
            if (part.Times > 1 || part.Columns < Sizes.Padded(part.Value.Width))
            {
                w.Line($"{Names.Kernels}.Clear(ref {target}, {Names.Of(part.Value.Access.Buffer.Stride)});");
            }

            if (part.Times == 1)
            {
                w.Line($"{Names.Kernels}.Copy(ref {At("dy", part.TargetColumn)}, ref {At(target, part.FirstColumn)}, {part.Columns});");
                return;
            }
        }

        using (w.Block($"for (int column = 0; column < {part.Columns * part.Times}; column++)"))
        {
            string from = part.TargetColumn == 0 ? "column" : $"{part.TargetColumn} + column";
            string to = part.Times > 1 ? $"{part.FirstColumn}" : part.FirstColumn == 0 ? "column" : $"{part.FirstColumn} + column";
            w.Line($"{Names.Kernels}.At(ref {target}, {to}) += {Names.Kernels}.At(ref dy, {from});");
        }
    }

    /// <summary>The call that copies a part to its columns, a single column to as many as it stands in.</summary>
    public static string Copy(JoinPart part, string from, string to) => part.Times == 1
        ? $"{Names.Kernels}.Copy(ref {from}, ref {to}, {part.Columns});"
        : $"{Names.MemoryMarshal}.CreateSpan(ref {to}, {part.Times}).Fill({from});";

    /// <summary>Gives a vector to every step.</summary>
    public static void Repeat(CodeWriter w, SequencePlan.Repeat repeat)
    {
        w.Line("/// <summary>The vector of each row at every step; zero past its length.</summary>");
        w.Line(Names.Optimize);
        using (BetweenEmitter.Method(w, repeat.Method))
        using (Rows(w, isVector: false, "w.MaxLength"))
        {
            w.Line($"ref float x = ref w.{Names.Of(repeat.Source.Access.Buffer)}[0, row];");
            w.Line($"ref float y = ref w.{BetweenEmitter.Place(repeat.Target.Access, "step")};");
            using (w.Block($"for (nint lane = 0; lane < {Names.Of(repeat.Target.WidthSize)}; lane += V.Width)"))
            {
                w.Line("V.Store(step < w.Length(row) ? V.Load(ref x, lane) : V.Zero, ref y, lane);");
            }
        }

        w.Line();
    }

    /// <summary>The way back of <see cref="Repeat"/>.</summary>
    public static void RepeatBackward(CodeWriter w, SequencePlan.Repeat repeat)
    {
        w.Line("/// <summary>dx = Σ dy over the valid steps of each row, the last one first.</summary>");
        w.Line(Names.Optimize);
        using (BetweenEmitter.Method(w, repeat.Method + "Backward"))
        {
            BetweenEmitter.Unless(w, repeat.Source.Need);
            using (w.Block("for (int row = first; row < first + rows; row++)"))
            {
                w.Line($"ref float dx = ref w.{Names.Of(repeat.Source.GradientBuffer!)}[0, row];");
                if (!repeat.Accumulate)
                {
                    w.Line($"{Names.MemoryMarshal}.CreateSpan(ref dx, {Names.Of(repeat.Source.Access.Buffer.Stride)}).Clear();");
                }

                using (w.Block("for (int step = w.Length(row) - 1; step >= 0; step--)"))
                {
                    w.Line($"ref float dy = ref w.{Names.Of(repeat.Target.GradientBuffer!)}[step, row];");
                    using (w.Block($"for (nint lane = 0; lane < {Names.Of(repeat.Target.WidthSize)}; lane += V.Width)"))
                    {
                        w.Line("V.Store(V.Load(ref dx, lane) + V.Load(ref dy, lane), ref dx, lane);");
                    }
                }
            }
        }

        w.Line();
    }

    /// <summary>Hands final states to the layer that begins with them.</summary>
    public static void Start(CodeWriter w, SequencePlan.Start start)
    {
        w.Line($"/// <summary>The states of {start.To.Title} before the first step are the final ones of {start.From.Title}.</summary>");
        using (BetweenEmitter.Method(w, start.Method))
        using (w.Block("for (int row = first; row < first + rows; row++)"))
        {
            foreach ((StatePlan from, StatePlan to) in States(start))
            {
                w.Line($"w.{Names.Of(from.Buffer)}.Row(w.MaxLength, row).CopyTo(w.{Names.Of(to.Buffer)}.Row(0, row));");
            }
        }

        w.Line();
    }

    /// <summary>What is added there no longer belongs to the states before the first step, which no caller gives.</summary>
    public static void StartBackward(CodeWriter w, SequencePlan.Start start)
    {
        w.Line($"/// <summary>Gradients of the states before the first step of {start.To.Title} go to {start.From.Title}.</summary>");
        using (BetweenEmitter.Method(w, start.Method + "Backward"))
        using (w.Block("for (int row = first; row < first + rows; row++)"))
        {
            foreach ((StatePlan from, StatePlan to) in States(start))
            {
                using (w.Block())
                {
                    w.Line($"ref float source = ref w.{Names.Of(to.GradientBuffer)}[0, row];");
                    w.Line($"ref float target = ref w.{Names.Of(from.GradientBuffer)}[w.MaxLength, row];");
                    using (w.Block($"for (nint lane = 0; lane < {Names.Of(to.UnitsSize)}; lane += V.Width)"))
                    {
                        w.Line("V.Store(V.Load(ref target, lane) + V.Load(ref source, lane), ref target, lane);");
                    }

                    w.Line($"w.{Names.Of(to.GradientBuffer)}.Row(0, row).Clear();");
                }

                w.Line();
            }

            if (start.ClearsOutputs && start.From.Output.GradientBuffer is BufferRef unread)
            {
                using (w.Block("for (int step = 0; step < w.MaxLength; step++)"))
                {
                    w.Line($"w.{Names.Of(unread)}.Row(step, row).Clear();");
                }
            }
        }

        w.Line();
    }

    private static IEnumerable<(StatePlan From, StatePlan To)> States(SequencePlan.Start start) =>
        start.From.States.Zip(start.To.States, (from, to) => (from, to));

    private static string Equation(SequencePlan.Join join) => $"[{string.Join(", ", join.Parts.Select(Term))}]";

    private static string Term(JoinPart part, int index) =>
        (part.Columns == part.Value.Width ? $"x{index}" : $"x{index}[{part.FirstColumn}..{part.FirstColumn + part.Columns}]")
        + (part.Times > 1 ? $", {part.Times} times" : "");

    private static string Step(SequencePlan.Join join) => join.IsVector ? "0" : "step";

    private static CodeWriter.Scope Rows(CodeWriter w, bool isVector, string steps) => isVector
        ? w.Block("for (int row = first; row < first + rows; row++)")
        : w.Block($"for (int step = 0; step < {steps}; step++)\nfor (int row = first; row < first + rows; row++)");

    private static string At(string origin, int column) => column == 0 ? origin : $"{Names.Kernels}.At(ref {origin}, {column})";
}
