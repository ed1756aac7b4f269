namespace RnnGen.Tests.Networks;

// Rows that run alone: every size of tile, inner lengths of one, two and more blocks, more steps than are projected at once.

[RnnModel(InputSize = 1, Training = false), Lstm(8), Dense(1)]
internal sealed partial class RowLstm8;

[RnnModel(InputSize = 3, Training = false), Gru(24), Lstm(40), Dense(4), Dense(3)]
internal sealed partial class RowMixed;

[RnnModel(InputSize = 7, Training = false), Gru(56), Rnn(120), Dense(10)]
internal sealed partial class RowTiles;

// Three and seven vectors of 512 bits, which are more than one tile.
[RnnModel(InputSize = 3, Training = false), Rnn(48), Rnn(100)]
internal sealed partial class RowOddTiles;

[RnnModel(InputSize = 200, Training = false), Lstm(200), Gru(400)]
internal sealed partial class RowBlocks;

// One operand alone of two and of three blocks: the state's part of a candidate that is reset after its product, and a projection.
[RnnModel(InputSize = 3, Training = false), Gru(200, ResetAfter = true), Lstm(400, Projection = 24)]
internal sealed partial class RowWideOperands;

// Half a vector of 512 bits behind one, behind two, and behind a tile; a layer of half a vector alone, one that reads its input unit by
// unit, and one with half a vector in three stages.
[RnnModel(InputSize = 24, Training = false), Lstm(24, Residual = true), Lstm(40), Lstm(56, Peepholes = true), Dense(24), Dense(8), Dense(2)]
internal sealed partial class RowHalves;

[RnnModel(InputSize = 8, Training = false), Gru(24, ResetAfter = true), Mgu(8), Ugrnn(40), LayerNorm, Rnn(24), Dense(1)]
internal sealed partial class RowHalfStages;

// Normalised layers whose states end in half a vector.
[RnnModel(InputSize = 1, Training = false), Lstm(24, LayerNorm = true), Gru(8, LayerNorm = true), Dense(1)]
internal sealed partial class RowNormalizedHalves;

// Units that fill no vector of 256 bits: states are padded copies, of which products read the original.
[RnnModel(InputSize = 1, Training = false), Lstm(12), Lstm(20), Gru(12), Gru(20, ResetAfter = true), Rnn(12), Dense(1)]
internal sealed partial class RowPadded;

/// <summary>A step's scratch is too large for the stack.</summary>
[RnnModel(InputSize = 1, Training = false), Gru(1400), Dense(1)]
internal sealed partial class RowHuge;

// Static networks of small layers run interleaved: three layers, each a step behind the one below; within and beyond the budget of
// unrolled text.

[RnnModel(InputSize = 5, Steps = 19, Training = false), Lstm(8), Gru(7), Rnn(5), Dense(2)]
internal sealed partial class InterleavedStatic;

[RnnModel(InputSize = 5, Training = false), Lstm(8), Gru(7), Rnn(5), Dense(2)]
internal sealed partial class InterleavedDynamic;

[RnnModel(InputSize = 2, Steps = 213, Training = false), Gru(8), Lstm(3)]
internal sealed partial class InterleavedLong;

[RnnModel(InputSize = 2, Training = false), Gru(8), Lstm(3)]
internal sealed partial class InterleavedLoop;

[RnnModel(InputSize = 2, Steps = 1, Training = false), Rnn(3), Rnn(4), Rnn(5), Dense(2)]
internal sealed partial class InterleavedOnce;

[RnnModel(InputSize = 2, Training = false), Rnn(3), Rnn(4), Rnn(5), Dense(2)]
internal sealed partial class InterleavedOnceLoop;
