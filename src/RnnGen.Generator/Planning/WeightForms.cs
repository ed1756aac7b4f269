using RnnGen.Generator.Cells;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Decides what the products of a model's predictions are made of.</summary>
internal static class WeightForms
{
    /// <summary>Inner length up to which a sum of products of bytes is within 32 bits: 2^31 / 127², a multiple of four.</summary>
    public const int MostInt8Inputs = 133_144;

    /// <summary>
    /// The rows of a kernel that an operand of a layer's product multiplies. By heads a column of the parameters is of several units, so
    /// that no scale of its own would be theirs: it stays in floats.
    /// </summary>
    public static KernelOperandPlan OperandOfLayer(string operand, int width, int heads) =>
        new(width, heads > 1 || FloatOperands.OfLayer(CellWrappers.IsInput(operand), width));

    /// <summary>The rows of the kernel of a head's product, which has one operand.</summary>
    public static KernelOperandPlan OperandOfHead(int width, int columns) => new(width, FloatOperands.OfHead(columns));

    /// <summary>Whether an operand stays in floats where others do not.</summary>
    public static bool IsFew(ModelSpec spec, KernelOperandPlan operand) => spec.Weights == WeightStorage.Int8 && operand.StaysFloat;

    /// <summary>The products of a layer.</summary>
    public static WeightForm OfLayer(ModelSpec spec) => spec.Weights switch
    {
        WeightStorage.Int8 => WeightForm.Int8,
        WeightStorage.BFloat16 => WeightForm.BFloat16,
        _ => WeightForm.Float32,
    };

    /// <summary>A product of a head.</summary>
    public static WeightForm OfHead(ModelSpec spec, KernelOperandPlan operand) =>
        IsFew(spec, operand) ? WeightForm.Columns : OfLayer(spec);
}
