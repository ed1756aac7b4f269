using System.Globalization;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Tables of one number a line.</summary>
internal static class Tables
{
    /// <summary>A table as the values of steps, [1, steps, 1] or [steps, 1, 1].</summary>
    public static SourceValue Read(string path, bool timeFirst = false)
    {
        float[] values =
        [
            .. File.ReadAllLines(path).Where(line => line.Length > 0)
                .Select(line => float.Parse(line, CultureInfo.InvariantCulture)),
        ];
        return new SourceValue(timeFirst ? [values.Length, 1, 1] : [1, values.Length, 1], values);
    }
}
