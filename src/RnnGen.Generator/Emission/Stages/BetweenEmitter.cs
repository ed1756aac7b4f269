using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>What stands between layers: sequences in reverse order, two directions that become one, and what moves values.</summary>
internal static class BetweenEmitter
{
    private const string Parameters = "Workspace w, int first, int rows";

    /// <summary>The stage's method, if it has work to do on the way forward.</summary>
    public static void Forward(CodeWriter w, SequencePlan stage)
    {
        switch (stage)
        {
            case SequencePlan.Reverse reverse:
                w.Line("/// <summary>Each row's valid steps in reverse order, zero past its length.</summary>");
                Reverse(w, reverse.Method, reverse.Source.Access, reverse.Target.Access, Names.Of(reverse.Target.WidthSize));
                break;
            case SequencePlan.Merge merge:
                Merge(w, merge);
                break;
            case SequencePlan.Reduce(var reduction):
                StageEmitter.Forward(w, reduction);
                break;
            case SequencePlan.Join join:
                MoveEmitter.Join(w, join);
                break;
            case SequencePlan.Repeat repeat:
                MoveEmitter.Repeat(w, repeat);
                break;
            case SequencePlan.Window window:
                WindowEmitter.Window(w, window);
                break;
            case SequencePlan.Start start:
                MoveEmitter.Start(w, start);
                break;
        }
    }

    /// <summary>The stage's way back.</summary>
    public static void Backward(CodeWriter w, SequencePlan stage)
    {
        switch (stage)
        {
            case SequencePlan.Reverse { Accumulate: false } reverse:
                w.Line("/// <summary>Gradients back in the order of the steps, zero past a row's length.</summary>");
                Reverse(
                    w, reverse.Method + "Backward", Gradient(reverse.Target), Gradient(reverse.Source), Names.Of(reverse.Target.WidthSize),
                    reverse.Source.Need);
                break;
            case SequencePlan.Reverse reverse:
                w.Line(
                    "/// <summary>Gradients back in the order of the steps, added to what the other readers of the same sequence have "
                    + "written.</summary>");
                Add(w, reverse.Method, reverse.Target, "length - 1 - step", reverse.Source);
                break;
            case SequencePlan.Merge merge:
                MergeBackward(w, merge);
                break;
            case SequencePlan.Residual residual:
                w.Line("/// <summary>dx += dy, the way back of a residual.</summary>");
                Add(w, residual.Method, residual.Target, "step", residual.Source);
                break;
            case SequencePlan.Reduce(var reduction):
                StageEmitter.Backward(w, reduction);
                break;
            case SequencePlan.Join join:
                MoveEmitter.JoinBackward(w, join);
                break;
            case SequencePlan.Repeat repeat:
                MoveEmitter.RepeatBackward(w, repeat);
                break;
            case SequencePlan.Window window:
                WindowEmitter.WindowBackward(w, window);
                break;
            case SequencePlan.Start start:
                MoveEmitter.StartBackward(w, start);
                break;
        }
    }

    private static void Reverse(
        CodeWriter w, string method, Access source, Access target, string width, GradientNeed need = GradientNeed.Always)
    {
        using (Method(w, method))
        {
            Unless(w, need);
            w.Lines($$"""
                for (int row = first; row < first + rows; row++)
                {
                    int length = w.Length(row);
                    for (int step = 0; step < w.MaxLength; step++)
                    {
                        bool ended = step >= length;
                        ref float source = ref w.{{Place(source, "ended ? step : length - 1 - step")}};
                        ref float target = ref w.{{Place(target, "step")}};
                        for (nint lane = 0; lane < {{width}}; lane += V.Width)
                        {
                            V.Store(ended ? V.Zero : V.Load(ref source, lane), ref target, lane);
                        }
                    }
                }
                """);
        }

        w.Line();
    }

