using System.Collections.Generic;

namespace RnnGen.Web.Training;

/// <summary>A curve of a chart.</summary>
/// <param name="Values">Its heights.</param>
/// <param name="Spacing">Steps from one to the next.</param>
/// <param name="First">The step of the first one.</param>
/// <param name="IsFaint">Whether it stays in the background.</param>
public sealed record Curve(IReadOnlyList<float> Values, int Spacing, int First = 0, bool IsFaint = false);
