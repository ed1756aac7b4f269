namespace RnnGen.Sample.Chars;

/// <summary>What the command <c>chars</c> does.</summary>
internal sealed record CharsOptions
{
    /// <summary>The text, or a folder with one <c>.txt</c> file; <see langword="null"/> for a built-in text.</summary>
    public string? DataPath { get; init; }

    /// <summary>Epochs of training.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Places of the text that are read side by side.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Step size of Adam at the start; it falls by a tenth each epoch.</summary>
    public float LearningRate { get; init; } = 0.004f;

    /// <summary>How bold the generated text is: 1 as the network says, towards 0 always the likeliest character.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>Characters to generate.</summary>
    public int Length { get; init; } = 400;

    /// <summary>Seed of the first weights and of the generated text.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for as many as the machine has. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Where the results are written as JSON; <see langword="null"/> for nowhere.</summary>
    public string? JsonFile { get; init; }
}
