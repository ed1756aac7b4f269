using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Diagnostics;

/// <summary>A place in a source as plain values, free of the tree that it is in.</summary>
internal sealed record SourcePlace(string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>A location of the compilation at hand.</summary>
    public static SourcePlace Of(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
}
