using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Finds the weights of layers in a file, in the order in which <c>get_weights</c> gives them.</summary>
internal abstract class KerasWeights(Hdf5File file) : IDisposable
{
    /// <summary>The weights of a file, which it closes.</summary>
    public static KerasWeights Of(Hdf5File file, string path)
    {
        foreach (string group in new[] { "model_weights", "" })
        {
            if (file.Texts(group, "layer_names") is not null)
            {
                return new NamedKerasWeights(file, group);
            }
        }

        string? root = new[] { "layers", "_layer_checkpoint_dependencies" }.FirstOrDefault(file.Has);
        if (root is not null)
        {
            return new NumberedKerasWeights(file, root);
        }

        file.Dispose();
        throw FileFault.Damaged(path, "it must have weights in 'model_weights' or 'layers', found neither");
    }

    /// <summary>The weights of a layer.</summary>
    public abstract IReadOnlyList<NetworkTensor> Of(KerasLayer layer);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}

/// <summary>Keras 2: a group for each layer's name, whose attribute <c>weight_names</c> lists its datasets.</summary>
internal sealed class NamedKerasWeights(Hdf5File file, string root) : KerasWeights(file)
{
    private readonly Hdf5File _file = file;

    public override IReadOnlyList<NetworkTensor> Of(KerasLayer layer)
    {
        string group = $"{root}/{layer.Name}";
        return [.. (_file.Texts(group, "weight_names") ?? []).Select(name => _file.Tensor($"{group}/{name}"))];
    }
}

/// <summary>
/// Keras 3: groups named after the layers' classes, numbered where one occurs again, with the layers' parts below them and their variables
/// in <c>vars/0</c>, <c>vars/1</c> and so on.
/// </summary>
internal sealed class NumberedKerasWeights(Hdf5File file, string root) : KerasWeights(file)
{
    private readonly Hdf5File _file = file;

    public override IReadOnlyList<NetworkTensor> Of(KerasLayer layer)
    {
        string number = layer.Occurrence == 0 ? "" : FormattableString.Invariant($"_{layer.Occurrence}");
        string own = $"{root}/{SnakeCase(layer.ClassName)}{number}";
        return [.. Parts(layer).SelectMany(part => Variables($"{own}{part}/vars"))];
    }

    /// <summary>As Keras turns the names of classes into names of groups: <c>SimpleRNN</c> is <c>simple_rnn</c>.</summary>
    private static string SnakeCase(string name)
    {
        // An underscore before a capital that small letters follow, and before one that a small letter precedes.
        IEnumerable<string> letters = name.Select((letter, index) =>
            index > 0 && char.IsAsciiLetterUpper(letter)
            && (char.IsAsciiLetterLower(name[index - 1]) || (index + 1 < name.Length && char.IsAsciiLetterLower(name[index + 1])))
                ? $"_{letter}" : $"{letter}");
        return string.Concat(letters).ToLowerInvariant();
    }

    private static IEnumerable<string> Parts(KerasLayer layer) => layer switch
    {
        { ClassName: "Bidirectional" } => ["/forward_layer/cell", "/backward_layer/cell"],
        { ClassName: "TimeDistributed", Inner: KerasLayer inner } => Parts(inner).Select(part => "/layer" + part),
        { IsRecurrent: true } => ["/cell"],
        _ => [""],
    };

    private IEnumerable<NetworkTensor> Variables(string group) =>
        Enumerable.Range(0, _file.Count(group)).Select(index => _file.Tensor(FormattableString.Invariant($"{group}/{index}")));
}
