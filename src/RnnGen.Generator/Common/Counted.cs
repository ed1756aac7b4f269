using System.Globalization;

namespace RnnGen.Generator.Common;

/// <summary>Numbers with what they count.</summary>
internal static class Counted
{
    /// <summary>"1 layer", "2 layers"; a plural that is no noun and an s is given.</summary>
    public static string Of(int count, string noun, string? plural = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? noun : plural ?? noun + "s")}";
}
