using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
using RnnGen.Generator.Parsing.Attributes;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads cells that are written as text on an attribute class.</summary>
internal static class CellEquationsParser
{
    private const string UnitsName = "units";

    /// <summary>Whether an attribute is a layer with equations of its own.</summary>
    public static bool IsCell(INamedTypeSymbol? attribute) => Bases(attribute).Any(type => AttributeNames.Is(type, AttributeNames.Cell));

    /// <summary>Whether an attribute derives from a class of the language, but is not a layer of it and has no equations.</summary>
    public static bool IsStranger(INamedTypeSymbol? attribute) =>
        !AttributeNames.IsOurs(attribute) && !IsCell(attribute)
        && Bases(attribute).Any(type => AttributeNames.Bases.Any(name => AttributeNames.Is(type, name)));

    /// <summary>The text on an attribute class, or null where there is none.</summary>
    public static string? TextOf(INamedTypeSymbol attribute) =>
        attribute.GetAttributes().FirstOrDefault(IsEquations) is AttributeData data && !new AttributeReader(data, default).HasErrors
            ? data.ConstructorArguments[0].Value as string ?? ""
            : null;

    /// <summary>The constructor's argument with the number of units; -1 for a constructor without.</summary>
    public static int UnitsIndex(IMethodSymbol? constructor) =>
        constructor?.Parameters.FirstOrDefault(
            parameter => parameter.Name == UnitsName && parameter.Type.SpecialType == SpecialType.System_Int32)?.Ordinal ?? -1;

    /// <summary>
    /// What is wrong with a class with equations, wherever it is used or not: with the class, and at its place in the text.
    /// </summary>
    public static EquatableArray<DiagnosticInfo> FindErrors(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.Attributes.FirstOrDefault(IsEquations) is not AttributeData data)
        {
            return default;
        }

        AttributeReader attribute = new(data, cancellation);
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        AttributeSyntax? syntax = data.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        ExpressionSyntax? argument = syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
        if (attribute.HasErrors || attribute.Declaration != context.TargetNode || argument is null || argument.ContainsDiagnostics)
        {
            return default;
        }

        List<DiagnosticInfo> found = [];
        if (ProblemOf(type) is string problem)
        {
            found.Add(DiagnosticInfo.Create(Descriptors.CellClass, attribute.Location, problem));
        }

        string text = data.ConstructorArguments[0].Value as string ?? "";
        CellText read = CellText.Read(text);
        StringLiteralMap? map = read.Errors.Any(error => error.Span.Length > 0) ? new StringLiteralMap(argument) : null;
        foreach (CellTextError error in read.Errors)
        {
            if (error.IsOfWholeText)
            {
                found.Add(DiagnosticInfo.Create(error.Descriptor, attribute.NameLocation, error.Message));
                continue;
            }

            found.Add(map?.Find(error.Span) is TextSpan span
                ? DiagnosticInfo.Create(error.Descriptor, argument.SyntaxTree.GetLocation(span), error.Message)
                : DiagnosticInfo.Create(error.Descriptor, attribute.PositionalLocation(0), Quote(text, error)));
        }

        return found.ToEquatable();
    }

    /// <summary>Why an attribute class cannot be a layer, or null.</summary>
    public static string? ProblemOf(INamedTypeSymbol type)
    {
        if (!IsCell(type))
        {
            return $"Class '{type.Name}' has equations, so it must derive from RecurrentCellAttribute";
        }

        return type.InstanceConstructors.Any(constructor => UnitsIndex(constructor) >= 0)
            ? null
            : $"Class '{type.Name}' has equations, so it needs a constructor with a parameter 'int units'";
    }

    /// <summary>An error with its line, for where the text itself is out of sight.</summary>
    public static string Quote(string text, CellTextError error)
    {
        if (error.IsOfWholeText)
        {
            return error.Message;
        }

        int line = CellText.LineOf(text, error.Span.Start);
        string quoted = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n')[line - 1].Trim();
        return quoted.Length == 0
            ? error.Message
            : $"{error.Message} (line {line.ToString(System.Globalization.CultureInfo.InvariantCulture)} of the equations: {quoted})";
    }

    private static bool IsEquations(AttributeData attribute) => AttributeNames.Is(attribute.AttributeClass, AttributeNames.Equations);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? attribute)
    {
        for (INamedTypeSymbol? type = attribute?.BaseType; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }
}
