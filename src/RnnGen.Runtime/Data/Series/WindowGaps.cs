using System;
using Microsoft.Extensions.Logging;

namespace RnnGen.Data;

/// <summary>What the gaps of time series cost.</summary>
/// <param name="Step">The regular step.</param>
/// <param name="IsInferred">Whether the step was inferred from the times, not stated.</param>
/// <param name="Gaps">Rows of all series, whatever their part, that do not come one step after the row before.</param>
/// <param name="Windows">Windows that there are.</param>
/// <param name="LeftOut">Windows that would go across a gap, and are therefore left out.</param>
public sealed record WindowGaps(TimeStep Step, bool IsInferred, long Gaps, long Windows, long LeftOut)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{TimeStep.Count(Windows, "window")}, {LeftOut} left out across {TimeStep.Count(Gaps, "gap")} in the step ({Step}, "
        + $"{(IsInferred ? "inferred" : "stated")})";
}

/// <summary>What windows say to a logger.</summary>
internal static class WindowLog
{
    // By hand: where two files of an assembly have generated messages, which come first changes from build to build.
    private static readonly Action<ILogger, WindowGaps, Exception?> Message =
        LoggerMessage.Define<WindowGaps>(LogLevel.Information, new EventId(20, nameof(Told)), "{Gaps}");

    public static void Told(ILogger logger, WindowGaps gaps) => Message(logger, gaps, null);
}
