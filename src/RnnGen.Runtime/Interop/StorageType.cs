namespace RnnGen;

/// <summary>How weights are stored in a file or in an assembly; in memory they are floats, or what the class computes with.</summary>
public enum StorageType
{
    /// <summary>Single precision: bit for bit.</summary>
    Float32,

    /// <summary>The upper half of a float: its range, and eight bits of precision.</summary>
    BFloat16,

    /// <summary>Half precision: eleven bits, up to 65504.</summary>
    Float16,

    /// <summary>Whole numbers from -127 to 127, with a scale for each column.</summary>
    Int8,
}
