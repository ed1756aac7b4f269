using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Fuses the stages of a layer for one row, and decides the shape of their tiles.</summary>
internal static class RowStagePlanner
{
    // Sums that the registers of every architecture hold, and that hide the latency of a multiply-add.
    private const int Accumulators = 8;

    // Nonlinear calls that the JIT still inlines into one method with everything that they call.
    private const int MaxCalls = 10;

    // More calls in a row, and the JIT spills the constants that they share: a loop over the vectors was measured a tenth faster for
    // LSTM. Without AVX-512, where a function takes more operations, eight calls in a row are no longer inlined whole.
    private const int MaxStraightCalls = 7;

    // Products in one turn of a tile's loop. With another thread on the same core, the loop's own instructions cost as much as any;
    // a sequence's tiles are the larger part of the source, and stay at one row of a full tile.
    private const int StepProducts = 16;
    private const int SequenceProducts = 8;
    private const int MaxTurn = 4;

    // A sweep through more bytes of weights than this finds them gone from a first-level cache of 32 KB at its next start.
    private const long SweepBytes = 28 * 1024;

    /// <summary>The stages of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="projects">Whether sequences take the products of the inputs of many steps at once.</param>
    public static IEnumerable<RowStagePlan> Plan(LayerPlan layer, bool projects)
    {
        List<RowStagePlan> stages = [.. Fuse(layer)];
        bool isShared = projects && stages.Any(stage => stage.StepwiseBytes >= 2 * RowPlan.ThreadBytes);
        return stages.Select(stage => stage with
        {
            IsShared = isShared,
            StepParameters = StepParameters(stage),
            SequenceParameters = Parameters(
                stage, projects ? stage.Stepwise : stage.Matrix?.Operands ?? default, stage.SetsAside, stage.HasState, isShared)
                .ToEquatable(),
        });
    }

    /// <summary>A dense layer of a head, of which streams have single rows.</summary>
    public static RowStagePlan Plan(StagePlan.Matrix product, StagePlan.Pointwise? activation)
    {
        RowStagePlan stage = Shape(product with { IsRecurrent = false }, activation);
        return stage with { StepParameters = StepParameters(stage) };
    }

    /// <summary>The activation of such a layer, where it is not a part of the product's stage.</summary>
    public static RowStagePlan Plan(StagePlan.Pointwise activation)
    {
        RowStagePlan stage = Shape(null, activation);
        return stage with { StepParameters = StepParameters(stage) };
    }

    private static EquatableArray<RowParameterPlan> StepParameters(RowStagePlan stage) =>
        Parameters(stage, stage.Matrix?.Operands ?? default, setsAside: false, skipsZero: false, isShared: false).ToEquatable();

    private static IEnumerable<RowParameterPlan> Parameters(
        RowStagePlan stage, IEnumerable<OperandPlan> operands, bool setsAside, bool skipsZero, bool isShared) =>
    [
        .. stage.Matrix is null ? Array.Empty<RowParameterPlan>() : [new RowParameterPlan.Weights()],
        .. stage.Matrix is not null && setsAside ? [new RowParameterPlan.Product()] : Array.Empty<RowParameterPlan>(),
        .. operands.Select(operand => new RowParameterPlan.Operand(operand)),
        .. stage.Places.Select(place => new RowParameterPlan.Place(place)),
        .. skipsZero ? [new RowParameterPlan.FromZero()] : Array.Empty<RowParameterPlan>(),
        .. isShared && stage.Normalize is null ? [new RowParameterPlan.Share()] : Array.Empty<RowParameterPlan>(),
        .. stage.Sweeps ? [new RowParameterPlan.Back()] : Array.Empty<RowParameterPlan>(),
    ];

    /// <summary>A matrix stage and the pointwise stage after it become one when nothing else reads the products.</summary>
    private static IEnumerable<RowStagePlan> Fuse(LayerPlan layer)
    {
        for (int index = 0; index < layer.Stages.Count; index++)
        {
            if (layer.Stages[index] is StagePlan.Pointwise alone)
            {
                yield return Shape(null, alone);
                continue;
            }

            if (layer.Stages[index] is StagePlan.Normalize normalize)
            {
                yield return new RowStagePlan(null, null, default, default, 1, default, 1) { Normalize = normalize };
                continue;
            }

            StagePlan.Matrix matrix = (StagePlan.Matrix)layer.Stages[index];
            StagePlan.Pointwise[] readers =
            [
                .. layer.Stages
                    .OfType<StagePlan.Pointwise>()
                    .Where(stage => stage.Forward.Loads.Any(load => load.Access.Buffer == matrix.Output.Buffer)),
            ];
            bool isNormalized = layer.Stages
                .OfType<StagePlan.Normalize>()
                .Any(stage => stage.Values.Any(value => value.Source.Buffer == matrix.Output.Buffer));
            bool fuses = matrix.Form != WeightForm.Int8 && index + 1 < layer.Stages.Count && !isNormalized
                && readers.Length == 1 && readers[0] == layer.Stages[index + 1];
            yield return Shape(matrix, fuses ? readers[0] : null);
            index += fuses ? 1 : 0;
        }
    }

