using RnnGen.Data;

namespace RnnGen.Sample.Digits;

/// <summary>The data sets that were found, and where.</summary>
/// <param name="Sets">The data sets.</param>
/// <param name="Source">"MNIST (folder X)", "MNIST (cache)", "MNIST (downloaded)" or "built-in digits (offline)".</param>
/// <param name="Note">What went wrong with better sources; empty if nothing did.</param>
public sealed record ResolvedDigits(MnistDataSets Sets, string Source, string Note);
