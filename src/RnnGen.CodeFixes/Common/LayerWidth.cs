using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes.Common;

/// <summary>How wide the output of a layer is, and where its attribute says so.</summary>
internal static class LayerWidth
{
    /// <summary>
    /// Gives the output of a layer another width. The number that says it is that of the units or, of a layer that projects, that of the
    /// projection; of two directions that are put side by side the output is twice as wide. Null where no whole number does it.
    /// </summary>
    /// <param name="site">The class.</param>
    /// <param name="layer">Its attribute.</param>
    /// <param name="width">How wide it is.</param>
    /// <param name="wanted">How wide it shall be.</param>
    public static TextChange? Widen(this Site site, AttributeSyntax layer, int width, int wanted)
    {
        ExpressionSyntax? number = layer.Named("Projection")?.Expression ?? Units(site, layer);
        return number is not null && site.Constant(number) is int units and > 0 && width % units == 0 && wanted % (width / units) == 0
            ? new TextChange(number.Span, $"{wanted / (width / units)}")
            : null;
    }

    /// <summary>The argument for the parameter <c>units</c>.</summary>
    private static ExpressionSyntax? Units(Site site, AttributeSyntax layer)
    {
        if (site.Semantics.GetSymbolInfo(layer, site.Cancellation).Symbol is not IMethodSymbol constructor
            || layer.ArgumentList is not AttributeArgumentListSyntax list)
        {
            return null;
        }

        int index = constructor.Parameters.IndexOf(constructor.Parameters.FirstOrDefault(parameter => parameter.Name == "units")!);
        return list.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "units")?.Expression
            ?? (index >= 0 && index < list.Arguments.Count && list.Arguments[index] is { NameEquals: null, NameColon: null } positional
                ? positional.Expression
                : null);
    }
}
