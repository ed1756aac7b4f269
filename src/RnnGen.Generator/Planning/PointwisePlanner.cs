using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>Plans a pointwise stage: the forward pass as written, the backward pass derived by reverse-mode differentiation.</summary>
internal sealed class PointwisePlanner(
    IPointwiseScope scope, CellStage.Pointwise stage, string method, string layer, BufferRef? outputGradient, string output)
{
    // Beyond this many terms a sum of gradients gets a name, so that nothing goes deeper into it: neither this code nor the compiler.
    private const int MostTerms = 32;

    private readonly HashSet<string> _assignedHere = [.. stage.Assignments.Select(assignment => assignment.Name)];

    public StagePlan.Pointwise Plan()
    {
        PointwisePass forward = Forward();
        PointwisePass backward = Backward();
        IEnumerable<ProductGradientPlan> productGradients = LayerPlanner.ProductGradients(
            backward.Stores.Select(store => store.Access), scope.Buffers);
        return new StagePlan.Pointwise(
            method, layer, stage.Extent.Size, scope.UnitsOf(stage.Extent), forward, backward, productGradients.ToEquatable());
    }

    private PointwisePass Forward()
    {
        List<LoadPlan> loads = [];
        HashSet<string> loaded = [];
        List<StatementPlan> statements = [];
        List<StorePlan> stores = [];
        foreach (Assignment assignment in stage.Assignments)
        {
            foreach (string name in Differentiation.References(assignment.Value)
                .Where(name => !_assignedHere.Contains(name) && loaded.Add(name)))
            {
                loads.Add(new LoadPlan(name, scope.Place(name)!));
            }

            statements.Add(new StatementPlan(assignment.Name, assignment.Value, assignment.Words));
            if (scope.Place(assignment.Name) is Access place)
            {
                bool isState = scope.StateWithNext(assignment.Name) is not null;
                bool trainingOnly = !isState && !scope.IsReadByOtherStage(assignment.Name) && !scope.IsOutputValue(assignment.Name);
                stores.Add(
                    new StorePlan(new Expr.Reference(assignment.Name), place, Accumulate: false, trainingOnly) { IsCarried = isState });
            }
        }

        bool hasMode = stores.Any(store => store.TrainingOnly) || loads.Any(load => load.Access.Slot == Slot.Mask);
        return new PointwisePass(loads.ToEquatable(), statements.ToEquatable(), stores.ToEquatable(), hasMode);
    }

    /// <summary>
    /// For each assignment v = e, from last to first: dv is the sum of all that flowed into it; each value a in e receives dv·∂e/∂a.
    /// For a nonlinear call v = f(e) the derivative is an expression of the saved v.
    /// </summary>
    private PointwisePass Backward()
    {
        List<LoadPlan> loads = [];
        List<StatementPlan> statements = [];
        Dictionary<string, Expr> gradients = [];
        Dictionary<string, int> terms = [];

        foreach (Assignment assignment in stage.Assignments.Reverse())
        {
            Expr? gradient = Incoming(assignment.Name, loads, gradients);
            if (gradient is null)
            {
                continue;
            }

            string name = "d" + assignment.Name;
            if (gradient is not Expr.Reference { Name: var existing } || existing != name)
            {
                statements.Add(new StatementPlan(name, gradient));
            }

            Expr flow = new Expr.Reference(name);
            Expr inner = assignment.Value;
            if (inner is Expr.Call call)
            {
                flow = Part(flow, Functions.Derivative(call, new Expr.Reference(assignment.Name)));
                inner = call.Argument;
                if (Differentiation.References(inner).Count > 1 || scope.Selects)
                {
                    statements.Add(new StatementPlan(name + "_", flow));
                    flow = new Expr.Reference(name + "_");
                }
            }

            foreach (string reference in Differentiation.References(inner))
            {
                Expr part = Part(flow, Differentiation.Partial(inner, reference));
                gradients[reference] = gradients.TryGetValue(reference, out Expr? sum)
                    ? Differentiation.Add(Named(reference, sum), part)
                    : part;
            }
        }

        List<StorePlan> stores = [];
        foreach (KeyValuePair<string, Expr> gradient in gradients.Where(
            gradient => !_assignedHere.Contains(gradient.Key) && !scope.IsMask(gradient.Key)))
        {
            statements.Add(new StatementPlan("d" + gradient.Key, gradient.Value));
            Access place = scope.GradientPlace(gradient.Key);
            stores.Add(new StorePlan(
                new Expr.Reference("d" + gradient.Key), place, scope.Accumulates(place), TrainingOnly: false, scope.NeedOf(gradient.Key))
            {
                IsCarried = scope.IsCarried(place),
            });
        }

        // A state that no equation reads passes nothing back from step to step.
        foreach (CellState state in stage.Assignments
            .Select(assignment => scope.StateWithNext(assignment.Name))
            .OfType<CellState>()
            .Where(scope.IsNeverRead))
        {
            stores.Add(
                new StorePlan(Expr.Zero, new Access(scope.StateGradient(state.Name), Slot.Step), Accumulate: false, TrainingOnly: false));
        }

        List<StatementPlan> complete = WithValues(statements, loads);
        return new PointwisePass(loads.ToEquatable(), complete.ToEquatable(), stores.ToEquatable(), HasMode: false);

        Expr Part(Expr flow, Expr derivative)
        {
            Expr part = Differentiation.Multiply(flow, derivative);
            return scope.Selects ? Differentiation.WhereFlows(flow, part) : part;
        }

        Expr Named(string reference, Expr sum)
        {
            int count = terms[reference] = terms.TryGetValue(reference, out int before) ? before + 1 : 1;
            if (count % MostTerms != 0)
            {
                return sum;
            }

            string name = $"d{reference}_sum{(count / MostTerms).ToString(CultureInfo.InvariantCulture)}";
            statements.Add(new StatementPlan(name, sum));
            return new Expr.Reference(name);
        }
    }

    /// <summary>
    /// What flows into an assigned value: from its readers in this stage, in later stages, in the next step and from above.
    /// </summary>
    private Expr? Incoming(string name, List<LoadPlan> loads, Dictionary<string, Expr> gradients)
    {
        Expr? sum = null;
        if (scope.StateWithNext(name) is CellState state)
        {
            Add($"d{name}FromNextStep", new Access(scope.StateGradient(state.Name), Slot.Next));
        }

        if (name == output && outputGradient is not null)
        {
            Add($"d{name}FromAbove", new Access(outputGradient, Slot.Step));
        }

        if (scope.IsReadByOtherStage(name))
        {
            Add($"d{name}FromLaterStage", scope.GradientPlace(name));
        }

        if (gradients.TryGetValue(name, out Expr? within))
        {
            return sum is null ? within : Differentiation.Add(sum, within);
        }

        // A single source needs no name of its own.
        if (sum is Expr.Reference)
        {
            loads[loads.Count - 1] = loads[loads.Count - 1] with { Name = "d" + name };
            return new Expr.Reference("d" + name);
        }

        return sum;

        void Add(string local, Access access)
        {
            loads.Add(new LoadPlan(local, access));
            sum = sum is null ? new Expr.Reference(local) : sum + new Expr.Reference(local);
        }
    }

    /// <summary>
    /// Puts before the statements what they read of the forward pass: loaded where it is stored, computed again where not.
    /// </summary>
    private List<StatementPlan> WithValues(List<StatementPlan> statements, List<LoadPlan> loads)
    {
        List<StatementPlan> recomputed = [];
        Dictionary<string, Assignment> assigned = stage.Assignments.ToDictionary(assignment => assignment.Name);
        HashSet<string> known = [.. loads.Select(load => load.Name), .. statements.Select(statement => statement.Name)];
        foreach (StatementPlan statement in statements)
        {
            foreach (string name in Differentiation.References(statement.Value))
            {
                Provide(name);
            }
        }

        return [.. recomputed, .. statements];

        void Provide(string name)
        {
            if (!known.Add(name))
            {
                return;
            }

            if (scope.Place(name) is Access place)
            {
                loads.Add(new LoadPlan(name, place));
                return;
            }

            Assignment assignment = assigned[name];
            foreach (string inner in Differentiation.References(assignment.Value))
            {
                Provide(inner);
            }

            recomputed.Add(new StatementPlan(name, assignment.Value));
        }
    }
}
