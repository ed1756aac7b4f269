using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RnnGen.Generator.Usage;

/// <summary>Numbers, and lengths of arrays and spans, that are the same whenever a method runs. All others are null.</summary>
internal static class ConstantSizes
{
    /// <summary>A whole number: a constant, a local that never changes, sums and products of these.</summary>
    public static long? Number(IOperation? operation) => operation?.Bare() switch
    {
        null => null,
        { ConstantValue: { HasValue: true, Value: int value } } => value,
        ILocalReferenceOperation local => Number(local.Value()),
        IBinaryOperation binary when Number(binary.LeftOperand) is long left && Number(binary.RightOperand) is long right =>
            binary.OperatorKind switch
            {
                BinaryOperatorKind.Add => left + right,
                BinaryOperatorKind.Subtract => left - right,
                BinaryOperatorKind.Multiply => left * right,
                _ => null,
            },
        _ => null,
    };

    /// <summary>The length of an array or a span.</summary>
    public static long? Length(IOperation? operation) => operation?.Bare() switch
    {
        IArrayCreationOperation { Initializer: IArrayInitializerOperation initializer, DimensionSizes.Length: 1 } =>
            initializer.ElementValues.Length,
        IArrayCreationOperation { DimensionSizes: [IOperation size] } => Number(size),
        ICollectionExpressionOperation collection when !collection.Elements.Any(element => element is ISpreadOperation) =>
            collection.Elements.Length,
        ILocalReferenceOperation local => Length(local.Value()),
        IInvocationOperation call => Part(call),
        { Syntax: StackAllocArrayCreationExpressionSyntax allocation } found => Allocated(allocation, found),
        { Syntax: ImplicitStackAllocArrayCreationExpressionSyntax allocation } => allocation.Initializer.Expressions.Count,
        _ => null,
    };

    /// <summary>A part of an array or a span: AsSpan, Slice.</summary>
    private static long? Part(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        IOperation? whole = method.Name switch
        {
            "AsSpan" when method.ContainingType.Name == "MemoryExtensions" => call.Instance ?? call.Arguments.FirstOrDefault()?.Value,
            "Slice" when method.ContainingType.Name is "Span" or "ReadOnlySpan" => call.Instance,
            _ => null,
        };
        IOperation? Argument(string name) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name)?.Value;
        bool hasStart = method.Parameters.Any(parameter => parameter.Name == "start");
        bool isSimple = method.Parameters.All(parameter => parameter.Name is "array" or "start" or "length");
        return whole is null || !isSimple ? null
            : Argument("length") is IOperation length ? Number(length)
            : !hasStart ? Length(whole)
            : Length(whole) is long all && Number(Argument("start")) is long start && start <= all ? all - start
            : null;
    }

    private static long? Allocated(StackAllocArrayCreationExpressionSyntax allocation, IOperation operation) =>
        allocation.Initializer is InitializerExpressionSyntax initializer ? initializer.Expressions.Count
        : allocation.Type is ArrayTypeSyntax { RankSpecifiers: [{ Sizes: [ExpressionSyntax size] }] }
            && operation.SemanticModel?.GetOperation(size) is IOperation number ? Number(number)
        : null;
}
