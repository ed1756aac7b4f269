using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Parsing.Attributes;

/// <summary>Values of an attribute, and where in the source each stands.</summary>
internal sealed class AttributeReader(AttributeData data, CancellationToken cancellation)
{
    private readonly SyntaxNode? _syntax = data.ApplicationSyntaxReference?.GetSyntax(cancellation);

    /// <summary>The name as one writes it, without "Attribute".</summary>
    public string ShortName
    {
        get
        {
            string name = data.AttributeClass?.Name ?? "";
            const string suffix = "Attribute";
            return name.Length > suffix.Length && name.EndsWith(suffix, System.StringComparison.Ordinal)
                ? name.Substring(0, name.Length - suffix.Length)
                : name;
        }
    }

    /// <summary>The class of the attribute.</summary>
    public INamedTypeSymbol? Class => data.AttributeClass;

    /// <summary>The constructor that its arguments are for.</summary>
    public IMethodSymbol? Constructor => data.AttributeConstructor;

    /// <summary>The whole attribute.</summary>
    public Location Location => _syntax?.GetLocation() ?? Location.None;

    /// <summary>Its name alone, where its arguments are too long to be underlined.</summary>
    public Location NameLocation => (_syntax as AttributeSyntax)?.Name.GetLocation() ?? Location;

    /// <summary>The declaration of the class that the attribute stands on.</summary>
    public SyntaxNode? Declaration => _syntax?.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>Whether the compiler cannot make sense of the attribute.</summary>
    public bool HasErrors =>
        data.AttributeConstructor is null ||
        data.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error) ||
        data.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error);

    /// <summary>A positional argument, or null where there is none that compiles.</summary>
    public object? Positional(int index) =>
        !HasErrors && index >= 0 && index < data.ConstructorArguments.Length
            && data.ConstructorArguments[index].Kind == TypedConstantKind.Primitive
            ? data.ConstructorArguments[index].Value
            : null;

    /// <summary>
    /// The named arguments that compile: primitive values, members of enums as numbers. What a class of the user's declares itself is its
    /// own affair, whatever the name.
    /// </summary>
    public IEnumerable<KeyValuePair<string, object>> NamedArguments => data.NamedArguments
        .Where(argument => argument.Value is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Value: not null }
            && IsOurs(argument.Key))
        .Select(argument => new KeyValuePair<string, object>(argument.Key, argument.Value.Value!));

    /// <summary>A named argument, or null where it is not given.</summary>
    public object? Named(string name) => NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;

    /// <summary>
    /// A named argument that is a text, whoever declares the property, and the property's name; null where none is given. The case of the
    /// first letter counts for nothing.
    /// </summary>
    public (string Property, string Text)? TextAlike(string name) => data.NamedArguments
        .Where(argument => argument.Value is { Kind: TypedConstantKind.Primitive, Value: string } && Casing.IsAlike(argument.Key, name))
        .Select(argument => ((string, string)?)(argument.Key, (string)argument.Value.Value!))
        .FirstOrDefault();

    /// <summary>The number of a positional argument of an enum, or null where there is none that compiles.</summary>
    public int? PositionalEnum(int index) =>
        !HasErrors && index < data.ConstructorArguments.Length && data.ConstructorArguments[index].Kind == TypedConstantKind.Enum
            ? data.ConstructorArguments[index].Value as int?
            : null;

    /// <summary>The number of a named argument of an enum, or null where it is not given.</summary>
    public int? NamedEnum(string name) =>
        data.NamedArguments
            .Where(argument => argument.Key == name && argument.Value.Kind == TypedConstantKind.Enum)
            .Select(argument => argument.Value.Value as int?)
            .FirstOrDefault();

    /// <summary>The elements of a named argument that is an array of doubles; none where it is not given, or null.</summary>
    public System.Collections.Generic.IReadOnlyList<double> NamedDoubles(string name) =>
        [.. data.NamedArguments.Where(argument => argument.Key == name
            && argument.Value is { Kind: TypedConstantKind.Array, IsNull: false })
            .SelectMany(argument => argument.Value.Values).Select(element => element.Value as double? ?? double.NaN)];

    /// <summary>
    /// The elements of a named argument that is an array of strings, "" for null; null where it is not given. A class of the user's may
    /// declare an argument of that name itself.
    /// </summary>
    public IReadOnlyList<string>? NamedStrings(string name) => data.NamedArguments
        .Where(argument => argument.Key == name && argument.Value.Kind == TypedConstantKind.Array && IsOurs(name))
        .Select(argument => argument.Value.IsNull ? null : argument.Value.Values.Select(element => element.Value as string ?? "").ToArray())
        .FirstOrDefault();

    /// <summary>Where a part of an element of a named array of strings stands; the element where that is no literal.</summary>
    public Location ElementLocation(string name, int index, TextSpan part)
    {
        ExpressionSyntax[] elements = Value(name) switch
        {
            CollectionExpressionSyntax collection =>
                [.. collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression)],
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
            ImplicitArrayCreationExpressionSyntax created => [.. created.Initializer.Expressions],
            _ => [],
        };
        return elements.ElementAtOrDefault(index) is ExpressionSyntax element ? Within(element, part) : ArgumentLocation(name);
    }

    /// <summary>Where a part of a named argument that is a text stands; the argument's value where that is no literal.</summary>
    public Location TextLocation(string name, TextSpan part) => Value(name) is ExpressionSyntax value ? Within(value, part) : Location;

    /// <summary>Where the value of a named argument stands.</summary>
    public Location ValueLocation(string name) => Value(name)?.GetLocation() ?? Location;

    /// <summary>The numbers among the named arguments that the runtime declares, those in arrays too.</summary>
    public IEnumerable<(string Name, double Value)> Doubles => data.NamedArguments
        .Where(argument => IsOurs(argument.Key))
        .SelectMany(argument => (argument.Value.Kind == TypedConstantKind.Array && !argument.Value.IsNull
            ? argument.Value.Values
            : [argument.Value])
            .Where(value => value is { Kind: TypedConstantKind.Primitive, Value: double }).Select(
                value => (argument.Key, (double)value.Value!)));

    /// <summary>Where a named argument stands; the whole attribute where it does not.</summary>
    public Location ArgumentLocation(string name) =>
        Arguments()?.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.GetLocation() ?? Location;

    /// <summary>Where a positional argument stands; the whole attribute where it does not.</summary>
    public Location PositionalLocation(int index)
    {
        AttributeArgumentSyntax[] positional = [.. Arguments()?.Where(argument => argument.NameEquals is null) ?? []];
        string? name = data.AttributeConstructor?.Parameters.ElementAtOrDefault(index)?.Name;
        return (positional.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)
            ?? positional.ElementAtOrDefault(index))?.GetLocation() ?? Location;
    }

    private bool IsOurs(string name)
    {
        INamedTypeSymbol? type = data.AttributeClass;
        while (type is not null && type.GetMembers(name).IsEmpty)
        {
            type = type.BaseType;
        }

        return AttributeNames.IsOurs(type);
    }

    private ExpressionSyntax? Value(string name) =>
        Arguments()?.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    private static Location Within(ExpressionSyntax text, TextSpan part) => text.SyntaxTree.GetLocation(
        new StringLiteralMap(text).Find(part) is TextSpan span ? span : text.Span);

    private SeparatedSyntaxList<AttributeArgumentSyntax>? Arguments() => (_syntax as AttributeSyntax)?.ArgumentList?.Arguments;
}
