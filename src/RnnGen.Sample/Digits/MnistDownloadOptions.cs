using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using RnnGen.Data;

namespace RnnGen.Sample.Digits;

/// <summary>Where <see cref="MnistDownload"/> looks, and for how long.</summary>
public sealed record MnistDownloadOptions
{
    /// <summary>A folder with the MNIST files (<c>--data DIR</c>). If it is given, nothing else is tried.</summary>
    public string? Directory { get; init; }

    /// <summary>Where downloaded files are kept.</summary>
    public string CacheDirectory { get; init; } = DefaultCacheDirectory();

    /// <summary>Addresses that a file's name is appended to, in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>What is downloaded.</summary>
    public IReadOnlyList<MnistRemoteFile> Files { get; init; } = MnistRemoteFile.Mnist;

    /// <summary>A download that receives nothing for this long, over all mirrors, has no network.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A download that takes longer than this is given up even if something still arrives.</summary>
    public TimeSpan TotalLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Training images that become the validation set.</summary>
    public int ValidationSize { get; init; } = MnistDataSets.DefaultValidationSize;

    /// <summary>Seed of the built-in digits.</summary>
    public ulong BuiltInSeed { get; init; } = 1;

    /// <summary>Built-in digits for training and validation.</summary>
    public int BuiltInTrainingCount { get; init; } = SyntheticDigits.DefaultTrainingCount;

    /// <summary>Built-in digits for the test.</summary>
    public int BuiltInTestCount { get; init; } = SyntheticDigits.DefaultTestCount;

    /// <summary>Answers the requests instead of the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    private static string DefaultCacheDirectory()
    {
        // Without DoNotVerify the answer is empty where the folder does not exist yet; an account without a home has none at all.
        string data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "rnngen", "mnist");
    }
}
