namespace RnnGen.Generator.Plans;

/// <summary>A place in a buffer: a row of a slot, from a column on.</summary>
internal sealed record Access(BufferRef Buffer, Slot Slot, int Column = 0);

/// <summary>Which slot of a buffer a stage reads or writes.</summary>
internal enum Slot
{
    /// <summary>The only slot.</summary>
    Single,

    /// <summary>The slot of this step; of a state: its value before the step.</summary>
    Step,

    /// <summary>The slot after this step's: a state's value after the step.</summary>
    Next,

    /// <summary>No slot of an activation: learned values in the packed weights.</summary>
    Parameter,

    /// <summary>The slot of this step of a mask of dropout; 1 everywhere but in training.</summary>
    Mask,
}
