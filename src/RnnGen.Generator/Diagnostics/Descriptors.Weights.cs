using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <content>What is said of files of weights.</content>
internal static partial class Descriptors
{
    /// <summary>{file} is none of the project's.</summary>
    public static readonly DiagnosticDescriptor WeightsUnknown = Error(
        "RNN051", "No weights of this name", "'{0}' is none of the project's <RnnWeights>: {1}");

    /// <summary>{file} cannot be used because of {reason}.</summary>
    public static readonly DiagnosticDescriptor WeightsUnusable = Error(
        "RNN052", "A file of weights cannot be used", "'{0}' cannot be used: {1}");

    /// <summary>{file} does not fit {class} because of {tensor}.</summary>
    public static readonly DiagnosticDescriptor WeightsDoNotFit = Error(
        "RNN053", "Weights do not fit", "'{0}' does not fit class '{1}': {2}");

    /// <summary>{what} stands beside {file}, which says it.</summary>
    public static readonly DiagnosticDescriptor FileSaysIt = Error(
        "RNN054", "A file says what the network is", "{0} cannot stand beside FromOnnx = \"{1}\": {2}");

    /// <summary>{file} was read with {assumption}.</summary>
    public static readonly DiagnosticDescriptor WeightsNote = New(
        "RNN055", "How a file was read", "'{0}': {1}", DiagnosticSeverity.Info);

    /// <summary>No class names {file}.</summary>
    public static readonly DiagnosticDescriptor WeightsUnused = New(
        "RNN056", "Weights are not used",
        "'{0}' is put into the assembly, but no class names it: write [Weights(\"{0}\")] or FromOnnx = \"{0}\", or take it out of "
        + "<RnnWeights>",
        DiagnosticSeverity.Warning);
}
