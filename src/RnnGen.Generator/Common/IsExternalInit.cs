namespace System.Runtime.CompilerServices;

/// <summary>
/// Marks accessors that only initialise. The compiler looks for it by name, and netstandard2.0 lacks it; <see cref="System.Index"/> says
/// why no package brings it.
/// </summary>
internal static class IsExternalInit;
