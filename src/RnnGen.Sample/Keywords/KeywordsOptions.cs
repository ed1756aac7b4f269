using System.Collections.Generic;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Detection;

namespace RnnGen.Sample.Keywords;

/// <summary>What the command <c>keywords</c> is asked for.</summary>
internal sealed record KeywordsOptions
{
    /// <summary>How to train.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 12, LearningRate = 0.004f };

    /// <summary>The folder of recorded words; <see langword="null"/> for speech that is made.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The commands of <see cref="DataFolder"/>; empty for the usual ones.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Scenes to learn from.</summary>
    public int Scenes { get; init; } = 3000;

    /// <summary>Scenes of a step of training.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Length of the recording to listen to.</summary>
    public double Minutes { get; init; } = 20;

    /// <summary>How commands are told.</summary>
    public DetectionOptions Detection { get; init; } = new();

    /// <summary>Receives the recording as sound; <see langword="null"/> for nobody.</summary>
    public string? SoundFile { get; init; }

    /// <summary>Where the report is written.</summary>
    public string ReportFile { get; init; } = "keywords.html";
}
