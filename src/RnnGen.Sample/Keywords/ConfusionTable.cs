using System.Globalization;
using System.Linq;
using RnnGen.Reports;
using Spectre.Console;

namespace RnnGen.Sample.Keywords;

/// <summary>A confusion matrix in a terminal.</summary>
internal static class ConfusionTable
{
    /// <summary>Makes the table: a row for each right class, a column for each that was heard.</summary>
    /// <param name="confusion">The counts.</param>
    public static Table Create(ConfusionMatrix confusion)
    {
        Table table = new();
        table.AddColumn(new TableColumn("said \\ heard").NoWrap());
        foreach (string name in confusion.Classes)
        {
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        for (int label = 0; label < confusion.Classes.Count; label++)
        {
            table.AddRow(
            [
                Markup.Escape(confusion.Classes[label]),
                .. Enumerable.Range(0, confusion.Classes.Count).Select(
                    heard => confusion[label, heard].ToString(CultureInfo.InvariantCulture)),
            ]);
        }

        return table;
    }
}
