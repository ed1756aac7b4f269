namespace RnnGen.Bench.Models;

/// <summary>One step from the zero state is one matrix product, input by kernel, and little else.</summary>
[RnnModel(InputSize = 512, Steps = 1), Lstm(512)]
internal sealed partial class MatrixModel;

/// <summary>One input, few units: what is left is the gates' arithmetic.</summary>
[RnnModel(InputSize = 1, Steps = 1), Lstm(32)]
internal sealed partial class LstmGatesModel;

/// <summary>The same for a GRU.</summary>
[RnnModel(InputSize = 1, Steps = 1), Gru(32)]
internal sealed partial class GruGatesModel;
