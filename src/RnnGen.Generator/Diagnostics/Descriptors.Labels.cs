using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <content>Losses of sequences of labels.</content>
internal static partial class Descriptors
{
    /// <summary>Blank is {number}, none of the {units} outputs.</summary>
    public static readonly DiagnosticDescriptor BlankOutOfRange = Error(
        "RNN110", "The blank is none of the outputs", "Blank is {0}; the outputs of [Dense({1})] are 0 to {2}");

    /// <summary>A loss of every step, but {what}.</summary>
    public static readonly DiagnosticDescriptor LossNeedsSteps = Error(
        "RNN111", "The loss needs every step", "{0} reads the logits of every step, but {1}");

    /// <summary>A loss with one target a row is to be divided by the number of steps.</summary>
    public static readonly DiagnosticDescriptor NoTargetOfSteps = Error(
        "RNN112", "A target belongs to a whole row",
        "Reduction is PerValidStep, but the target of {0} is one sequence of labels a row, and no step has one of its own: "
        + "use PerSequence or Sum");
}
