using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>Dropout: what the trainer offers, and the masks that a pass draws.</summary>
internal static class DropoutEmitter
{
    /// <summary>The trainer's properties.</summary>
    public static void EmitApi(CodeWriter w, ModelPlan plan)
    {
        if (plan.Masks.Any())
        {
            w.Lines("""
                /// <summary>
                /// Seed of the dropout masks. Equal seeds and equal values of <see cref="DropoutPass"/> give equal masks, to the bit.
                /// </summary>
                public ulong DropoutSeed
                {
                    get => MaskSeed;
                    set => MaskSeed = value;
                }

                /// <summary>
                /// Number of the next pass, on which its masks depend; every pass raises it. Set it back to draw the same masks again.
                /// </summary>
                public long DropoutPass
                {
                    get => MaskPass;
                    set => MaskPass = value;
                }

                """);
        }
    }

    /// <summary>The members of the workspace.</summary>
    public static void EmitWorkspace(CodeWriter w, ModelPlan plan)
    {
        if (!plan.Masks.Any())
        {
            return;
        }

        w.Line("public override bool Drops => true;");
        w.Line();
        using (w.Block("protected override void ForwardForTraining<V>(int first, int rows)"))
        {
            int number = 0;
            foreach (MaskPlan mask in plan.Masks)
            {
                w.Line(
                    $"DrawMask({Names.Of(mask.Buffer)}, {number}, {ExprText.Literal(mask.Rate)}, "
                    + $"{(mask.OncePerSequence ? "1" : "MaxLength")}, first, rows);");
                number++;
            }

            w.Line("Schedule.Forward<V, global::RnnGen.Generated.TrainingPass>(this, first, rows);");
        }

        w.Line();
    }
}
