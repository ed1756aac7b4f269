using System;
using System.Collections.Generic;

namespace RnnGen.Interchange;

/// <summary>
/// Weights of a cell that no attribute of RnnGen stands for, with its equations in the language of <see cref="CellEquationsAttribute"/>.
/// </summary>
/// <param name="Name">The name of the attribute that has to be declared, without its ending.</param>
/// <param name="Size">Units.</param>
/// <param name="Text">The equations.</param>
/// <param name="Tensors">The parameters under the names that the equations give them.</param>
/// <param name="StateNames">The states in the order in which the equations declare them.</param>
public sealed record EquationWeights(
    string Name, int Size, string Text, IReadOnlyList<NetworkTensor> Tensors, IReadOnlyList<string> StateNames) : CellWeights
{
    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override int Units => Size;

    /// <inheritdoc/>
    public override string? Equations => Text;

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkState> States => Array.ConvertAll([.. StateNames], name => new NetworkState(name, Size));

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, object> Options(IReadOnlyList<CellWeights> cells) =>
        new Dictionary<string, object>();

    /// <inheritdoc/>
    protected override IEnumerable<NetworkTensor> Parameters(IReadOnlyDictionary<string, object> options) => Tensors;
}
