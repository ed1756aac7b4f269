namespace RnnGen.Sample.Measurement;

/// <summary>What the generator makes of one network, and how fast.</summary>
/// <param name="Bytes">Size of the generated source, as UTF-8.</param>
/// <param name="Methods">Methods in it.</param>
/// <param name="FirstMilliseconds">Time of the first run on this network.</param>
/// <param name="WarmMilliseconds">Time of later runs, each from nothing: the median.</param>
internal sealed record GeneratorFigures(int Bytes, int Methods, double FirstMilliseconds, double WarmMilliseconds);
