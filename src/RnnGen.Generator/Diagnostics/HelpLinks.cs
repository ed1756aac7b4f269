namespace RnnGen.Generator.Diagnostics;

/// <summary>Where editors look a diagnostic up: each has a page under docs/diagnostics, named after its id.</summary>
internal static class HelpLinks
{
    /// <summary>Where the pages are published. The only place that names it: change it when the repository moves.</summary>
    private const string Pages = "https://github.com/rnngen/rnngen/blob/main/docs/diagnostics/";

    /// <summary>The address of a page, with {0} in place of the id, as <see cref="System.ObsoleteAttribute"/> wants it.</summary>
    public const string Format = Pages + "{0}.md";

    /// <summary>The page of a diagnostic.</summary>
    public static string Of(string id) => $"{Pages}{id}.md";
}
