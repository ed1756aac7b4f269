namespace RnnGen.Bits.Tests;

/// <summary>One model of the record.</summary>
/// <param name="Name">Its name in the record.</param>
/// <param name="Layers">The attributes below <c>[RnnModel]</c>.</param>
public sealed record RecordedModel(string Name, string Layers)
{
    /// <summary>Class names of the two modes.</summary>
    public const string StaticName = "StaticModel", DynamicName = "DynamicModel";

    /// <summary>Named arguments of <c>[RnnModel]</c>, the steps apart.</summary>
    public string Options { get; init; } = "InputSize = 3";

    /// <summary>Steps of its batches; of the static class, its own.</summary>
    public int Steps { get; init; } = 6;

    /// <summary>A label that is given here and there and counts as none.</summary>
    public int? Ignored { get; init; }

    /// <summary>Both classes, and the record's own cells.</summary>
    public string Source
    {
        get
        {
            string comma = Options.Length > 0 ? ", " : "";
            return $"""
                using RnnGen;

                /// <summary>Unrolled.</summary>
                [RnnModel({Options}{comma}Steps = {Steps})]
                {Layers}
                public sealed partial class {StaticName};

                /// <summary>A loop.</summary>
                [RnnModel({Options})]
                {Layers}
                public sealed partial class {DynamicName};

                {RecordedModels.Cells}
                """;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
