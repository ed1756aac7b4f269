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
    /// <summary>Writes one part of a file; an empty line stands before the next.</summary>
    private delegate void Part(CodeWriter w, ModelPlan plan);

    /// <summary>The files, named by what stands after the name of the class.</summary>
    public static IEnumerable<SourceFile> Emit(ModelPlan plan)
    {
        yield return new SourceFile(GeneratedFile.Model, Api(plan));
        yield return new SourceFile(GeneratedFile.Forward, Partial(
            plan, PrefaceEmitter.Forward, SizesEmitter.Emit, ScheduleEmitter.EmitForward, StageClassEmitter.EmitForward,
            WorkspaceEmitter.EmitForward, WeightsEmitter.EmitForward));
        if (plan.Row is not null)
        {
            Part[] steps = plan.Streams ? [StepScheduleEmitter.Emit, RowStageEmitter.EmitSteps] : [];
            Part[] sequences = plan.RunsRows ? [RowScheduleEmitter.Emit, RowStageEmitter.EmitSequences] : [];
            yield return new SourceFile(
                GeneratedFile.Row, Partial(plan, PrefaceEmitter.Row, [.. steps, .. sequences, RowWeightsEmitter.Emit]));
        }

        if (plan.Spec.Training)
        {
            yield return new SourceFile(GeneratedFile.Training, Partial(
                plan, PrefaceEmitter.Training, TrainerEmitter.Emit, ScheduleEmitter.EmitBackward, StageClassEmitter.EmitBackward,
                WorkspaceEmitter.EmitBackward, WeightsEmitter.EmitBackward));
        }
    }

    private static string Api(ModelPlan plan) => File(
        plan, PrefaceEmitter.Model, SummaryEmitter.Remarks(plan), $" : {InputEmitter.Contract(plan)}", w => ModelEmitter.Emit(w, plan));

    private static string Partial(ModelPlan plan, Part preface, params Part[] parts) => File(plan, preface, null, "", w =>
    {
        foreach (Part part in parts)
        {
            part(w, plan);
            w.Line();
        }
    });

    private static string File(ModelPlan plan, Part preface, string? documentation, string bases, System.Action<CodeWriter> body)
    {
        ModelSpec spec = plan.Spec;
        TypeName type = spec.Type;
        CodeWriter w = new(spec.Surroundings);
        w.Line(GeneratedFile.FirstLine);
        preface(w, plan);
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
