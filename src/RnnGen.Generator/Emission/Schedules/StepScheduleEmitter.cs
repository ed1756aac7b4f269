using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Emission.Rows;
using RnnGen.Generator.Emission.Stages;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>One step of one row through all layers.</summary>
internal static class StepScheduleEmitter
{
    /// <summary>One step through all layers.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string scratch = plan.Row!.ScratchFloats > 0 ? ", ref float scratch" : "";
        using (w.Block("private static partial class Schedule"))
        {
            w.Line("/// <summary>One step of one row through all layers, in place in its flat state.</summary>");
            using (w.Block(
                $"public static void Step<V>(RowWeights w, ref float x, {(plan.Spec.SequenceInputSize > 0 ? "ref float sequence, " : "")}"
                + "ref float state, "
                + $"{OutputNames.References(plan.Streaming)}{scratch})\n"
                + $"    {Names.WhereV}"))
            {
                if (plan.Row!.Sweeps)
                {
                    w.Line("bool back = t_back;");
                    w.Line("t_back = !back;");
                    w.Line();
                }

                // Where the value of each buffer is in a step.
                Dictionary<BufferRef, string> values = new()
                {
                    [BufferRef.Inputs] = "x",
                    [BufferRef.SequenceInputs] = "sequence",
                };
                foreach (RowItemPlan item in plan.Row!.Items)
                {
                    Item(w, item, values);
                }

                foreach (HeadPlan head in plan.Streaming)
                {
                    Head(w, plan, head, values[head.Source]);
                }
            }

            w.Line();
            BlockScheduleEmitter.Emit(w, plan);
        }
    }

    private static void Item(CodeWriter w, RowItemPlan item, Dictionary<BufferRef, string> values)
    {
        switch (item)
        {
            case RowItemPlan.Cell(var layer):
                w.Line($"// {layer.Layer.Title}");
                values[layer.Layer.Output.Access.Buffer] = Layer(w, layer, values);
                w.Line();
                break;
            case RowItemPlan.Join(var join, var offset):
                string target = Casing.Camel(Names.Of(join.Target.Access.Buffer));
                w.Line($"// {target}: {string.Join(", ", join.Parts.Select(part => Names.Of(part.Value.Access.Buffer)))}");
                w.Line($"ref float {target} = ref {At("scratch", offset)};");
                foreach (JoinPart part in join.Parts)
                {
                    string from = At(values[part.Value.Access.Buffer], part.FirstColumn), to = At(target, part.TargetColumn);
                    w.Line($"{Names.Kernels}.Copy(ref {from}, ref {to}, {part.Columns});");
                }

                Clear(w, target, join.Target.Width, Sizes.Padded(join.Target.Width) - join.Target.Width);
                w.Line();
                values[join.Target.Access.Buffer] = target;
                break;
            case RowItemPlan.Window(var window, var offset):
                string windows = Casing.Camel(Names.Of(window.Target.Access.Buffer));
                w.Line($"// {windows}: {WindowEmitter.Steps(window.Shape)}");
                w.Line($"ref float {windows} = ref {At("scratch", offset)};");
                w.Lines(
                    $"{Names.Kernels}.WindowStep(\n    ref {values[window.Source.Access.Buffer]}, ref {At("state", window.Past!.Offset)}, "
                    + $"ref {windows}, {WindowEmitter.Numbers(window)});");
                Clear(w, windows, window.Target.Width, Sizes.Padded(window.Target.Width) - window.Target.Width);
                w.Line();
                values[window.Target.Access.Buffer] = windows;
                break;
            case RowItemPlan.Alias(_, var source, var same):
                values[same] = values[source];
                break;
        }
    }

    /// <summary>Writes a layer's step, of split stages the second half if it is a step of a block; returns where its output is.</summary>
    public static string Layer(CodeWriter w, RowLayerPlan layer, Dictionary<BufferRef, string> values, bool inBlock = false)
    {
        foreach (RowPlacePlan place in layer.Places)
        {
            string name = Local(layer, place);
            bool isCopied = place.StateOffset >= 0 && place.ScratchOffset >= 0;
            w.Line(
                $"ref float {name} = ref "
                + $"{(place.ScratchOffset >= 0 ? At("scratch", place.ScratchOffset) : At("state", place.StateOffset))};");
            if (isCopied || place.IsInput)
            {
                w.Line(Copy(isCopied ? At("state", place.StateOffset) : values[place.Buffer], name, place));
            }

            Clear(w, name, place.Units, place.ClearedFloats);
            if (place.BeforeOffset >= 0)
            {
                w.Line($"ref float {name}Before = ref {name};");
                string copy = $"{name}Before = ref {At("scratch", place.BeforeOffset)};";
                if (place.ChangedByTiles == 0)
                {
                    w.Line(copy);
                    w.Line(Copy(name, $"{name}Before", place));
                }
                else
                {
                    w.Line("// More than one tile: the later ones need the state as it was.");
                    using (w.Block($"if ({Names.Of(place.UnitsSize)} > {Names.Vectors(place.ChangedByTiles)})"))
                    {
                        w.Line(copy);
                        w.Line(Copy(name, $"{name}Before", place));
                    }
                }
            }
        }

        w.Line();
        foreach (RowStagePlan stage in layer.Stages)
        {
            bool isHalf = inBlock && stage.SumsOffset >= 0;
            w.Line(
                $"StepStages.{stage.Method}{(isHalf ? RowStageEmitter.StateHalf : "")}<V>("
                + $"{string.Join(", ", Arguments(layer, stage, isHalf ? stage.StateParameters : stage.StepParameters, values))});");
        }

        foreach (RowPlacePlan place in layer.Places.Where(place => place.StateOffset >= 0 && place.ScratchOffset >= 0))
        {
            w.Line(Copy(Local(layer, place), At("state", place.StateOffset), place));
        }

        Clear(w, Local(layer, layer.Output), layer.Output.Units, layer.ClearedAfter);
        return layer.HandsUpState ? At("state", layer.Output.StateOffset) : Local(layer, layer.Output);
    }

    /// <summary>Writes the first halves of a layer's split stages.</summary>
    public static void Inputs(CodeWriter w, RowLayerPlan layer, Dictionary<BufferRef, string> values)
    {
        foreach (RowStagePlan stage in layer.Stages.Where(stage => stage.SumsOffset >= 0))
        {
            w.Line(
                $"StepStages.{stage.Method}{RowStageEmitter.InputHalf}<V>("
                + $"{string.Join(", ", Arguments(layer, stage, stage.InputParameters, values))});");
        }
    }

    /// <summary>Where a layer's output is between steps.</summary>
    public static string Output(RowLayerPlan layer) => layer.Output.ScratchOffset >= 0 && !layer.HandsUpState
        ? At("scratch", layer.Output.ScratchOffset)
        : At("state", layer.Output.StateOffset);

    private static IEnumerable<string> Arguments(
        RowLayerPlan layer, RowStagePlan stage, IEnumerable<RowParameterPlan> parameters, Dictionary<BufferRef, string> values) =>
        parameters.Select(parameter => parameter switch
        {
            RowParameterPlan.Weights => $"ref w.{stage.Method}.At(0)",
            RowParameterPlan.Sums => $"ref {At("scratch", stage.SumsOffset)}",
            RowParameterPlan.Operand(var operand) =>
                $"ref {(operand == stage.Projected ? values[operand.Source.Buffer] : Operand(layer, operand.Source, values))}",
            RowParameterPlan.Place(var access) => $"ref {Place(layer, access, values)}",
            _ => "back",
        });

    // A product broadcasts element by element: it needs no padded copy, and the caller's state stays as it was until the layer is done.
    private static string Operand(RowLayerPlan layer, Access access, Dictionary<BufferRef, string> values) =>
        layer.Places.FirstOrDefault(place => place.Buffer == access.Buffer) is { StateOffset: >= 0, ScratchOffset: >= 0 } place
            && access.Slot == Slot.Step
            ? At("state", place.StateOffset)
            : Place(layer, access, values);

    private static string Place(RowLayerPlan layer, Access access, Dictionary<BufferRef, string> values)
    {
        if (access.Slot == Slot.Parameter)
        {
            return $"w.{Names.Of(access.Buffer)}.At(0)";
        }

        if (layer.Places.All(place => place.Buffer != access.Buffer))
        {
            return values[access.Buffer];
        }

        RowPlacePlan place = layer.Places.First(place => place.Buffer == access.Buffer);
        return Local(layer, place) + (place.BeforeOffset >= 0 && access.Slot == Slot.Step ? "Before" : "");
    }

    // The padded copy of a layer's input is not the state below, which has a name already.
    private static string Local(RowLayerPlan layer, RowPlacePlan place) => Casing.Camel(!place.IsInput ? Names.Of(place.Buffer)
        : layer.Layer.Inputs.Count == 1 ? layer.Layer.Name + "Input"
        : $"{layer.Layer.Name}{Names.Of(place.Buffer)}Input");

    /// <summary>Writes what a head does in a step with what it reads.</summary>
    public static void Head(CodeWriter w, ModelPlan plan, HeadPlan head, string input)
    {
        if (head.Stages.Count == 0)
        {
            w.Line($"{Names.Kernels}.Copy(ref {input}, ref {OutputNames.Of(head, "y")}, {Names.Of(head.Output.UnitsSize)});");
            return;
        }

        w.Line($"// The output{(head.Name is null ? "" : $" of head {head.Name}")}");
        string y = OutputNames.Of(head, "y"), size = OutputNames.Size(head);
        foreach (RowHeadPlan dense in plan.Row!.Head.Where(dense => dense.Head == head.Name))
        {
            string method = dense.Stage.Method, output = dense.ScratchOffset < 0 ? y : Casing.Camel(method);
            if (dense.ScratchOffset >= 0)
            {
                w.Line($"ref float {output} = ref {At("scratch", dense.ScratchOffset)};");
                Clear(w, output, dense.Stage.Units, dense.ClearedFloats);
            }

            IEnumerable<string> arguments = dense.Stage.StepParameters.Select(parameter => parameter switch
            {
                RowParameterPlan.Weights => $"w.{method}.At(0)",
                RowParameterPlan.Operand => input,
                RowParameterPlan.Place(var access) when dense.Stage.Loads.Any(load => load.Access.Buffer == access.Buffer) => input,
                _ => output,
            });
            w.Line($"StepStages.{method}<V>({string.Join(", ", arguments.Select(argument => $"ref {argument}"))});");
            input = output;
        }

        if (input != y)
        {
            w.Line($"{Names.Kernels}.Copy(ref {input}, ref {y}, {size});");
        }
    }

    private static string Copy(string from, string to, RowPlacePlan place) =>
        $"{Names.Kernels}.Copy(ref {from}, ref {to}, {Names.Of(place.UnitsSize)});";

    private static void Clear(CodeWriter w, string name, int from, int floats)
    {
        if (floats > 0)
        {
            w.Line($"{Names.Kernels}.Clear(ref {At(name, from)}, {floats});");
        }
    }

    private static string At(string origin, int offset) => offset == 0 ? origin : $"{Names.Kernels}.At(ref {origin}, {offset})";
}
