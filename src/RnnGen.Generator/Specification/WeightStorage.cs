namespace RnnGen.Generator.Specification;

/// <summary>How weights are kept for prediction; the names and numbers of the runtime's enum WeightStorage.</summary>
internal enum WeightStorage
{
    Float32,
    BFloat16,
    Int8,
}
