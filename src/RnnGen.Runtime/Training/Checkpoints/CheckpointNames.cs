namespace RnnGen.Training;

/// <summary>What things are called in a checkpoint's file.</summary>
internal static class CheckpointNames
{
    /// <summary>Keys of the metadata and what the first two of them hold.</summary>
    public const string Format = "format", FormatName = "rnngen-checkpoint", Version = "format_version", VersionNumber = "1";

    public const string Model = "model", SpecHash = "spec_hash", Optimizer = "optimizer";

    /// <summary>Prefixes of keys of the metadata; arrays of the state are tensors with the same prefix.</summary>
    public const string HyperParameter = "optimizer/hyper/", Scalar = "optimizer/scalar/", State = "state/";

    /// <summary>Prefixes of tensors: parameters/lstm0/kernel, optimizer/m/lstm0/kernel.</summary>
    public const string Parameters = "parameters/", Slots = "optimizer/";

    public static string Parameter(string name) => Parameters + name;

    public static string Slot(string slot, string parameter) => $"{Slots}{slot}/{parameter}";
}
