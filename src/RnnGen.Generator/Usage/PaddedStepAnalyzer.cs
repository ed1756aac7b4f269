using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Usage;

/// <summary>
/// RNN071: outputs of a batch with lengths, read at the last step of the batch. Rows that have ended before have zeros there.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PaddedStepAnalyzer : UsageAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public PaddedStepAnalyzer()
        : base(Descriptors.PaddedStep)
    {
    }

    private protected override void Analyze(ModelCall call, Report report)
    {
        if (call.Name is not ("Predict" or "Forward")
            || BatchCreation.Of(call.Argument("batch")) is not { Lengths: IOperation lengths } batch
            || lengths.Root()?.Named() is not ISymbol rows)
        {
            return;
        }

        // Who compares the lengths with anything knows of them.
        IOperation whole = call.Operation.Whole();
        if (whole.References(rows).Any(IsInCondition))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Operation.Arguments)
        {
            if (call.OutputSize(argument.Parameter?.Name ?? "") is not null
                && argument.Value.Root()?.Named() is ISymbol outputs and not IFieldSymbol
                && IsOfThisCall(whole, outputs, call.Operation))
            {
                foreach (IOperation index in whole.References(outputs).SelectMany(IndexesOf)
                    .Where(index => index.Syntax.SpanStart > call.Operation.Syntax.Span.End && IsLastStep(index, batch, rows)))
                {
                    report(index.Syntax, outputs.Name, rows.Name);
                }
            }
        }
    }

    /// <summary>Whether an array or a span holds what one call alone has written.</summary>
    private static bool IsOfThisCall(IOperation whole, ISymbol outputs, IInvocationOperation call) => whole.References(outputs).All(
        place => !place.IsWritten()
            && place.Around().OfType<IInvocationOperation>().FirstOrDefault(around => ModelCall.Of(around) is not null) is var user
            && (user is null || user == call));

    private static bool IsInCondition(IOperation place)
    {
        IOperation inner = place;
        foreach (IOperation around in place.Around())
        {
            if ((around is IConditionalOperation { Condition: { } condition } && condition == inner)
                || (around is IWhileLoopOperation { Condition: { } loop } && loop == inner)
                || (around is IForLoopOperation { Condition: { } end } && end == inner)
                || around is ISwitchOperation or ISwitchExpressionOperation)
            {
                return true;
            }

            inner = around;
        }

        return false;
    }

    /// <summary>Where a part of an array or a span begins, for each place at which one is taken of it.</summary>
    private static IEnumerable<IOperation> IndexesOf(IOperation array)
    {
        IOperation inner = array;
        foreach (IOperation around in array.Around())
        {
            switch (around)
            {
                case IConversionOperation or IArgumentOperation:
                    inner = around;
                    continue;
                case IArrayElementReferenceOperation { Indices: [IOperation index] } element when element.ArrayReference == inner:
                    yield return index;
                    yield break;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [IArgumentOperation index] } element
                    when element.Instance == inner:
                    yield return index.Value;
                    yield break;
                case IInvocationOperation { TargetMethod.Name: "AsSpan" or "Slice" } part:
                    if (part.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "start") is not IArgumentOperation start)
                    {
                        inner = around;
                        continue;
                    }

                    if (start != inner)
                    {
                        yield return start.Value;
                    }

                    yield break;
                default:
                    yield break;
            }
        }
    }

    /// <summary>
    /// Whether an index has <c>steps - 1</c> in it, or <c>(row + 1) * steps - 1</c>, or a local that is one of these; and no length.
    /// </summary>
    private static bool IsLastStep(IOperation index, BatchCreation batch, ISymbol rows)
    {
        IOperation[] parts = [.. index.DescendantsAndSelf()];
        return !parts.Any(IsLength) && parts.Any(part => part is IBinaryOperation binary ? IsOneLess(binary, batch)
            : part is ILocalReferenceOperation local && local.Value() is IBinaryOperation value && IsOneLess(value, batch));

        bool IsLength(IOperation part) => SymbolEqualityComparer.Default.Equals(part.Named(), rows)
            || part is IPropertyReferenceOperation { Property.Name: "Lengths" };
    }

    private static bool IsOneLess(IBinaryOperation difference, BatchCreation batch) =>
        difference is { OperatorKind: BinaryOperatorKind.Subtract, RightOperand.ConstantValue: { HasValue: true, Value: 1 } }
        && IsEnd(difference.LeftOperand, batch);

    /// <summary>Whether a position is where a row ends: steps, a product with steps, or a sum with one of these.</summary>
    private static bool IsEnd(IOperation position, BatchCreation batch) => IsSteps(position, batch) || position.Bare() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product =>
            IsSteps(product.LeftOperand, batch) || IsSteps(product.RightOperand, batch),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => IsEnd(sum.LeftOperand, batch) || IsEnd(sum.RightOperand, batch),
        _ => false,
    };

    private static bool IsSteps(IOperation operation, BatchCreation batch)
    {
        IOperation bare = operation.Bare(), steps = batch.Argument("steps");
        return (bare.Named() is ISymbol symbol && SymbolEqualityComparer.Default.Equals(symbol, steps.Named()))
            || (bare is IPropertyReferenceOperation { Property.Name: "Steps" } property
                && BatchCreation.Of(property.Instance)?.Creation == batch.Creation);
    }
}
