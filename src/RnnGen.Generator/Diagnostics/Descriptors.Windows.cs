using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <content>Layers over time.</content>
internal static partial class Descriptors
{
    /// <summary>The window of {layer} has {steps} of {features}, {count} numbers; it may have {limit}.</summary>
    public static readonly DiagnosticDescriptor WindowTooLarge = Error(
        "RNN120", "A window over time is too large",
        "The window of {0} has {1} of {2}, {3} numbers; it may have {4}");

    /// <summary>{layer} looks back over {steps} of {features}, {count} numbers of a state; it may hold {limit}.</summary>
    public static readonly DiagnosticDescriptor PastTooLarge = Error(
        "RNN121", "A layer looks back too far",
        "{0} looks back over {1} of {2}, {3} numbers that a state has to hold; it may hold {4}");
}
