namespace RnnGen.Tests.Data;

/// <summary>Where real data are, if this machine has them.</summary>
internal static class RealData
{
    /// <summary>Names a folder with the subfolders <c>mnist</c> and <c>japanese-vowels</c>, or the folder of the MNIST files.</summary>
    public const string EnvironmentVariable = "RNNGEN_DATA";

    /// <summary>The folder of the MNIST files, or null.</summary>
    public static string? Mnist() => Find("mnist") ?? NearbyFolder.Named(EnvironmentVariable);

    /// <summary>The folder of the Japanese vowels, or null.</summary>
    public static string? Vowels() => Find("japanese-vowels");

    private static string? Find(string name) => NearbyFolder.Find(EnvironmentVariable, "data", name);
}
