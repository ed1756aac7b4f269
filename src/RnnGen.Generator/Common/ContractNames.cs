namespace RnnGen.Generator.Common;

/// <summary>Names in the file that tells the contract of generated code, for those who write it and those who read it.</summary>
internal static class ContractNames
{
    /// <summary>The key of the assembly's metadata under which the number of the contract stands.</summary>
    public const string VersionKey = "RnnGen.Contract";

    /// <summary>The key of the version of the package.</summary>
    public const string PackageKey = "RnnGen.Package";

    /// <summary>What makes a method run before others of its assembly.</summary>
    public const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializer";
}
