using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Data;

/// <summary>Which columns of a table are sequences with targets: a row a step, the rows of a sequence one after the other.</summary>
public sealed record SequenceColumns
{
    /// <summary>The column that says which sequence a row belongs to.</summary>
    public required string Id { get; init; }

    /// <summary>The columns of inputs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>
    /// The column of class indices, or of names where <see cref="Classes"/> are given; <see langword="null"/> where targets are values.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>Names of the classes in the order of their indices; <see langword="null"/> where labels are indices.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Number of classes where labels are indices.</summary>
    public int ClassCount { get; init; }

    /// <summary>The columns of values to learn; empty where targets are labels.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Whether each step has a target; otherwise a sequence has one, the same in all its rows.</summary>
    public bool TargetsEveryStep { get; init; }

    /// <summary>What the sequences look like.</summary>
    public SequenceShape Shape => new()
    {
        Features = Inputs.Count,
        Targets = Label is null ? TargetForm.Values : TargetForm.Labels,
        TargetSize = Label is null ? Targets.Count : Classes?.Count ?? ClassCount,
        TargetsEveryStep = TargetsEveryStep,
    };

    /// <summary>The class index of the current row.</summary>
    internal int LabelOf(TableReader table, int column)
    {
        if (Classes is null)
        {
            return table.GetIndex(column, ClassCount);
        }

        string name = table.GetText(column);
        for (int label = 0; label < Classes.Count; label++)
        {
            if (Classes[label] == name)
            {
                return label;
            }
        }

        throw table.Bad(column, $"one of {string.Join(", ", Classes.Take(10))}{(Classes.Count > 10 ? ", ..." : "")}");
    }

    /// <summary>Finds the columns in a table.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or is taken twice.</exception>
    internal (int Id, int[] Inputs, int Label, int[] Targets) In(TableReader table) => (
        table.Column(Id),
        table.Distinct(Inputs),
        Label is null ? -1 : table.Column(Label),
        table.Distinct(Targets));
}
