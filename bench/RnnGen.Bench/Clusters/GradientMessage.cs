namespace RnnGen.Bench.Clusters;

/// <summary>Gradients that are summed together.</summary>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Ready">When they are done, as a share of the step.</param>
internal sealed record GradientMessage(long Bytes, double Ready);
