using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Usage;

/// <summary>RNN073: a prediction of a model whose parameters are being edited, which throws.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OpenEditAnalyzer : UsageAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public OpenEditAnalyzer()
        : base(Descriptors.OpenEdit)
    {
    }

    private protected override void Analyze(ModelCall call, Report report)
    {
        if (call.IsOfTrainer || call.Operation.Instance is not IOperation model)
        {
            return;
        }

        IOperation inner = call.Operation;
        foreach (IOperation around in call.Operation.Around())
        {
            // What a lambda or a function does, it does at another time.
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return;
            }

            IEnumerable<IOperation> editing = around switch
            {
                IUsingOperation open when open.Body == inner => [open.Resources],
                IBlockOperation block => block.Operations.TakeWhile(statement => statement != inner).OfType<IUsingDeclarationOperation>(),
                _ => [],
            };
            if (editing.Any(resource => EditOf(resource) is IOperation edited && IsSame(edited, model) && !IsEnded(around, resource)))
            {
                report(call.Operation.Syntax, model.Syntax.ToString(), call.Name);
                return;
            }

            inner = around;
        }
    }

    /// <summary>The model whose edit a using holds.</summary>
    private static IOperation? EditOf(IOperation resource) => resource.DescendantsAndSelf().OfType<IInvocationOperation>()
        .Where(call => call.TargetMethod is { Name: "Edit", ContainingType.Name: "ModelParameters" })
        .Select(call => call.Instance).OfType<IPropertyReferenceOperation>()
        .FirstOrDefault(property => property.Property.Name == "Parameters")?.Instance;

    /// <summary>Whether two expressions are one model throughout the method.</summary>
    private static bool IsSame(IOperation one, IOperation other)
    {
        (one, other) = (one.Bare(), other.Bare());
        return one is IInstanceReferenceOperation && other is IInstanceReferenceOperation
            ? SymbolEqualityComparer.Default.Equals(one.Type, other.Type)
            : one.Named() is ISymbol symbol && SymbolEqualityComparer.Default.Equals(symbol, other.Named())
                && !one.Whole().References(symbol).Any(Operations.IsWritten)
                && (one is not IFieldReferenceOperation { Instance: IOperation holder }
                    || (other is IFieldReferenceOperation { Instance: IOperation another } && IsSame(holder, another)));
    }

    /// <summary>Whether the edit is ended by hand.</summary>
    private static bool IsEnded(IOperation around, IOperation resource)
    {
        IEnumerable<ISymbol> edits = resource.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>().Select(edit => edit.Symbol);
        return edits.SelectMany(around.References).Any(place => place.Parent is IInvocationOperation { TargetMethod.Name: "Dispose" });
    }
}
