namespace RnnGen.Generator.Specification;

/// <summary>A named input.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Number of features.</param>
/// <param name="PerSequence">Whether a row has one vector for the whole sequence.</param>
/// <param name="FirstColumn">Where its columns begin among those of every step, or of whole sequences.</param>
internal sealed record InputSpec(string Name, int Size, bool PerSequence, int FirstColumn);
