using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <content>What layers read: values where they are, joined ones, reversed ones.</content>
internal sealed partial class SequencePlanner
{
    /// <summary>
    /// What the equations read beside x: a value where it is, or a column that is put beside itself until it stands at every unit.
    /// </summary>
    private IEnumerable<LayerInput> Beside(int index, LayerSpec layer, CellDefinition cell)
    {
        for (int part = 0; part < layer.StepInputs.Count; part++)
        {
            // Of what is read where it is the cell writes the gradient, before what is joined is taken apart.
            ReadSpec read = layer.StepInputs[part];
            IEnumerable<ReadSpec> direct = _readers.OfLayer(index).Count == 1 ? [_readers.OfLayer(index)[0], .. layer.StepInputs.Take(part)]
                : layer.StepInputs.Take(part);
            yield return Input(
                index, [read], Casing.Pascal(CellNames.Display(cell.StepInputs[part])),
                [.. layer.StepInputs.Skip(part + 1), .. direct.Where(_readers.IsWhole)]);
        }
    }

    /// <summary>What a layer reads in reverse; several may be one value, to whose gradient all but the last of them add.</summary>
    private LayerInput[] Reversed(LayerName name, CellDefinition cell, LayerInput[] inputs, bool accumulate = false) =>
    [
        .. inputs.Select((input, index) => new LayerInput(
            _values.Reverse(
                name, index == 0 ? "Input" : Casing.Pascal(CellNames.Display(cell.InputName(index))), input.Value,
                accumulate || input.IsWritten || inputs.Skip(index + 1).Any(later => later.Value == input.Value)),
            IsWritten: false)),
    ];

    /// <summary>What a layer reads: one value where it is, or several that are joined.</summary>
    /// <param name="index">The layer.</param>
    /// <param name="reads">What it reads.</param>
    /// <param name="what">What names call that.</param>
    /// <param name="later">What is put together for the same layer afterwards, and comes before this on the way back.</param>
    private LayerInput Input(int index, IReadOnlyList<ReadSpec> reads, string what, params ReadSpec[] later)
    {
        if (reads.Count == 1 && _readers.IsWhole(reads[0]))
        {
            PlannedValue value = Of(reads[0].Source);
            return new LayerInput(value.Output, _readers.IsWritten(reads[0].Source, index, value.LastWritesSteps));
        }

        string stem = _names[index].Stem;
        return new LayerInput(
            Join(stem, what, $"What {_names[index].Title} reads", reads, index, Of(reads[0].Source).IsVector, later), IsWritten: false);
    }

    private SequenceValue Join(
        string stem, string what, string summary, IReadOnlyList<ReadSpec> reads, int reader, bool isVector, params ReadSpec[] laterReads)
    {
        GradientNeed[] needs = [.. reads.Select(read => Of(read.Source).Output.Need).Distinct()];
        SequenceValue target = _values.Value(
            stem, what, summary, reads.Sum(read => read.Columns * read.Times), isRead: true,
            needs.Length == 1 ? needs[0] : GradientNeed.Always, isVector);
        List<JoinPart> parts = [];
        int column = 0;
        for (int index = 0; index < reads.Count; index++)
        {
            ReadSpec read = reads[index];
            PlannedValue source = Of(read.Source);

            // The way back takes the parts from the last to the first.
            bool isWritten = _readers.IsWritten(read.Source, reader, source.LastWritesSteps)
                || reads.Skip(index + 1).Concat(laterReads).Any(later => later.Source == read.Source);
            parts.Add(new JoinPart(source.Output, read.FirstColumn, read.Columns, column, isWritten) { Times = read.Times });
            column += read.Columns * read.Times;
        }

        _sequence.Add(
            new SequencePlan.Join(stem + what + "Join", parts.ToEquatable(), target, isVector) { IsOfInputs = IsOfInputs(reads) });
        return target;
    }
}
