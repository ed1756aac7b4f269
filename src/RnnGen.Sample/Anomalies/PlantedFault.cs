namespace RnnGen.Sample.Anomalies;

/// <summary>A fault that the program has put into its own signal.</summary>
/// <param name="Kind">What goes wrong, such as <c>stuck sensor</c>.</param>
/// <param name="Column">The column that shows it.</param>
/// <param name="Begin">First step that it changes.</param>
/// <param name="End">The step after its last one.</param>
internal sealed record PlantedFault(string Kind, string Column, int Begin, int End)
{
    /// <summary>Whether an event tells it: one that has a step of the fault, or of the windows that still hold its end.</summary>
    /// <param name="found">The event.</param>
    /// <param name="window">Steps of a window.</param>
    public bool IsToldBy(AnomalyEvent found, int window) => found.Begin < End + window && found.End > Begin;

    /// <summary>Whether an event may come from it: every window that holds a step of the fault may be written wrongly as a whole.</summary>
    /// <param name="found">The event.</param>
    /// <param name="window">Steps of a window.</param>
    public bool Explains(AnomalyEvent found, int window) => found.Begin < End + window && found.End > Begin - window;
}
