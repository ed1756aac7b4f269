using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RnnGen.Sample.Output;

/// <summary>How many of the steps are done: <c>400/781</c>.</summary>
/// <param name="steps">All steps.</param>
internal sealed class CounterColumn(int steps) : ProgressColumn
{
    /// <summary>Characters of the widest text.</summary>
    public int Width { get; } = Text(steps, steps).Length;

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(Text((int)task.Value, steps).PadLeft(Width));

    private static string Text(int done, int steps) => string.Create(CultureInfo.InvariantCulture, $"{done}/{steps}");
}

/// <summary>The loss of the last step: <c>loss 0.1234</c>.</summary>
/// <param name="losses">The losses of all steps so far.</param>
internal sealed class LossColumn(List<float> losses) : ProgressColumn
{
    /// <summary>Characters of the widest usual text.</summary>
    public const int Width = 12;

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text((losses.Count > 0 ? Of(losses[^1]) : "").PadRight(Width));

    /// <summary>A loss in at most seven characters, unless it is very large.</summary>
    /// <param name="loss">The loss.</param>
    public static string Of(float loss) => "loss " + loss.ToString(
        Math.Abs(loss) switch
        {
            < 10 => "0.0000",
            < 100 => "0.000",
            < 1000 => "0.00",
            _ => "0.00E+0",
        },
        CultureInfo.InvariantCulture);
}

/// <summary>The losses of all steps so far as a curve of fixed width.</summary>
/// <param name="losses">The losses.</param>
/// <param name="width">Characters of the curve.</param>
internal sealed class SparklineColumn(List<float> losses, int width) : ProgressColumn
{
    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(Sparkline.Of(CollectionsMarshal.AsSpan(losses), width, options.Unicode).PadRight(width), Color.Green);
}

/// <summary>Steps a second: <c>12.3/s</c>.</summary>
/// <param name="rate">The rate.</param>
internal sealed class RateColumn(StepRate rate) : ProgressColumn
{
    /// <summary>Characters of the widest usual text.</summary>
    public const int Width = 6;

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(Of(rate.PerSecond).PadLeft(Width));

    /// <summary>A rate in three figures or more.</summary>
    /// <param name="perSecond">Steps a second; <see langword="null"/> while it is not known.</param>
    public static string Of(double? perSecond) => perSecond is double steps
        ? steps.ToString(steps switch { < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture) + "/s"
        : "--/s";
}
