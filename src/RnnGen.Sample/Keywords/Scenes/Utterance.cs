namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>One word as it was said.</summary>
/// <param name="Samples">The sound.</param>
/// <param name="Class">Its class.</param>
/// <param name="Begin">First sample of the word; before it there is none of it.</param>
/// <param name="End">The sample after its last one.</param>
internal sealed record Utterance(float[] Samples, int Class, int Begin, int End);