    private static void Add(CodeWriter w, string method, SequenceValue from, string fromStep, SequenceValue to)
    {
        using (Method(w, method + "Backward"))
        {
            Unless(w, to.Need);
            w.Lines($$"""
                for (int row = first; row < first + rows; row++)
                {
                    int length = w.Length(row);
                    for (int step = 0; step < length; step++)
                    {
                        ref float source = ref w.{{Place(Gradient(from), fromStep)}};
                        ref float target = ref w.{{Place(Gradient(to), "step")}};
                        for (nint lane = 0; lane < {{Names.Of(to.WidthSize)}}; lane += V.Width)
                        {
                            V.Store(V.Load(ref target, lane) + V.Load(ref source, lane), ref target, lane);
                        }
                    }
                }
                """);
        }

        w.Line();
    }

    private static void Merge(CodeWriter w, SequencePlan.Merge merge)
    {
        string half = Names.Of(merge.Forward.WidthSize);
        w.Line(
            $"/// <summary>y = {Equation(merge)} of each valid step, zero past a row's length; "
            + "the backward layer has the steps in reverse order.</summary>");
        using (Method(w, merge.Method))
        {
            w.Lines($$"""
                for (int row = first; row < first + rows; row++)
                {
                    int length = w.Length(row);
                    for (int step = 0; step < w.MaxLength; step++)
                    {
                        ref float y = ref w.{{Place(merge.Target.Access, "step")}};
                        {{Clear("y", merge.Target)}}
                        if (step >= length)
                        {
                            continue;
                        }

                        ref float forward = ref w.{{Place(merge.Forward.Access, "step")}};
                        ref float backward = ref w.{{Place(merge.Backward.Access, "length - 1 - step")}};
                """);
            w.Shift(2);
            if (merge.Mode == LayerMerge.Concatenate)
            {
                w.Line(Copy("forward", "y", half));
                w.Line(Copy("backward", $"{Names.Kernels}.At(ref y, {half})", half));
            }

            if (merge.Added is SequenceValue input)
            {
                w.Line($"ref float x = ref w.{Place(input.Access, "step")};");
            }

            if (merge.Mode != LayerMerge.Concatenate || merge.Added is not null)
            {
                using (w.Block($"for (nint lane = 0; lane < {Names.Of(merge.Target.WidthSize)}; lane += V.Width)"))
                {
                    w.Line($"V merged = {Value(merge.Mode)};");
                    w.Line($"V.Store(merged{(merge.Added is null ? "" : " + V.Load(ref x, lane)")}, ref y, lane);");
                }
            }

            w.Shift(-2);
            w.Line("    }");
            w.Line("}");
        }

        w.Line();
    }