    /// <summary>Decides the shape of the tiles.</summary>
    private static RowStagePlan Shape(StagePlan.Matrix? matrix, StagePlan.Pointwise? pointwise)
    {
        int blocks = matrix?.Blocks.Count ?? 1;
        int units = matrix?.Units ?? pointwise!.Units;
        List<StatementPlan> statements = [.. WithoutMasks(pointwise)];
        List<string> halved = [.. matrix?.Blocks.Where(block => Halve(block, statements)) ?? []];
        int calls = statements.Count(statement => statement.Value is Expr.Call);
        int most = Math.Max(1, Math.Min(Accumulators / blocks, calls == 0 ? Accumulators : MaxCalls / calls));
        int vectors = 1;
        while (2 * vectors <= most && 8 * 2 * vectors <= Sizes.Padded8(units))
        {
            vectors *= 2;
        }

        int chains = 1;
        while (chains < 4 && 2 * chains * vectors * blocks <= Accumulators)
        {
            chains *= 2;
        }

        List<RowTilePlan> tiles = [.. Tiles(units, vectors).Select(size => new RowTilePlan(
            size,
            Math.Max(chains, Turn(StepProducts, blocks * size)),
            Turn(SequenceProducts, blocks * size),
            size > 1 && calls * size > MaxStraightCalls))];
        return new RowStagePlan(matrix, pointwise, statements.ToEquatable(), halved.ToEquatable(), vectors, tiles.ToEquatable(), chains)
        {
            HalfTile = matrix is { IsRecurrent: true, Form: WeightForm.Float32 } ? HalfTile(units, vectors, tiles, calls) : null,
            IsDot = matrix is { IsRecurrent: false, Form: not WeightForm.Int8 } && pointwise is null
                && units <= FloatOperands.MostColumns,
            Sweeps = matrix is { IsRecurrent: true } && matrix.Kernel.Count * Sizes.BytesOf(matrix.Form) > SweepBytes,
            Projected = matrix?.Operands.FirstOrDefault(operand => operand.Name == CellBuilder.InputName),
        };
    }

    /// <summary>The last tile of whole vectors together with the half one, where the functions of both fit one method.</summary>
    private static RowTilePlan? HalfTile(int units, int largest, List<RowTilePlan> tiles, int calls)
    {
        if (!Sizes.EndsInHalf(units) || units < Sizes.LaneMultiple)
        {
            return null;
        }

        int last = Split(units / Sizes.LaneMultiple, largest).Last();
        RowTilePlan tile = tiles.Find(tile => tile.Vectors == last)! with { AndHalf = true };
        return calls * ((tile.Loops ? 1 : last) + 1) <= MaxCalls ? tile : null;
    }

    private static int Turn(int products, int inRow) => Math.Max(1, Math.Min(MaxTurn, products / inRow));

    /// <summary>One row alone is never trained: a mask is 1, and a product with it the other factor.</summary>
    private static IEnumerable<StatementPlan> WithoutMasks(StagePlan.Pointwise? stage)
    {
        if (stage is null)
        {
            return [];
        }

        HashSet<string> masks = [.. stage.Forward.Loads.Where(load => load.Access.Slot == Slot.Mask).Select(load => load.Name)];
        return stage.Forward.Statements.Select(statement => statement.Value is Expr.Product(var value, Expr.Reference(var name))
            && masks.Contains(name)
            ? statement with { Value = value }
            : statement);
    }

    /// <summary>
    /// A product that only σ reads is taken with half its weights, which is exact: σ(z + b) = σ(2·(z/2 + b/2)) needs no constants beside
    /// those of tanh, and a tile's registers are few.
    /// </summary>
    private static bool Halve(string product, List<StatementPlan> statements)
    {
        int[] readers =
        [
            .. Enumerable.Range(0, statements.Count).Where(index => Differentiation.References(statements[index].Value).Contains(product)),
        ];
        if (readers.Length != 1 || statements[readers[0]].Value is not Expr.Call(Function.Sigmoid, var argument, _))
        {
            return false;
        }

        Expr? half = argument switch
        {
            Expr.Reference => argument,
            Expr.Sum(Expr.Reference reference, Expr.Constant constant) => reference + (constant.Value / 2),
            _ => null,
        };
        if (half is not null)
        {
            statements[readers[0]] = statements[readers[0]] with { Value = new Expr.Call(Function.SigmoidOfTwice, half) };
        }

        return half is not null;
    }

    /// <summary>
    /// The tiles of some vectors, as packing and the loops over tiles take them: the largest, then halves for what is left.
    /// </summary>
    public static IEnumerable<int> Split(int vectors, int largest)
    {
        for (int size = largest; vectors > 0; size /= 2)
        {
            for (; vectors >= size; vectors -= size)
            {
                yield return size;
            }
        }
    }

    /// <summary>The numbers of vectors that some units are, at each width; half a vector of 512 bits is none.</summary>
    public static IEnumerable<int> VectorCounts(int units) => new[] { 4, 8, 16 }.Select(
        width => Sizes.EndsInHalf(units) ? units / width : (units + width - 1) / width);

    private static IEnumerable<int> Tiles(int units, int largest) =>
        VectorCounts(units).SelectMany(vectors => Split(vectors, largest)).Distinct().OrderByDescending(size => size);
}
