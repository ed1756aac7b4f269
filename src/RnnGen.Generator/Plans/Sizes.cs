namespace RnnGen.Generator.Plans;

/// <summary>The constants of the design.</summary>
internal static class Sizes
{
    /// <summary>Units are padded to whole vectors of the widest width, so that no tail needs scalar code.</summary>
    public const int LaneMultiple = 16;

    /// <summary>Inner length of one chain of multiply-adds: a panel of it fits the first-level cache, and rounding stays small.</summary>
    public const int Block = 192;

    /// <summary>Rows of the largest register tile; tile-interleaved copies are padded to it.</summary>
    public const int TileRows = 8;

    /// <summary>Steps that one method of the unrolled schedule holds.</summary>
    public const int StepsPerChunk = 8;

    /// <summary>
    /// Step blocks (steps times layers) up to which every step is written out: the stages of four layers of odd sizes take most of the
    /// 400 KB that one model's source may have.
    /// </summary>
    public static int UnrollBudget(int layers) => layers <= 3 ? 400 : 160;

    /// <summary>Whether every step of a static network is written out: within the budget, or too short for a chunk that repeats.</summary>
    public static bool IsWrittenOut(int steps, int layers) => (long)steps * layers <= UnrollBudget(layers) || steps < 3 * StepsPerChunk;

    public static int Padded(int units) => (units + LaneMultiple - 1) / LaneMultiple * LaneMultiple;

    /// <summary>
    /// Floats of a kernel in eight bits: four rows of a column in each, then the scales of the columns, then where their sums start.
    /// </summary>
    private static long Int8Floats(int rows, int columns) => (((rows + 3L) / 4) + 2) * columns;

    /// <summary>Floats of the rows of a kernel that one operand multiplies, where it is kept in eight bits.</summary>
    public static long Int8Floats(OperandPlan operand, int columns) =>
        operand.IsFew ? (long)operand.Width * columns : Int8Floats(operand.Width, columns);

    /// <summary>Floats from column to column of a product column by column: whole sets of 16 virtual lanes, or of 8.</summary>
    public static int ColumnStride(int rows) => rows % 16 == 8 ? rows : Padded(rows);

    /// <summary>Floats of a kernel column by column, each of them followed by zeros, then the bias.</summary>
    public static long ColumnFloats(int rows, int columns) => (long)columns * (ColumnStride(rows) + 1);

    public static int Padded8(int units) => (units + 7) / 8 * 8;

    /// <summary>Whether units are whole vectors of 256 bits and the last of them half a vector of 512.</summary>
    public static bool EndsInHalf(int units) => units % LaneMultiple == LaneMultiple / 2;

    /// <summary>Bytes of one weight of a row's tile.</summary>
    public static int BytesOf(WeightForm form) => form switch
    {
        WeightForm.Int8 => sizeof(sbyte),
        WeightForm.BFloat16 => sizeof(ushort),
        _ => sizeof(float),
    };

    public static int PaddedToTile(int rows) => (rows + TileRows - 1) / TileRows * TileRows;
}
