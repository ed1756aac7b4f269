using System;

namespace RnnGen.Generator.Specification;

/// <summary>An option of a cell's attribute, as the cell declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">
/// Its value where none is given: a switch is 0 or 1, a member of an enum its number; null of what is not there then.
/// </param>
internal sealed record LayerOption(string Name, double? Default = null)
{
    /// <summary>Which numbers it may be.</summary>
    public LayerOptionRange Range { get; init; } = LayerOptionRange.AtLeastZero;

    /// <summary>Whether the hash in files tells the default from a number that equals it.</summary>
    public bool IsHashedAtDefault { get; init; }

    /// <summary>Whether it is a switch: those alone are 0 or 1 unless set, and would make no sense below.</summary>
    public bool IsSwitch => Default is 0 or 1 && Members is null && !IsSize && Range == LayerOptionRange.AtLeastZero;

    /// <summary>Whether it counts something, at least 1.</summary>
    public bool IsSize { get; init; }

    /// <summary>The enum that it is a member of; null of numbers and switches.</summary>
    public Type? Members { get; init; }

    /// <summary>The option without which it has no effect; null of one that needs none.</summary>
    public LayerOption? Needs { get; init; }

    /// <summary>The option beside which it has no effect, if there is one.</summary>
    public LayerOptionRival? Rival { get; init; }
}

/// <summary>An option that does another one's work.</summary>
/// <param name="Option">The option.</param>
/// <param name="Reason">Why, for a message; the layer stands for {0}.</param>
internal sealed record LayerOptionRival(LayerOption Option, string Reason);

/// <summary>Which numbers an option may be.</summary>
internal enum LayerOptionRange
{
    AtLeastZero,
    AboveZero,
    Any,
}
