using System.Globalization;
using System.Linq;

namespace RnnGen.Tool.Output;

/// <summary>Text from files for a terminal, on which control characters would act.</summary>
internal static class Printable
{
    /// <summary>The text on one line: line ends are spaces, other control and invisible characters question marks.</summary>
    public static string Of(string text) => text.All(letter => !Acts(letter))
        ? text
        : string.Concat(text.ReplaceLineEndings(" ").Select(letter => Acts(letter) ? '?' : letter));

    private static bool Acts(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
