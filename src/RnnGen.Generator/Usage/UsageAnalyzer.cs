using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RnnGen.Generator.Usage;

/// <summary>
/// What is told about calls of a model. An analyzer sees one method at a time and reports what holds however the program runs; a pattern
/// that may be meant is a hint (<see cref="DiagnosticSeverity.Info"/>), what throws is a warning.
/// </summary>
public abstract class UsageAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _descriptor;

    private protected UsageAnalyzer(DiagnosticDescriptor descriptor)
    {
        _descriptor = descriptor;
        SupportedDiagnostics = [descriptor];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(
            found =>
            {
                if (ModelCall.Of((IInvocationOperation)found.Operation) is ModelCall call && !Expectations.IsMeantToThrow(found.Operation))
                {
                    Analyze(call, (place, arguments) => found.ReportDiagnostic(
                        Diagnostic.Create(_descriptor, place.GetLocation(), arguments)));
                }
            },
            OperationKind.Invocation);
    }

    /// <summary>Reports what is wrong with a call.</summary>
    private protected abstract void Analyze(ModelCall call, Report report);

    /// <summary>Reports a place with the arguments of the message.</summary>
    private protected delegate void Report(SyntaxNode place, params object[] arguments);
}
