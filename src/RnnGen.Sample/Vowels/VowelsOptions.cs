namespace RnnGen.Sample.Vowels;

/// <summary>What the command <c>vowels</c> does.</summary>
internal sealed record VowelsOptions
{
    /// <summary>Folder of <c>ae.train</c> and <c>ae.test</c>; <see langword="null"/> for built-in utterances.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Most epochs of training.</summary>
    public int Epochs { get; init; } = 150;

    /// <summary>Utterances of a training step.</summary>
    public int BatchSize { get; init; } = 18;

    /// <summary>Step size of Adam.</summary>
    public float LearningRate { get; init; } = 0.0015f;

    /// <summary>Standard deviation of the noise that is added to the inputs in training, in standard deviations of the inputs.</summary>
    public float Noise { get; init; } = 0.6f;

    /// <summary>Seed of the first weights, of the order of the utterances and of the noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for as many as the machine has. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Where the results are written as JSON; <see langword="null"/> for nowhere.</summary>
    public string? JsonFile { get; init; }
}
