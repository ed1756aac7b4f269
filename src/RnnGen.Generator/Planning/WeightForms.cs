using RnnGen.Generator.Cells;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Decides what the products of a model's predictions are made of.</summary>
internal static class WeightForms
{
    /// <summary>Columns up to which a dense layer of a head is a sum across units for each.</summary>
    public const int MostDotColumns = 4;

    /// <summary>Inner length up to which a sum of products of bytes is within 32 bits: 2^31 / 127², a multiple of four.</summary>
    public const int MostInt8Inputs = 133_144;

    /// <summary>Inputs of a layer up to which they stay in floats.</summary>
    public const int FewInputs = 4;

    /// <summary>Whether an operand of a layer's product stays in floats where others do not.</summary>
    public static bool IsFew(ModelSpec spec, string operand, int width) =>
        spec.Weights == WeightStorage.Int8 && operand == CellBuilder.InputName && width <= FewInputs;

    /// <summary>The products of a layer.</summary>
    public static WeightForm OfLayer(ModelSpec spec) => spec.Weights switch
    {
        WeightStorage.Int8 => WeightForm.Int8,
        WeightStorage.BFloat16 => WeightForm.BFloat16,
        _ => WeightForm.Float32,
    };

    /// <summary>
    /// A product of a head, which is what the user reads: one of few columns, the numbers of a regression or the scores of an attention,
    /// costs little and stays in floats.
    /// </summary>
    public static WeightForm OfHead(ModelSpec spec, int columns) =>
        spec.Weights == WeightStorage.Int8 && columns <= MostDotColumns ? WeightForm.Columns : OfLayer(spec);
}
