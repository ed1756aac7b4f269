using System.Collections.Generic;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Api;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Rows;
using RnnGen.Generator.Emission.Schedules;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Emission.Training;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission;

/// <summary>One generated file.</summary>
internal readonly record struct SourceFile(string Hint, string Text);

/// <summary>Lays a plan out in files: what the user sees, the forward pass of a batch, single rows, the backward pass.</summary>
internal static class SourceFiles
{
    public static IEnumerable<SourceFile> Emit(ModelPlan plan, string hint)
    {
        yield return new SourceFile(hint + GeneratedFile.Model, Api(plan));
        yield return new SourceFile(hint + GeneratedFile.Forward, Partial(plan, w =>
        {
            SizesEmitter.Emit(w, plan);
            w.Line();
            ScheduleEmitter.EmitForward(w, plan);
            w.Line();
            StageClassEmitter.EmitForward(w, plan);
            w.Line();
            WorkspaceEmitter.EmitForward(w, plan);
            w.Line();
            WeightsEmitter.EmitForward(w, plan);
        }));
        if (plan.Row is not null)
        {
            yield return new SourceFile(hint + GeneratedFile.Row, Partial(plan, w =>
            {
                if (plan.Streams)
                {
                    StepScheduleEmitter.Emit(w, plan);
                    w.Line();
                    RowStageEmitter.EmitSteps(w, plan);
                    w.Line();
                }

                RowScheduleEmitter.Emit(w, plan);
                w.Line();
                RowStageEmitter.EmitSequences(w, plan);
                w.Line();
                RowWeightsEmitter.Emit(w, plan);
            }));
        }

        if (plan.Spec.Training)
        {
            yield return new SourceFile(hint + GeneratedFile.Training, Partial(plan, w =>
            {
                TrainerEmitter.Emit(w, plan);
                w.Line();
                ScheduleEmitter.EmitBackward(w, plan);
                w.Line();
                StageClassEmitter.EmitBackward(w, plan);
                w.Line();
                WorkspaceEmitter.EmitBackward(w, plan);
                w.Line();
                WeightsEmitter.EmitBackward(w, plan);
            }));
        }
    }

    private static string Api(ModelPlan plan) =>
        File(plan.Spec, SummaryEmitter.Remarks(plan), $" : {InputEmitter.Contract(plan)}", w => ModelEmitter.Emit(w, plan));

    private static string Partial(ModelPlan plan, System.Action<CodeWriter> body) => File(plan.Spec, null, "", body);

    private static string File(ModelSpec spec, string? documentation, string bases, System.Action<CodeWriter> body)
    {
        TypeName type = spec.Type;
        CodeWriter w = new(spec.Surroundings);
        w.Line(GeneratedFile.FirstLine);
        w.Line("#nullable enable");
        if (spec.Surroundings.IsCompliantAlone)
        {
            w.Line(
                "#pragma warning disable CS3021 // The class is marked as compliant, its assembly is not: the compiler says so there, "
                + "and without marks here too.");
        }

        w.Line();
        if (type.Namespace is not null)
        {
            w.Line($"namespace {type.Namespace};");
            w.Line();
        }

        Stack<CodeWriter.Scope> scopes = [];
        foreach (string container in type.Containers)
        {
            scopes.Push(w.Block($"partial {container}"));
        }

        if (documentation is not null)
        {
            w.Lines(documentation);
            if (!spec.Surroundings.HasGeneratedCode)
            {
                w.Line($"[global::System.CodeDom.Compiler.GeneratedCode(\"RnnGen\", \"{Version}\")]");
            }
        }

        using (w.Block($"partial class {type.Name}{bases}"))
        {
            body(w);
        }

        while (scopes.Count > 0)
        {
            scopes.Pop().Dispose();
        }

        return w.ToString();
    }

    private static string Version { get; } = typeof(SourceFiles).Assembly.GetName().Version.ToString(3);
}
