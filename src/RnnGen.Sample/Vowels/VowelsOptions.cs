using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Vowels;

/// <summary>What the command <c>vowels</c> does.</summary>
internal sealed record VowelsOptions
{
    /// <summary>How to train.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 150, LearningRate = 0.0015f };

    /// <summary>Folder of <c>ae.train</c> and <c>ae.test</c>; <see langword="null"/> for built-in utterances.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Utterances of a training step.</summary>
    public int BatchSize { get; init; } = 18;

    /// <summary>Standard deviation of the noise that is added to the inputs in training, in standard deviations of the inputs.</summary>
    public float Noise { get; init; } = 0.6f;
}
