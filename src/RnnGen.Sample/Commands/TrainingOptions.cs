namespace RnnGen.Sample.Commands;

/// <summary>What all commands that train in epochs are asked for.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Most epochs of training.</summary>
    public required int Epochs { get; init; }

    /// <summary>Step size of Adam.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Seed of the first weights and of whatever else is random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for as many as the machine has. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Where the results are written as JSON; <see langword="null"/> for nowhere.</summary>
    public string? JsonFile { get; init; }
}
