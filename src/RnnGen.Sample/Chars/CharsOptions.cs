using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Chars;

/// <summary>What the command <c>chars</c> does.</summary>
internal sealed record CharsOptions
{
    /// <summary>How to train; the step size falls by a tenth each epoch.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 10, LearningRate = 0.004f };

    /// <summary>The text, or a folder with one <c>.txt</c> file; <see langword="null"/> for a built-in text.</summary>
    public string? DataPath { get; init; }

    /// <summary>Places of the text that are read side by side.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>How bold the generated text is: 1 as the network says, towards 0 always the likeliest character.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>Characters to generate.</summary>
    public int Length { get; init; } = 400;
}
