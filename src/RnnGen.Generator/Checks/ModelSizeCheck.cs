using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Checks;

/// <summary>
/// Limits that only the plan of a model can tell, looked at before anything is printed: how many parameters it has, how much code its
/// steps are.
/// </summary>
internal static class ModelSizeCheck
{
    /// <summary>The parser's result with what is to be said of the model's size; without a specification where that is too large.</summary>
    public static ParseResult Check(ParseResult parsed)
    {
        if (parsed is not { Spec: ModelSpec spec, Places: ModelPlaces places })
        {
            return parsed with { Places = null };
        }

        DiagnosticInfo? found = null;
        long parameters = ModelPlanner.CountParameters(spec);
        bool isTooLarge = parameters > Limits.Parameters;
        if (isTooLarge)
        {
            found = DiagnosticInfo.Create(Descriptors.TooManyParameters, places.Model, spec.Type.PlainName, parameters, Limits.Parameters);
        }
        else if (ModelPlanner.TooWideForInt8(spec) is (string layer, int width))
        {
            isTooLarge = true;
            found = DiagnosticInfo.Create(Descriptors.TooWideForInt8, places.Weights, layer, width, WeightForms.MostInt8Inputs);
        }
        else if (spec.Steps is int steps && !Sizes.IsWrittenOut(steps, spec.CellCount))
        {
            int layers = spec.CellCount;
            object[] numbers = [steps, Counted.Of(layers, "layer"), Sizes.UnrollBudget(layers), Sizes.StepsPerChunk];
            found = DiagnosticInfo.Create(Descriptors.LongUnrolling, places.Steps, numbers);
        }

        EquatableArray<DiagnosticInfo> diagnostics = found is null ? parsed.Diagnostics : parsed.Diagnostics.Append(found).ToEquatable();
        return parsed with { Spec = isTooLarge ? null : spec, Diagnostics = diagnostics, Places = null };
    }
}
