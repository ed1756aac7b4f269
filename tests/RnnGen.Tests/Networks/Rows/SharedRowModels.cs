namespace RnnGen.Tests.Networks;

// Rows that run alone whose layers are wide enough to be shared among threads: every kind of stage, units that are no whole tiles, and
// narrow layers and other things between them.

[RnnModel(InputSize = 3, Training = false), Lstm(104), Gru(24), Gru(200), Dense(3)]
internal sealed partial class SharedStack;

[RnnModel(InputSize = 7, Steps = 70, Training = false), Lstm(136, Peepholes = true), Dense(3)]
internal sealed partial class SharedStatic;

[RnnModel(InputSize = 5, Training = false), Lstm(130, LayerNorm = true, LearnedInitialState = true), Gru(144, LayerNorm = true)]
internal sealed partial class SharedNormalized;

[RnnModel(InputSize = 5, Training = false), Lstm(200, Projection = 168), Gru(180, ResetAfter = true)]
internal sealed partial class SharedProjected;

/// <summary>The products of the inputs alone are shared: each step's own are few.</summary>
[RnnModel(InputSize = 900, Training = false), Gru(40), Rnn(8)]
internal sealed partial class SharedInputs;

/// <summary>Wide layers among what has no steps, reads several values or starts with another layer's state.</summary>
[RnnModel(Training = false)]
[Input("sound", 4)]
[Input("room", 3, PerSequence = true)]
[Dense(6, Name = "walls", From = ["room"])]
[Repeat(Name = "around")]
[Lstm(120, Name = "low", From = ["sound", "around"])]
[Dense(30, Activation = Activation.Tanh, Name = "every")]
[Lstm(120, Name = "high", From = ["low", "every", "sound"], InitialState = "low")]
[Pooling(Pooling.Attention)]
[Dense(150, Activation = Activation.Relu)]
[Dense(4)]
internal sealed partial class SharedGraph;
