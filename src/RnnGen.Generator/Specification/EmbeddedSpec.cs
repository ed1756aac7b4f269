using RnnGen.Generator.Common;

namespace RnnGen.Generator.Specification;

/// <summary>The weights that a new model has, which stand in a resource of its assembly.</summary>
/// <param name="File">The file that they come from, for comments and messages.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Hash">What it begins with.</param>
/// <param name="Parts">Where each parameter's rows stand, in the order of the parameters.</param>
internal sealed record EmbeddedSpec(string File, string Resource, string Hash, EquatableArray<EmbeddedPart> Parts);

/// <summary>Rows of a parameter.</summary>
/// <param name="Parameter">The parameter, whose name a comment has.</param>
/// <param name="First">The first element in the buffer of the parameters.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Type">The member of the runtime's <c>StorageType</c>.</param>
/// <param name="Offset">The first byte in the resource.</param>
/// <param name="Columns">Columns of the tensor.</param>
/// <param name="ScaleOffset">The first byte of the scales of its columns; 0 of a type without.</param>
internal sealed record EmbeddedPart(
    string Parameter, long First, long Count, string Type, long Offset, int Columns, long ScaleOffset);
