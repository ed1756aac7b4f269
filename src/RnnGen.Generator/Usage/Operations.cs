using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnGen.Generator.Usage;

/// <summary>What can be told of a value within one method.</summary>
internal static class Operations
{
    /// <summary>Without conversions.</summary>
    public static IOperation Bare(this IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>What an operation is part of, from the nearest to the whole method.</summary>
    public static IEnumerable<IOperation> Around(this IOperation operation)
    {
        for (IOperation? around = operation.Parent; around is not null; around = around.Parent)
        {
            yield return around;
        }
    }

    /// <summary>The whole method, with the lambdas in it.</summary>
    public static IOperation Whole(this IOperation operation) => operation.Around().LastOrDefault() ?? operation;

    /// <summary>
    /// What a local was declared with, if it is never anything else: no assignment, no <c>ref</c> or <c>out</c>. Null otherwise.
    /// </summary>
    public static IOperation? Value(this ILocalReferenceOperation local)
    {
        IOperation whole = local.Whole();
        return whole.References(local.Local).Any(IsWritten) ? null : whole.Declaration(local.Local)?.Initializer()?.Bare();
    }

    /// <summary>Where a local is declared.</summary>
    public static IVariableDeclaratorOperation? Declaration(this IOperation whole, ILocalSymbol local) =>
        whole.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local));

    /// <summary>What a local is declared with.</summary>
    public static IOperation? Initializer(this IVariableDeclaratorOperation declarator) =>
        (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;

    /// <summary>The array that a span is of, as far as the expression shows it: <c>outputs</c> of <c>outputs.AsSpan(0, 3)</c>.</summary>
    public static IOperation? Root(this IOperation operation)
    {
        IOperation bare = operation.Bare();
        return bare is IInvocationOperation { TargetMethod.Name: "AsSpan" or "Slice" } part
            ? (part.Instance ?? part.Arguments.FirstOrDefault()?.Value)?.Root()
            : bare;
    }

    /// <summary>All places that name a symbol: a local, a parameter or a field.</summary>
    public static IEnumerable<IOperation> References(this IOperation whole, ISymbol symbol) =>
        whole.DescendantsAndSelf().Where(operation => SymbolEqualityComparer.Default.Equals(operation.Named(), symbol));

    /// <summary>The local, the parameter or the field that an operation names; null of others.</summary>
    public static ISymbol? Named(this IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    /// <summary>Whether a place that names a variable may give it another value.</summary>
    public static bool IsWritten(this IOperation place) => place.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == place || assignment is ISimpleAssignmentOperation { IsRef: true },
        IIncrementOrDecrementOperation or IAddressOfOperation or ITupleOperation => true,
        IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } } => true,
        IReturnOperation => place.SemanticModel?.GetEnclosingSymbol(place.Syntax.SpanStart) is IMethodSymbol { ReturnsByRef: true },
        _ => false,
    };
}