    private static void MergeBackward(CodeWriter w, SequencePlan.Merge merge)
    {
        string half = Names.Of(merge.Forward.WidthSize);
        w.Line($"/// <summary>The derivative of y = {Equation(merge)}: gradients for both directions, zero past a row's length.</summary>");
        string start = merge.Accumulate
            ? "// A head has written the gradients of the last steps; they are added to, and zero at all other steps."
            : $"{Clear("dForward", merge.Forward)}\n        {Clear("dBackward", merge.Backward)}";
        using (Method(w, merge.Method + "Backward"))
        {
            w.Lines($$"""
                for (int row = first; row < first + rows; row++)
                {
                    int length = w.Length(row);
                    for (int step = 0; step < w.MaxLength; step++)
                    {
                        bool ended = step >= length;
                        ref float dForward = ref w.{{Place(Gradient(merge.Forward), "step")}};
                        ref float dBackward = ref w.{{Place(Gradient(merge.Backward), "ended ? step : length - 1 - step")}};
                        {{start}}
                        if (ended)
                        {
                            continue;
                        }

                        ref float dy = ref w.{{Place(Gradient(merge.Target), "step")}};
                """);
            w.Shift(2);
            if (merge.Mode == LayerMerge.Concatenate && merge.Accumulate)
            {
                // The second half does not begin at a vector.
                using (w.Block($"for (int unit = 0; unit < {half}; unit++)"))
                {
                    w.Line($"{Names.Kernels}.At(ref dForward, unit) += {Names.Kernels}.At(ref dy, unit);");
                    w.Line($"{Names.Kernels}.At(ref dBackward, unit) += {Names.Kernels}.At(ref dy, {half} + unit);");
                }
            }
            else if (merge.Mode == LayerMerge.Concatenate)
            {
                w.Line(Copy("dy", "dForward", half));
                w.Line(Copy($"{Names.Kernels}.At(ref dy, {half})", "dBackward", half));
            }
            else
            {
                if (merge.Mode == LayerMerge.Product)
                {
                    w.Line($"ref float forward = ref w.{Place(merge.Forward.Access, "step")};");
                    w.Line($"ref float backward = ref w.{Place(merge.Backward.Access, "length - 1 - step")};");
                }

                using (w.Block($"for (nint lane = 0; lane < {half}; lane += V.Width)"))
                {
                    w.Line(
                        merge.Mode == LayerMerge.Average ? "V d = V.Create(0.5f) * V.Load(ref dy, lane);" : "V d = V.Load(ref dy, lane);");
                    bool multiplies = merge.Mode == LayerMerge.Product;
                    w.Line(
                        $"V.Store({Added("dForward")}{(multiplies ? AssignmentText.Flush("d * V.Load(ref backward, lane)") : "d")}, "
                        + "ref dForward, lane);");
                    w.Line(
                        $"V.Store({Added("dBackward")}{(multiplies ? AssignmentText.Flush("d * V.Load(ref forward, lane)") : "d")}, "
                        + "ref dBackward, lane);");
                }
            }

            w.Shift(-2);
            w.Line("    }");
            w.Line("}");
        }

        w.Line();

        string Added(string gradient) => merge.Accumulate ? $"V.Load(ref {gradient}, lane) + " : "";
    }

    public static CodeWriter.Scope Method(CodeWriter w, string method) =>
        w.Block($"public static void {method}<V>({Parameters})\n    {Names.WhereV}");

    public static void Unless(CodeWriter w, GradientNeed need)
    {
        if (Names.Wanted(need) is string wanted)
        {
            using (w.Block(wanted.Contains("||") ? $"if (!({wanted}))" : $"if (!{wanted})"))
            {
                w.Line("return;");
            }

            w.Line();
        }
    }

    public static Access Gradient(SequenceValue value) => new(value.GradientBuffer!, Slot.Step);

    // A state after a step stands one slot further.
    public static string Place(Access access, string step) =>
        $"{Names.Of(access.Buffer)}[{(access.Slot == Slot.Next ? step.Contains("?") ? $"({step}) + 1" : $"{step} + 1" : step)}, row]";

    private static string Clear(string row, SequenceValue value) =>
        $"{Names.MemoryMarshal}.CreateSpan(ref {row}, {Names.Of(value.Access.Buffer.Stride)}).Clear();";

    public static string Copy(string from, string to, string width) =>
        $"{Names.MemoryMarshal}.CreateReadOnlySpan(ref {from}, {width}).CopyTo({Names.MemoryMarshal}.CreateSpan(ref {to}, {width}));";

    private static string Value(LayerMerge mode) => mode switch
    {
        LayerMerge.Sum => "V.Load(ref forward, lane) + V.Load(ref backward, lane)",
        LayerMerge.Average => "V.Create(0.5f) * (V.Load(ref forward, lane) + V.Load(ref backward, lane))",
        LayerMerge.Product => AssignmentText.Flush("V.Load(ref forward, lane) * V.Load(ref backward, lane)"),
        _ => "V.Load(ref y, lane)",
    };

    private static string Equation(SequencePlan.Merge merge) => merge.Mode switch
    {
        LayerMerge.Sum => "forward + backward",
        LayerMerge.Average => "(forward + backward)/2",
        LayerMerge.Product => "forward·backward",
        _ => "[forward, backward]",
    } + (merge.Added is null ? "" : " + x");
}
