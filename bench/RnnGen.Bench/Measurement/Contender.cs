using System;

namespace RnnGen.Bench.Measurement;

/// <summary>One of the implementations that are timed against each other.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Run">Does the work so many times.</param>
/// <param name="Prepare">Runs before each sample, not timed.</param>
internal sealed record Contender(string Name, Action<int> Run, Action? Prepare = null);
