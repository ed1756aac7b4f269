using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Specification;

/// <summary>What the user wrote, checked: nothing in it can be wrong, and nothing in it belongs to the compiler.</summary>
internal sealed record ModelSpec(
    TypeName Type,
    int InputSize,
    int? Steps,
    bool Training,
    EquatableArray<LayerSpec> Layers,
    EquatableArray<HeadSpec> Heads,
    Initialization Initialization = Initialization.TensorFlow)
{
    /// <summary>The inputs that have names; empty of a model with one input.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; }

    /// <summary>Features that a row has once, for the whole sequence.</summary>
    public int SequenceInputSize => Inputs.Where(input => input.PerSequence).Sum(input => input.Size);

    /// <summary>What turns tokens into the inputs of the first layer; null for a model that reads floats.</summary>
    public EmbeddingSpec? Embedding { get; init; }

    /// <summary>How weights are kept for prediction.</summary>
    public WeightStorage Weights { get; init; }

    /// <summary>The weights that a new model has; null where they are drawn.</summary>
    public EmbeddedSpec? Embedded { get; init; }

    /// <summary>Whether the user's half of the class watches the steps.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Where a mistake of the generator's own is reported; null outside the pipeline.</summary>
    public Fault? Fault { get; init; }

    /// <summary>What of the user's project decides how generated text is spelled.</summary>
    public Surroundings Surroundings { get; init; } = Surroundings.Plain;

    /// <summary>Cells that run at every step: two of a bidirectional layer.</summary>
    public int CellCount => Layers
        .Where(layer => layer.IsCell && !layer.IsVector)
        .Sum(layer => layer.Direction == LayerDirection.Bidirectional ? 2 : 1);
}
