namespace RnnGen.Generator.Plans;

/// <summary>
/// One of the parameters of a row's stage. A list of them is the order of the method's parameters and of the arguments of every call.
/// </summary>
internal abstract record RowParameterPlan
{
    /// <summary>The packed weights.</summary>
    internal sealed record Weights : RowParameterPlan;

    /// <summary>Products of a sequence's inputs that are there already, or the sums that a tile sets aside.</summary>
    internal sealed record Product : RowParameterPlan;

    /// <summary>The sums over a step's inputs, which its states are added to later.</summary>
    internal sealed record Sums : RowParameterPlan;

    /// <summary>An operand of the matrix product.</summary>
    internal sealed record Operand(OperandPlan Plan) : RowParameterPlan;

    /// <summary>A place that is read or written unit by unit.</summary>
    internal sealed record Place(Access Access) : RowParameterPlan;

    /// <summary>Whether the states are zero, so that their products are left out.</summary>
    internal sealed record FromZero : RowParameterPlan;

    /// <summary>The units of this thread's share, of a stage that threads share.</summary>
    internal sealed record Share : RowParameterPlan;

    /// <summary>Whether this step goes through the tiles from the last to the first.</summary>
    internal sealed record Back : RowParameterPlan;
}
