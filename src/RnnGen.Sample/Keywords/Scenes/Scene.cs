using System.Collections.Generic;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>A word in a scene.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Begin">Its first sample.</param>
/// <param name="End">The sample after its last one; beyond the scene where that cuts it off.</param>
internal sealed record PlacedWord(int Class, int Begin, int End);

/// <summary>Words in noise, at known places.</summary>
/// <param name="Samples">The sound, from -1 to 1.</param>
/// <param name="Words">The words, in the order of time.</param>
internal sealed record Scene(float[] Samples, IReadOnlyList<PlacedWord> Words);
