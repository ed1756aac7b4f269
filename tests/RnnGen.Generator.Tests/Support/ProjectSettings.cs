using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Tests.Support;

/// <summary>What a project file may say otherwise than a new one.</summary>
internal sealed record ProjectSettings(
    LanguageVersion Language = LanguageVersion.Default,
    NullableContextOptions Nullable = NullableContextOptions.Enable,
    bool IsChecked = false,
    OutputKind Output = OutputKind.DynamicallyLinkedLibrary);
