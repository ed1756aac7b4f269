using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator;

/// <summary>What has been written for a model.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Files">Its files, all or none, named by what stands after the name of the class.</param>
/// <param name="Cost">What its network costs; null where there are no files.</param>
/// <param name="Fault">Why there are none; null where there are.</param>
internal sealed record EmittedModel(TypeName Type, EquatableArray<SourceFile> Files, string? Cost, DiagnosticInfo? Fault);
