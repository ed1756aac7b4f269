using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>Learned states before the first step: how a sequence starts with them, and how the caller of single steps gets them.</summary>
internal static class InitialStateEmitter
{
    /// <summary>What documentation says of states that are not given.</summary>
    public static string Start(ModelPlan plan) => plan.LearnsInitialStates ? "those of <see cref=\"InitialState\"/>" : "zero";

    /// <summary>What documentation says of the state that a step reads and replaces.</summary>
    public static string About(ModelPlan plan)
    {
        string start = plan.LearnsInitialStates ? "that of <see cref=\"InitialState\"/>" : "<see langword=\"default\"/>";
        return $"The sequence's state: {start} before the first step, replaced by the state after this one.";
    }

    /// <summary>The state that a sequence starts with.</summary>
    public static void EmitApi(CodeWriter w, ModelPlan plan)
    {
        if (!plan.LearnsInitialStates)
        {
            return;
        }

        w.Lines($$"""
            /// <summary>
            /// The state of a sequence before its first step: what layers with <c>LearnedInitialState</c> have learned, zero for others.
            /// </summary>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public State InitialState()
            {
                State state = default;
                ((global::RnnGen.IRnnModel)this).InitialState(FlatStates({{Names.MemoryMarshal}}.CreateSpan(ref state, 1)));
                return state;
            }

            """);
        using (w.Block($"void global::RnnGen.IRnnModel.InitialState({Names.Span} state)"))
        {
            w.Line("global::RnnGen.Generated.BatchChecks.Count(state.Length, StateSize, \"state\", \"one row\", \"state\");");
            w.Line("long version = Parameters.VersionForReading();");
            w.Line("state.Clear();");
            foreach (StatePlan state in Learned(plan))
            {
                w.Line($"Parameters.CopyTo(version, {state.Initial!.Parameter.Offset}, state.Slice({state.Offset}, {state.Units}));");
            }
        }

        w.Line();
    }

    /// <summary>The member of the workspace that starts rows with them.</summary>
    public static void EmitWorkspace(CodeWriter w, ModelPlan plan)
    {
        if (!plan.LearnsInitialStates)
        {
            return;
        }

        w.Line("/// <summary>Learned states before the first step of some rows, where the caller gave none.</summary>");
        using (w.Block("public void StartStates(int first, int rows)"))
        using (w.Block("if (StartsFromZero)"))
        {
            foreach (StatePlan state in Learned(plan))
            {
                w.Line($"StartRows(Weights.{Names.Of(state.Initial!.Buffer)}, {Names.Of(state.Buffer)}, first, rows);");
            }
        }

        w.Line();
    }

    /// <summary>Starts the rows of a part.</summary>
    public static void EmitCall(CodeWriter w, ModelPlan plan)
    {
        if (plan.LearnsInitialStates)
        {
            w.Line("w.StartStates(first, rows);");
        }
    }

    private static System.Collections.Generic.IEnumerable<StatePlan> Learned(ModelPlan plan) =>
        plan.States.Where(state => state.Initial is not null);
}
