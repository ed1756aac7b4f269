namespace RnnGen.Bench.Models;

// Stacks, whose layers run staggered in a block of steps.

[RnnModel(InputSize = 1, Training = false), Lstm(8), Lstm(8), Dense(1)]
internal sealed partial class BlockLstm8Twice;

[RnnModel(InputSize = 1, Training = false), Lstm(16), Lstm(16), Dense(1)]
internal sealed partial class BlockLstm16Twice;
