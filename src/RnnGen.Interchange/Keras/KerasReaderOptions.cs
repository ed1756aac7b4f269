namespace RnnGen.Interchange;

/// <summary>What a Keras file may lack.</summary>
public sealed record KerasReaderOptions
{
    /// <summary>
    /// A JSON file with the model's configuration, of files <c>.weights.h5</c>, which hold weights alone: <c>config.json</c> of a
    /// <c>.keras</c> file of the same model, or what <c>model.to_json()</c> gives.
    /// </summary>
    public string? ConfigurationPath { get; init; }
}
