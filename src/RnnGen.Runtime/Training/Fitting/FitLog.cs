using Microsoft.Extensions.Logging;

namespace RnnGen.Training;

/// <summary>What training says to a logger.</summary>
internal static partial class FitLog
{
    [LoggerMessage(1, LogLevel.Information, "Training {Model}: {Parameters} parameters, {Epochs} epochs")]
    public static partial void Started(ILogger logger, string model, int parameters, int epochs);

    [LoggerMessage(
        2, LogLevel.Information,
        "Epoch {Epoch}, {Steps} steps: loss {Loss:G6}, {Monitor} {Value:G6}, gradient norm {GradientNorm:G4}, "
        + "learning rate {LearningRate:G4}, {Seconds:F2} s")]
    public static partial void Epoch(
        ILogger logger, long epoch, long steps, double loss, string monitor, double value, double gradientNorm, float learningRate,
        double seconds);

    [LoggerMessage(3, LogLevel.Information, "Training of {Model} ended in epoch {Epoch}: {Reason}")]
    public static partial void Stopped(ILogger logger, string model, long epoch, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Model} has the parameters of epoch {Epoch}, {Monitor} {Value:G6}")]
    public static partial void Restored(ILogger logger, string model, long epoch, string monitor, double value);

    [LoggerMessage(5, LogLevel.Information, "Training of {Model} goes on from {File}")]
    public static partial void Resumed(ILogger logger, string model, string file);

    [LoggerMessage(6, LogLevel.Warning, "A checkpoint was skipped: {Reason}")]
    public static partial void Skipped(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Debug, "Saved {File}")]
    public static partial void Saved(ILogger logger, string file);
}
