using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Specification;

/// <summary>
/// A type or namespace of the user's project that hides one of the runtime's or of .NET's: a class <c>RnnGen.Generated</c> hides a
/// namespace, a class <c>System.Math</c> another class. Generated code spells names in full, and only such a declaration can come between.
/// </summary>
/// <param name="Name">The name in full.</param>
/// <param name="IsGeneric">Whether it is a generic type.</param>
internal sealed record HidingName(string Name, bool IsGeneric)
{
    /// <summary>Whether a generated text means something else by the name.</summary>
    public bool IsIn(string text)
    {
        string spelled = "global::" + Name;
        const string suffix = "Attribute";
        return Occurs(spelled) ||
            (spelled.EndsWith(suffix, System.StringComparison.Ordinal)
                && Occurs("[" + spelled.Substring(0, spelled.Length - suffix.Length)));

        bool Occurs(string wanted)
        {
            int at = -1;
            while ((at = text.IndexOf(wanted, at + 1, System.StringComparison.Ordinal)) >= 0)
            {
                char next = at + wanted.Length < text.Length ? text[at + wanted.Length] : ' ';
                if (!char.IsLetterOrDigit(next) && next != '_' && (next is '<' or '{') == IsGeneric)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>A name with its place in the user's project.</summary>
internal sealed record HidingDeclaration(HidingName Name, DiagnosticInfo Diagnostic);
