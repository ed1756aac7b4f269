using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Usage;

/// <summary>
/// RNN072: a step whose state is lost. A state is a struct: a local that was filled from an array, a list, a property or a field is a
/// copy, and where nothing reads it after its only step, nobody sees the state that the step has left.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostStateAnalyzer : UsageAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public LostStateAnalyzer()
        : base(Descriptors.LostState)
    {
    }

    private protected override void Analyze(ModelCall call, Report report)
    {
        IOperation? state = call.Name == "Step" ? call.Argument("state") : null;
        if (state is ILocalReferenceOperation { Local.IsRef: false } local
            && call.Operation.Whole() is IOperation whole
            && whole.Declaration(local.Local) is IVariableDeclaratorOperation declarator
            && declarator.Initializer()?.Bare() is IOperation source && IsKept(source, whole)
            && whole.References(local.Local).Count() == 1 && RunsOnce(call.Operation, declarator))
        {
            report(state.Syntax, local.Local.Name, source.Syntax.ToString());
        }
        else if (state is IArrayElementReferenceOperation { ArrayReference: IOperation array }
            && array.Bare() is IInvocationOperation { TargetMethod: { Name: "ToArray", Parameters.Length: <= 1 } })
        {
            report(state.Syntax, state.Syntax.ToString(), array.Syntax.ToString());
        }
    }

    /// <summary>Whether a value stays where it is, for others to read: not what a call returns, nor what never changes.</summary>
    private static bool IsKept(IOperation source, IOperation whole) => source switch
    {
        IArrayElementReferenceOperation => true,
        IPropertyReferenceOperation property => property.Property.ReturnsByRef
            || (property.Property.SetMethod is not null && !property.Property.IsStatic),
        IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } => true,
        ILocalReferenceOperation local => whole.DescendantsAndSelf().OfType<IForEachLoopOperation>().Any(loop => loop.LoopControlVariable
            is IVariableDeclaratorOperation each && SymbolEqualityComparer.Default.Equals(each.Symbol, local.Local) && !local.Local.IsRef),
        _ => false,
    };

    /// <summary>Whether a call comes once for each time that a local is declared: no loop and no lambda stands between them.</summary>
    private static bool RunsOnce(IOperation call, IVariableDeclaratorOperation declarator)
    {
        IBlockOperation? scope = declarator.Around().OfType<IBlockOperation>().FirstOrDefault();
        return scope is not null && call.Around().Contains(scope) && !call.Around().TakeWhile(around => around != scope).Any(around =>
            around is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation);
    }
}
