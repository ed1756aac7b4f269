using System.Collections.Generic;

namespace RnnGen.Sample.Mnist;

/// <summary>What the command <c>mnist</c> does; the defaults are the post's.</summary>
internal sealed record MnistOptions
{
    /// <summary>The networks to train, one after the other.</summary>
    public IReadOnlyList<Network> Networks { get; init; } = Network.All;

    /// <summary>Folder of the MNIST files; <see langword="null"/> for cache, download or built-in digits.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Training steps: the post trains while step x 128 &lt; 100,000.</summary>
    public int Iterations { get; init; } = 781;

    /// <summary>Images of a training step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Training steps from one printed line to the next.</summary>
    public int DisplayStep { get; init; } = 10;

    /// <summary>Step size of Adam.</summary>
    public float LearningRate { get; init; } = 0.001f;

    /// <summary>Seed of the first weights and of the order of the images.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where the results are written as JSON; <see langword="null"/> for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Where a report is written as HTML; <see langword="null"/> for nowhere.</summary>
    public string? ReportFile { get; init; }
}
