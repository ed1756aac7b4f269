namespace RnnGen.Generator.Specification;

/// <summary>Under which keys an assembly's metadata says what contract its generated code keeps.</summary>
internal static class ContractMetadata
{
    /// <summary>The number of the contract.</summary>
    public const string VersionKey = "RnnGen.Contract";

    /// <summary>The version of the package.</summary>
    public const string PackageKey = "RnnGen.Package";
}
