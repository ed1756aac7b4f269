using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>Dropout: what the trainer offers, and the masks that a pass draws.</summary>
internal static class DropoutEmitter
{
    /// <summary>What the trainer is besides, behind a comma.</summary>
    public static string Contract(ModelPlan plan) => plan.Masks.Any() ? ", global::RnnGen.IDropoutTrainer" : "";

    /// <summary>The trainer's properties.</summary>
    public static void EmitApi(CodeWriter w, ModelPlan plan)
    {
        if (plan.Masks.Any())
        {
            w.Lines("""
                /// <summary>Seed of the masks of dropout. Equal seeds and equal <see cref="DropoutPass"/> give equal masks, to the bit.</summary>
                public ulong DropoutSeed { get; set; }

                /// <summary>Number of the next pass, which its masks depend on; every pass raises it. Set it back to draw the same masks again.</summary>
                public long DropoutPass { get; set; }

                """);
        }
    }

    /// <summary>What a pass takes of them when it begins.</summary>
    public static void EmitBegin(CodeWriter w, ModelPlan plan)
    {
        if (plan.Masks.Any())
        {
            w.Lines("""
                _w.DropoutSeed = DropoutSeed;
                _w.DropoutPass = DropoutPass++;
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

        w.Lines("""
            /// <summary>Seed of the masks.</summary>
            public ulong DropoutSeed;

            /// <summary>Number of the pass.</summary>
            public long DropoutPass;

            /// <summary>Draws the masks of some rows: a function of seed, pass, mask, step, row and unit, whoever draws.</summary>
            """);
        using (w.Block("public void DrawMasks(int first, int rows)"))
        {
            int number = 0;
            foreach (MaskPlan mask in plan.Masks)
            {
                w.Line($"DrawMask({mask.Field}, {number}, {ExprText.Literal(mask.Rate)}, DropoutSeed, DropoutPass, {(mask.OncePerSequence ? "1" : "MaxLength")}, first, rows);");
                number++;
            }
        }

        w.Line();
    }
}
