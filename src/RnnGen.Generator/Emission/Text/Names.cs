using System.Globalization;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Text;

/// <summary>Names that generated code uses, written so that nothing in the user's project can stand in their way.</summary>
internal static class Names
{
    /// <summary>
    /// Stands above public members with types that other languages lack; written only where the project asks for compliance.
    /// </summary>
    public const string NotCompliant = "[global::System.CLSCompliant(false)]";

    /// <summary>Stands above a member whose calls do not compile: a diagnostic of ours, which the compiler reports.</summary>
    public static string Refused(DiagnosticDescriptor diagnostic, string text) =>
        $"[global::System.Obsolete(\n    \"{text}\",\n"
        + $"    error: true, DiagnosticId = \"{diagnostic.Id}\", UrlFormat = \"{HelpLinks.Format}\")]";

    public const string Unsafe = "global::System.Runtime.CompilerServices.Unsafe";
    public const string Math = "global::System.Math";
    public const string MathF = "global::System.MathF";
    public const string Inline =
        "[global::System.Runtime.CompilerServices.MethodImpl("
        + "global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";
    public const string Generated = "global::RnnGen.Generated";
    public const string BatchChecks = Generated + ".BatchChecks";
    public const string EmbeddedWeights = Generated + ".EmbeddedWeights";
    public const string WeightGradient = "global::RnnGen.Generated.WeightGradient";
    public const string Kernels = "global::RnnGen.Generated.Kernels";

    /// <summary>For methods with a loop over vectors; the constant says why.</summary>
    public const string Optimize = "[global::System.Runtime.CompilerServices.MethodImpl(global::RnnGen.Generated.Kernels.Loop)]";

    public const string Vector = "global::RnnGen.Generated.Simd";

    /// <summary>Half a vector of 512 bits.</summary>
    public const string Half = Vector + "256";

    public const string WhereV = "where V : struct, global::RnnGen.Generated.ISimd<V>";
    public const string WhereH = "where H : struct, global::RnnGen.Generated.ISimd<H>";
    public const string WhereM = "where M : struct, global::RnnGen.Generated.IPassMode";
    public const string VectorMath = "global::RnnGen.Generated.VectorMath";
    public const string Reductions = "global::RnnGen.Generated.Reductions";
    public const string AlignedBuffer = "global::RnnGen.Generated.AlignedBuffer";
    public const string StepBuffer = "global::RnnGen.Generated.StepBuffer";
    public const string PackedCache = Generated + ".PackedCache";
    public const string WeightLayout = "global::RnnGen.Generated.WeightLayout";
    public const string Partition = "global::RnnGen.Threading.Partition";
    public const string WorkerTeam = "global::RnnGen.Threading.WorkerTeam";
    public const string ReadOnlySpan = "global::System.ReadOnlySpan<float>";
    public const string Span = "global::System.Span<float>";
    public const string States = "global::System.ReadOnlySpan<State>";
    public const string StatesOut = "global::System.Span<State>";
    public const string MemoryMarshal = "global::System.Runtime.InteropServices.MemoryMarshal";

    /// <summary>The field of a buffer.</summary>
    public static string Of(BufferRef buffer) => $"{buffer.Owner}{buffer.Stem}{(buffer.IsValue ? "Value" : "")}{End(buffer)}";

    /// <summary>The constant of a size, as an expression.</summary>
    public static string Of(SizeRef size) => size.Kind == SizeKind.Size ? Constant(size) : $"LayerSizes.{Constant(size)}";

    /// <summary>The constant of a size, where it is declared.</summary>
    public static string Constant(SizeRef size) => size.Owner + size.Kind;

    /// <summary>
    /// What the stages of a layer call the reference to a row: iRow of the field Lstm0IValue, cNextRow of the slot after the step.
    /// Buffers of other layers have those in front.
    /// </summary>
    public static string Row(Access access, string layer)
    {
        BufferRef buffer = access.Buffer;
        string name = Casing.Camel(buffer.Owner == layer ? buffer.Stem : buffer.Owner + buffer.Stem);
        return name + End(buffer) + (access.Slot == Slot.Next ? "NextRow" : "Row");
    }

    /// <summary>The first element of a row of the slot that is accessed.</summary>
    public static string At(Access access, string row = "row") => $"{Of(access.Buffer)}[{SlotText(access.Slot)}, {row}]";

    /// <summary>The slot of an access, as an expression of the step.</summary>
    public static string SlotText(Slot slot) => slot switch
    {
        Slot.Step or Slot.Mask => "step",
        Slot.Next => "step + 1",
        _ => "0",
    };

    /// <summary>The condition under which a gradient is needed at all; null of one that always is.</summary>
    public static string? Wanted(GradientNeed need) => need switch
    {
        GradientNeed.WhenInputsWanted => "w.WantsInputGradients",
        GradientNeed.WhenSequenceInputsWanted => "w.WantsSequenceInputGradients",
        GradientNeed.WhenInputsOrStatesWanted => "w.WantsInputGradients || w.WantsStateGradients",
        _ => null,
    };

    /// <summary>A number, in every culture.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An origin and a distance from it.</summary>
    public static string Offset(string origin, int offset) =>
        offset == 0 ? origin : offset > 0 ? $"{origin} + {Number(offset)}" : $"{origin} - {Number(-offset)}";

    /// <summary>The floats of some vectors.</summary>
    public static string Vectors(int count, string type = "V") =>
        count == 0 ? "0" : count == 1 ? $"{type}.Width" : $"{Number(count)} * {type}.Width";

    /// <summary>The same as a term of a sum.</summary>
    public static string VectorsInSum(int count) => count <= 1 ? Vectors(count) : $"({Vectors(count)})";

    private static string End(BufferRef buffer) => buffer.IsGradient ? "Gradient" : "";

    /// <summary>The method of a chunk of unrolled steps.</summary>
    public static string Chunk(string name, UnrollChunk chunk) => chunk.Repeats == 1
        ? $"{name}Steps{Number(chunk.First)}To{Number(chunk.First + chunk.Count - 1)}"
        : $"{name}RepeatedSteps";

    /// <summary>The last parameter of a method whose work threads share.</summary>
    public static string MemberParameter(bool isShared) => isShared ? $", ref {Generated}.TeamMember member" : "";

    /// <summary>The argument for it.</summary>
    public static string MemberArgument(bool isShared) => isShared ? ", ref member" : "";

    /// <summary>The packed weights of one operand.</summary>
    public static string Packed(StagePlan.Matrix stage, OperandPlan operand) => stage.Method + Casing.Pascal(operand.Name);

    /// <summary>The packed, transposed weights of one operand.</summary>
    public static string PackedTransposed(StagePlan.Matrix stage, OperandPlan operand) => Packed(stage, operand) + "Transposed";
}
