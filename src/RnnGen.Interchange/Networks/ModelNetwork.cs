using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Models of compiled classes as networks, for those who write files of other frameworks.</summary>
public static class ModelNetwork
{
    /// <summary>
    /// The network of a model, with its weights as they are. Layers, inputs, states and heads have the names that the class gives them;
    /// what no attribute stands for is left out. Losses come without their options.
    /// </summary>
    /// <param name="model">The model; it must not be trained or edited meanwhile.</param>
    /// <exception cref="NotSupportedException">An earlier package generated the class, so that its layers are not told.</exception>
    /// <exception cref="InvalidOperationException">The parameters are being edited or trained.</exception>
    public static Network Of(IRnnModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelDescription description = model.Description;
        if (description.Layers.Count == 0)
        {
            throw new NotSupportedException(
                $"{description.Name} does not tell its layers, since an earlier package generated the class: compile it again.");
        }

        return new Reader(model).Read();
    }

    /// <summary>Goes through the values of a description; parameters and states stand in the order of their layers.</summary>
    private sealed class Reader(IRnnModel model)
    {
        private readonly ModelDescription _description = model.Description;
        private readonly IReadOnlyList<LayerInfo> _values = model.Description.Layers;
        private readonly Dictionary<int, NetworkLayer> _layers = [];
        private readonly List<NetworkInput> _inputs = [];
        private int _parameter;
        private int _state;

        public Network Read()
        {
            for (int index = 0; index < _values.Count; index++)
            {
                LayerInfo value = _values[index];
                if (value.Role == LayerRole.Input)
                {
                    AddInput(value);
                }
                else if (value.Role == LayerRole.Layer)
                {
                    AddLayer(index, value);
                }
            }

            NetworkHead[] heads =
                [.. Enumerable.Range(0, _values.Count).Where(index => _values[index].Role == LayerRole.Output).Select(Head)];
            HashSet<NetworkLayer> ofHeads = [.. heads.SelectMany(head => head.Layers)];
            return new Network
            {
                Name = _description.Name,
                Inputs = _inputs,
                Layers = [.. _layers.OrderBy(layer => layer.Key).Select(layer => layer.Value).Where(layer => !ofHeads.Contains(layer))],
                Heads = heads,
                Steps = _description.Steps,
            };
        }

        private void AddInput(LayerInfo value)
        {
            // Tokens are the input of the embedding, which stands for both.
            if (value.Size > 0)
            {
                _inputs.Add(new NetworkInput(value.Name, value.Size) { PerSequence = !value.HasSteps });
            }
        }

        private void AddLayer(int index, LayerInfo value)
        {
            IReadOnlyList<NetworkTensor> parameters = Parameters(value);
            (string kind, IReadOnlyList<object> arguments) = AttributeText.Kind(value.Kind);
            if (kind == "Embedding")
            {
                _inputs.Add(new NetworkInput(value.Name, 0)
                {
                    Embedding = new NetworkEmbedding((int)arguments[0], (int)arguments[1], parameters[0]),
                });
            }
            else if (!value.IsImplicit)
            {
                _layers.Add(index, new NetworkLayer
                {
                    Name = value.Name,
                    Kind = kind,
                    Arguments = arguments,
                    Options = AttributeText.Options(value.Options),
                    Reads = Reads(value.Reads),
                    StepInputs = Reads(value.StepInputs),
                    Size = value.Size,
                    HasSteps = value.HasSteps,
                    InitialState = value.InitialState is int source ? _values[source].Name : null,
                    Parameters = parameters,
                    States = States(value),
                    Equations = value.Equations,
                    IsOwnCell = value.IsOwnCell,
                });
            }
        }

        private List<NetworkTensor> Parameters(LayerInfo value)
        {
            List<NetworkTensor> tensors = [];
            for (int count = value.ParameterCount; count > 0; _parameter++)
            {
                ParameterInfo parameter = _description.Parameters[_parameter];
                tensors.Add(new NetworkTensor(
                    parameter.Name[(value.Name.Length + 1)..], parameter.Shape, model.Parameters[parameter.Name].ToArray()));
                count -= parameter.Count;
            }

            return tensors;
        }

        private List<NetworkState> States(LayerInfo value)
        {
            List<NetworkState> states = [];
            string prefix = value.Name + "/";
            for (; _state < _description.States.Count; _state++)
            {
                StateInfo state = _description.States[_state];
                if (!state.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    break;
                }

                states.Add(new NetworkState(state.Name[prefix.Length..], state.Units));
            }

            return states;
        }

        /// <summary>The pooling and the dense layers at the end are a head's; with a name all that stands under it is.</summary>
        private NetworkHead Head(int output)
        {
            LayerInfo value = _values[output];
            List<int> layers = value.Head is string name
                ? [.. _layers.Keys.Where(index => _values[index].Head == name).Order()]
                : Ending(output);
            return new NetworkHead(
                value.Head ?? "",
                layers.Count > 0 ? _layers[layers[0]].Reads : Reads(value.Reads),
                [.. layers.Select(index => _layers[index])])
            {
                HasSteps = value.HasSteps,
                Loss = value.Kind.Length > 0 ? value.Kind : null,
            };
        }

        private List<int> Ending(int output)
        {
            List<int> layers = [];
            for (int reader = output; _values[reader].Reads is [LayerRead read]; reader = read.Layer)
            {
                LayerInfo value = _values[read.Layer];
                bool pools = value.Kind.StartsWith("Pooling(", StringComparison.Ordinal);
                if (value.IsImplicit || read.Columns != value.Size || !(pools || value.Kind.StartsWith("Dense(", StringComparison.Ordinal)))
                {
                    break;
                }

                layers.Insert(0, read.Layer);
                if (pools)
                {
                    break;
                }
            }

            return layers;
        }

        /// <summary>Reads with those through values that no attribute stands for taken further, to what these read.</summary>
        private List<NetworkRead> Reads(IEnumerable<LayerRead> reads) =>
            [.. reads.SelectMany(read => Read(read.Layer, read.FirstColumn, read.Columns))];

        private IEnumerable<NetworkRead> Read(int index, int firstColumn, int columns)
        {
            LayerInfo value = _values[index];
            if (!value.IsImplicit)
            {
                yield return new NetworkRead(value.Name, firstColumn, columns);
                yield break;
            }

            int start = 0;
            foreach (LayerRead part in value.Reads)
            {
                int first = Math.Max(firstColumn, start), end = Math.Min(firstColumn + columns, start + part.Columns);
                if (first < end)
                {
                    foreach (NetworkRead read in Read(part.Layer, part.FirstColumn + first - start, end - first))
                    {
                        yield return read;
                    }
                }

                start += part.Columns;
            }
        }
    }
}
