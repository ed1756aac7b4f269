namespace RnnGen.Tests.Networks;

/// <summary>A cell that reads two values of a step beside x, unit by unit.</summary>
[CellEquations("""
    input time, gate
    state h
    z = [x, h] * kernel + bias
    d = sigmoid(time)
    h' = d * h + (1 - d) * tanh(z + gate)
    """)]
internal sealed class FadingAttribute(int units) : RecurrentCellAttribute(units)
{
    public string? Time { get; set; }

    public string? Gate { get; set; }
}

/// <summary>Inputs of a step beside x: a column for all units, of a sequence, of another layer; x itself once more.</summary>
[RnnModel(Steps = 5)]
[Input("values", 3)]
[Input("elapsed", 1)]
[Input("mood", 2, PerSequence = true)]
[Cfc(6, Elapsed = "elapsed", BackboneUnits = 10, From = ["values"], Name = "c")]
[Dense(5, Name = "gate")]
[Fading(5, Time = "elapsed", Gate = "gate", From = ["c", "gate"], Direction = Direction.Bidirectional, Name = "both")]
[Fading(5, Time = "mood[1..2]", Gate = "gate", From = ["gate"], Direction = Direction.Reverse, Residual = true, Name = "back")]
[Fading(5, Time = "both[2..3]", Gate = "back", From = ["back"], Name = "last")]
[Concatenate(From = ["both", "last"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticElapsed;

/// <summary>Inputs of a step beside x: a column for all units, of a sequence, of another layer; x itself once more.</summary>
[RnnModel]
[Input("values", 3)]
[Input("elapsed", 1)]
[Input("mood", 2, PerSequence = true)]
[Cfc(6, Elapsed = "elapsed", BackboneUnits = 10, From = ["values"], Name = "c")]
[Dense(5, Name = "gate")]
[Fading(5, Time = "elapsed", Gate = "gate", From = ["c", "gate"], Direction = Direction.Bidirectional, Name = "both")]
[Fading(5, Time = "mood[1..2]", Gate = "gate", From = ["gate"], Direction = Direction.Reverse, Residual = true, Name = "back")]
[Fading(5, Time = "both[2..3]", Gate = "back", From = ["back"], Name = "last")]
[Concatenate(From = ["both", "last"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicElapsed;

/// <summary>Inputs of a step beside x in a network that streams.</summary>
[RnnModel(Steps = 5)]
[Input("values", 3)]
[Input("elapsed", 1)]
[Cfc(6, Elapsed = "elapsed", BackboneUnits = 10, Name = "c")]
[Fading(6, Time = "elapsed", Gate = "c", From = ["c"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticIrregular;

/// <summary>Inputs of a step beside x in a network that streams.</summary>
[RnnModel]
[Input("values", 3)]
[Input("elapsed", 1)]
[Cfc(6, Elapsed = "elapsed", BackboneUnits = 10, Name = "c")]
[Fading(6, Time = "elapsed", Gate = "c", From = ["c"])]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicIrregular;
