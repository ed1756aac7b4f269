using System.Globalization;

namespace RnnGen.Generator.Common;

/// <summary>FNV-1a, 64 bits: the same on every machine and in every version.</summary>
internal static class StableHash
{
    public static string Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
