using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>The weights of one direction of a recurrent layer, gate by gate: what all frameworks have, each in its own order.</summary>
public abstract record CellWeights
{
    private static readonly string[] BeyondWeights = ["CellClip", "ProjectionClip", "LayerNorm"];

    /// <summary>The attribute without its ending.</summary>
    public abstract string Kind { get; }

    /// <summary>Units, the attribute's argument.</summary>
    public abstract int Units { get; }

    /// <summary>The states of the cell in the order of the class' state, without those of a direction.</summary>
    public abstract IReadOnlyList<NetworkState> States { get; }

    /// <summary>The equations of a cell of one's own; <see langword="null"/> of the cells that come with RnnGen.</summary>
    public virtual string? Equations => null;

    /// <summary>Numbers that the cell hands up.</summary>
    public int OutputSize => States[^1].Units;

    /// <summary>The states before the first step where they are learned, by state, [units]; empty otherwise.</summary>
    public IReadOnlyDictionary<string, float[]> InitialStates { get; init; } = new Dictionary<string, float[]>();

    /// <summary>The weights as a layer of one cell, or of two: forwards and backwards.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="reads">What it reads.</param>
    /// <param name="cells">One cell, or two of equal kind and units.</param>
    /// <param name="direction">In which order it reads steps; of two cells <see cref="Direction.Bidirectional"/>.</param>
    /// <exception cref="ArgumentException">Two cells differ in their options.</exception>
    public static NetworkLayer ToLayer(
        string name, IReadOnlyList<NetworkRead> reads, IReadOnlyList<CellWeights> cells, Direction direction = Direction.Forward)
    {
        bool two = direction == Direction.Bidirectional;
        Dictionary<string, object> options = new(cells[0].Options(cells));
        if (two && (cells[1].Kind != cells[0].Kind
            || !cells[1].Options(cells).OrderBy(option => option.Key).SequenceEqual(options.OrderBy(option => option.Key))))
        {
            throw new ArgumentException($"The two directions of layer '{name}' have different options.", nameof(cells));
        }

        if (direction != Direction.Forward)
        {
            options["Direction"] = direction;
        }

        if (cells.Any(cell => cell.InitialStates.Count > 0))
        {
            options["LearnedInitialState"] = true;
        }

        string[] prefixes = two ? ["fw/", "bw/"] : [""];
        return new NetworkLayer
        {
            Name = name,
            Kind = cells[0].Kind,
            Arguments = [cells[0].Units],
            Options = options,
            Reads = reads,
            Size = cells.Sum(cell => cell.OutputSize),
            HasSteps = true,
            Equations = cells[0].Equations,
            IsOwnCell = cells[0].Equations is not null,
            Parameters =
            [
                .. prefixes.Zip(cells, (prefix, cell) => cell.Parameters(options).Concat(cell.InitialParameters(options))
                    .Select(tensor => tensor with { Name = prefix + tensor.Name })).SelectMany(tensors => tensors),
            ],
            States =
            [
                .. prefixes.Zip(cells, (prefix, cell) => cell.States.Select(state => state with { Name = prefix + state.Name }))
                    .SelectMany(states => states),
            ],
        };
    }

    /// <summary>The weights of a layer gate by gate, the inverse of <see cref="ToLayer"/>.</summary>
    /// <param name="layer">A layer of the kind <c>Lstm</c>, <c>Gru</c> or <c>Rnn</c>.</param>
    /// <returns>One cell, or two of a layer in two directions: forwards, then backwards.</returns>
    /// <exception cref="NotSupportedException">
    /// The cell has equations that such weights do not say; the message has every reason.
    /// </exception>
    /// <exception cref="ArgumentException">A parameter is missing or has another shape.</exception>
    public static IReadOnlyList<CellWeights> Of(NetworkLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        IReadOnlyList<string> obstacles = Obstacles(layer);
        if (obstacles.Count > 0)
        {
            throw new NotSupportedException($"Layer '{layer.Name}': {string.Join("; ", obstacles)}.");
        }

        string[] prefixes = layer.Option("Direction", Direction.Forward) == Direction.Bidirectional ? ["fw/", "bw/"] : [""];
        return [.. prefixes.Select(prefix => Of(new CellParameters(layer, prefix)))];
    }

    /// <summary>Why a layer's weights are no <see cref="CellWeights"/>; empty where they are.</summary>
    internal static IReadOnlyList<string> Obstacles(NetworkLayer layer) => layer.Kind is not ("Lstm" or "Gru" or "Rnn")
        ? [$"{layer.Kind} is none of Lstm, Gru and Rnn"]
        : [.. BeyondWeights.Where(layer.Options.ContainsKey).Select(option => $"{option} changes the equations of the cell")];

    /// <summary>The options of the attribute that these weights need.</summary>
    /// <param name="cells">The cells of the layer, which share them.</param>
    protected abstract IReadOnlyDictionary<string, object> Options(IReadOnlyList<CellWeights> cells);

    /// <summary>The parameters in RnnGen's order of gates.</summary>
    /// <param name="options">The options of the attribute.</param>
    protected abstract IEnumerable<NetworkTensor> Parameters(IReadOnlyDictionary<string, object> options);

    private static CellWeights Of(CellParameters parameters)
    {
        CellWeights cell = parameters.Layer.Kind switch
        {
            "Lstm" => LstmWeights.Of(parameters),
            "Gru" => GruWeights.Of(parameters),
            _ => RnnWeights.Of(parameters),
        };
        return !parameters.Layer.Option("LearnedInitialState", false) ? cell : cell with
        {
            InitialStates = cell.States.ToDictionary(
                state => state.Name, state => parameters.Vector($"initial_{state.Name}", state.Units)),
        };
    }

    private IEnumerable<NetworkTensor> InitialParameters(IReadOnlyDictionary<string, object> options) =>
        !options.ContainsKey("LearnedInitialState") ? []
            : States.Select(state => new NetworkTensor(
                $"initial_{state.Name}",
                [state.Units],
                InitialStates.TryGetValue(state.Name, out float[]? values) ? values : new float[state.Units]));
}
