using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Plans;

/// <summary>How a parameter, or a block of one, starts.</summary>
/// <param name="Kind">The distribution; never the preset.</param>
/// <param name="Value">Its number, of kinds that take one.</param>
/// <param name="FanIn">Rows; of PyTorch's distribution the size under the root.</param>
/// <param name="FanOut">Columns.</param>
/// <param name="Mean">What is added to every number.</param>
internal sealed record InitializerPlan(Initializer Kind, double Value, int FanIn, int FanOut, double Mean = 0);

/// <summary>A block of a parameter that starts in its own way.</summary>
internal sealed record RegionPlan(int Row, int Rows, int Column, int Columns, InitializerPlan Initializer, SharedMatrixPlan? Matrix = null);

/// <summary>A matrix that is drawn as one and lies in several parameters; the block has its columns from the first one on.</summary>
internal sealed record SharedMatrixPlan(int Number, int Columns, int FirstColumn);
