namespace RnnGen.Sample.Denoise;

/// <summary>What the command <c>denoise</c> is asked for.</summary>
internal sealed record DenoiseOptions
{
    /// <summary>Folder of both networks; <see langword="null"/> to say where they come from.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>The noisy sound; <see langword="null"/> for one that is made.</summary>
    public string? InputFile { get; init; }

    /// <summary>Receives the cleaned sound.</summary>
    public string OutputFile { get; init; } = "clean.wav";

    /// <summary>Receives the noisy sound where it is made.</summary>
    public string NoisyFile { get; init; } = "noisy.wav";

    /// <summary>Receives the spectrograms.</summary>
    public string ReportFile { get; init; } = "denoise.html";

    /// <summary>Receives the results as JSON; <see langword="null"/> for nobody.</summary>
    public string? JsonFile { get; init; }

    /// <summary>What a sound that is made follows from.</summary>
    public ulong Seed { get; init; } = 1;
}
