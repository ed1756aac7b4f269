using System;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>What is wrong with a file, told in one line that begins with its name, whatever stands in the file.</summary>
internal static class FileFault
{
    private const int MaxLength = 4000;

    /// <summary>The exception for a file that is damaged or contradicts itself.</summary>
    public static InvalidDataException Damaged(string path, string what, Exception? cause = null) =>
        new($"{path}: {OneLine(what)}.", cause);

    /// <summary>The exception for a file that is whole but holds what cannot be expressed here.</summary>
    public static NotSupportedException Unsupported(string path, string what) => new($"{path}: {OneLine(what)}.");

    /// <summary>Names come from files, and a damaged one may have anything in them.</summary>
    private static string OneLine(string text)
    {
        string line = string.Concat(text.Take(MaxLength)
            .Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? '?' : letter));
        return text.Length > MaxLength ? line + "..." : line;
    }
}
