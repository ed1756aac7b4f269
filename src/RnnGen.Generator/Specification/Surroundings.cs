namespace RnnGen.Generator.Specification;

/// <summary>What of the user's project decides how generated text is spelled; the network does not depend on it.</summary>
/// <param name="HidesNativeInt">Whether the word nint means something else where the class stands.</param>
/// <param name="IsCompliant">
/// Whether the public members of the class are checked for compliance with the Common Language Specification.
/// </param>
/// <param name="IsCompliantAlone">Whether they are although their assembly is not.</param>
/// <param name="HasGeneratedCode">Whether the class has an attribute [GeneratedCode] already.</param>
internal sealed record Surroundings(bool HidesNativeInt, bool IsCompliant, bool IsCompliantAlone, bool HasGeneratedCode)
{
    /// <summary>Those of a class in a project that does nothing unusual.</summary>
    public static readonly Surroundings Plain = new(false, false, false, false);
}
