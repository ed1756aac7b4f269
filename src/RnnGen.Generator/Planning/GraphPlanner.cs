using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Language;
using RnnGen.Generator.Planning.Descriptions;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans what the description says of the network's values and of who reads them: inputs, layers, heads, in this order.</summary>
internal sealed class GraphPlanner
{
    private readonly ModelSpec _spec;
    private readonly IReadOnlyList<LayerName> _names;
    private readonly IReadOnlyList<long> _parameters;
    private readonly ValueReaders _readers;
    private readonly List<GraphNodePlan> _nodes = [];
    private readonly List<InputColumns> _inputs = [];
    private readonly Dictionary<int, int> _layers = [];

    /// <param name="spec">The model.</param>
    /// <param name="parameters">Number of parameters of each layer.</param>
    public GraphPlanner(ModelSpec spec, IReadOnlyList<long> parameters)
    {
        _spec = spec;
        _parameters = parameters;
        _readers = new ValueReaders(spec);
        _names = LayerNames.Of(spec.Layers, spec.Heads.Select(head => head.Name));
    }

    /// <summary>All values, each after those that it is made of.</summary>
    /// <param name="heads">The heads as planned.</param>
    public EquatableArray<GraphNodePlan> Plan(IReadOnlyList<HeadPlan> heads)
    {
        Inputs();
        for (int index = 0; index < _spec.Layers.Count; index++)
        {
            Layer(index);
        }

        for (int index = 0; index < heads.Count; index++)
        {
            Head(index, heads[index]);
        }

        return _nodes.ToEquatable();
    }

    private void Inputs()
    {
        if (_spec.Embedding is EmbeddingSpec embedding)
        {
            _nodes.Add(new GraphNodePlan("tokens", GraphText.Tokens(embedding), GraphRole.Input, Size: 0, HasSteps: true, 0));
            _nodes.Add(
                new GraphNodePlan(
                    embedding.Name, GraphText.Kind(embedding), GraphRole.Layer, embedding.Units, HasSteps: true,
                    (long)embedding.Vocabulary * embedding.Units)
                {
                    Options = GraphText.Options(embedding).ToEquatable(),
                    Reads = new[] { new GraphReadPlan(0, 0, 0) }.ToEquatable(),
                });
            _inputs.Add(new InputColumns(ReadSpec.Inputs, 0, embedding.Units, 1));
        }
        else if (_spec.Inputs.Count == 0)
        {
            Input(new InputSpec("input", _spec.InputSize, PerSequence: false, 0));
        }

        foreach (InputSpec input in _spec.Inputs)
        {
            Input(input);
        }
    }

    private void Input(InputSpec input)
    {
        int source = input.PerSequence ? ReadSpec.SequenceInputs : ReadSpec.Inputs;
        _inputs.Add(new InputColumns(source, input.FirstColumn, input.Size, _nodes.Count));
        _nodes.Add(new GraphNodePlan(input.Name, GraphText.Kind(input), GraphRole.Input, input.Size, !input.PerSequence, 0)
        {
            Options = GraphText.Options(input).ToEquatable(),
        });
    }

    private void Layer(int index)
    {
        LayerSpec layer = _spec.Layers[index];
        _layers.Add(index, _nodes.Count);
        _nodes.Add(
            new GraphNodePlan(
                _names[index].Path, GraphText.Kind(layer), GraphRole.Layer, layer.OutputSize, !layer.IsVector, _parameters[index])
            {
                Options = GraphText.Options(layer).ToEquatable(),
                Reads = Reads(_readers.OfLayer(index)),
                StepInputs = layer.StepInputs.SelectMany(read => Reads([read])).ToEquatable(),
                InitialState = layer.InitialState is int source ? _layers[source] : null,
                Head = layer.Head,
                IsImplicit = layer.IsImplicit,
                Equations = layer.IsRecurrent ? Equations(layer) : null,
                IsOwnCell = layer.Equations is not null,
            });
    }

    private static string Equations(LayerSpec layer) => layer.Equations is string text
        ? CellText.Readable(text)
        : CellEquationText.Of(CellText.Define(layer));

    private void Head(int index, HeadPlan plan)
    {
        HeadSpec head = _spec.Heads[index];
        IReadOnlyList<ReadSpec> reads = _readers.OfHead(index);
        EquatableArray<GraphReadPlan> below = Reads(reads);
        if (plan.Reduction is ReductionPlan reduction)
        {
            below = Add(
                new GraphNodePlan(
                    LayerNames.OfReduction(head), GraphText.Kind(head.Reduction), GraphRole.Layer, reduction.Units,
                    HasSteps: false, CountOf(reduction.Scores.OfType<StagePlan.Matrix>()))
                {
                    Options = GraphText.Options(head.Attention).ToEquatable(),
                    IsImplicit = !head.Pools,
                });
        }

        int number = LayerNames.Count(_spec.Layers, head.Name);
        for (int dense = 0; dense < plan.Dense.Count; dense++)
        {
            DenseSpec layer = head.Dense[dense];
            string name = layer.Name ?? LayerNames.OfDense(head, number + dense);
            below = Add(
                new GraphNodePlan(name, GraphText.Kind(layer), GraphRole.Layer, layer.Units, plan.IsEveryStep, CountOf([plan.Dense[dense]]))
                {
                    Options = GraphText.Options(layer).ToEquatable(),
                });
        }

        Add(
            new GraphNodePlan(
                head.Name ?? "output", head.Loss?.Kind.ToString() ?? "", GraphRole.Output, plan.Output.Units, plan.IsEveryStep, 0)
            {
                Options = GraphText.Options(head).ToEquatable(),
            });

        EquatableArray<GraphReadPlan> Add(GraphNodePlan node)
        {
            _nodes.Add(node with { Reads = below, Head = head.Name });
            return new[] { new GraphReadPlan(_nodes.Count - 1, 0, node.Size) }.ToEquatable();
        }
    }

    /// <summary>Columns of the inputs are those of one input, or of several that stand side by side.</summary>
    private EquatableArray<GraphReadPlan> Reads(IReadOnlyList<ReadSpec> reads) => reads.SelectMany(read => read.Source >= 0
        ? [new GraphReadPlan(_layers[read.Source], read.FirstColumn, read.Columns)]
        : _inputs.Where(input => input.Source == read.Source).Select(input => input.Within(read)).OfType<GraphReadPlan>()).ToEquatable();

    private static long CountOf(IEnumerable<StagePlan.Matrix> products) =>
        products.Sum(product => product.Kernel.Count + (product.Bias?.Count ?? 0));

    /// <summary>Where an input stands among those of its kind.</summary>
    private sealed record InputColumns(int Source, int FirstColumn, int Columns, int Node)
    {
        /// <summary>The part of a read that falls into this input, if any.</summary>
        public GraphReadPlan? Within(ReadSpec read)
        {
            int first = Math.Max(FirstColumn, read.FirstColumn);
            int end = Math.Min(FirstColumn + Columns, read.FirstColumn + read.Columns);
            return first < end ? new GraphReadPlan(Node, first - FirstColumn, end - first) : null;
        }
    }
}
