namespace RnnGen.Generated;

/// <summary>
/// The contract between generated code and the runtime, compiled into both halves of the package: the generator writes the number into
/// what it generates, the runtime compares it. The build adds <c>Package</c>, the version of the package.
/// </summary>
internal static partial class PackageContract
{
    /// <summary>The contract that the generator writes for.</summary>
    /// <remarks>Raise it by one when generated code comes to need what the runtime of the last published package lacks.</remarks>
    public const int Version = 1;

    /// <summary>The oldest contract that the runtime still keeps.</summary>
    /// <remarks>
    /// Raise it, to <see cref="Version"/>, when code that was generated before would no longer run or would compute something else: a
    /// type or a member that it names is gone, has another signature, or means another thing.
    /// </remarks>
    public const int Oldest = 1;
}
