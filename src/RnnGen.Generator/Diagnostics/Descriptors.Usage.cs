using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <content>What is said of calls of models.</content>
internal static partial class Descriptors
{
    /// <summary>{parameter} of {method} takes {numbers}, not {number}.</summary>
    public static readonly DiagnosticDescriptor SizeDoesNotFit = New(
        "RNN070", "An array or a span has another length", "'{0}' of {1} takes {2} numbers, and here are {3}", DiagnosticSeverity.Warning);

    /// <summary>{outputs} are read where rows have ended by {lengths}.</summary>
    public static readonly DiagnosticDescriptor PaddedStep = New(
        "RNN071", "The last step of a batch is not that of its rows",
        "This reads the last step of the batch in '{0}', where shorter rows have zeros: the last step of a row is '{1}[row] - 1'",
        DiagnosticSeverity.Info);

    /// <summary>{state} is a copy of {source}.</summary>
    public static readonly DiagnosticDescriptor LostState = New(
        "RNN072", "The state after a step is lost",
        "Nobody reads the state that this step leaves in '{0}', a copy of '{1}', which stays as it was: put it back, or step with 'ref'",
        DiagnosticSeverity.Info);

    /// <summary>{model} is being edited when {method} is called.</summary>
    public static readonly DiagnosticDescriptor OpenEdit = New(
        "RNN073", "A prediction while parameters are edited",
        "An edit of the parameters of '{0}' is open here, so that {1} throws InvalidOperationException: call it when the edit has ended",
        DiagnosticSeverity.Warning);
}
