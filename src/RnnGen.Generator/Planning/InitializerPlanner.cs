using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Plans how parameters start where that is not TensorFlow's way, which the parameter table has from the beginning. A fused kernel has
/// blocks of rows: those of the inputs are what Keras calls kernel, those of the states its recurrent kernel.
/// </summary>
/// <param name="preset">What counts where a layer says nothing.</param>
/// <param name="parameters">All parameters of the model.</param>
internal sealed class InitializerPlanner(Initialization preset, IEnumerable<ParameterPlan> parameters)
{
    private readonly List<ParameterPlan> _parameters = [.. parameters];
    private int _matrices;

    /// <summary>The parameters and how they start.</summary>
    public EquatableArray<ParameterPlan> Parameters => _parameters.ToEquatable();

    /// <summary>One cell.</summary>
    /// <param name="units">Size of its hidden state.</param>
    /// <param name="forget">Its forget gate, if it declares one.</param>
    /// <param name="own">What the layer says.</param>
    /// <param name="stages">Its stages.</param>
    public void Cell(int units, ForgetGate? forget, LayerInitializers? own, IEnumerable<StagePlan> stages)
    {
        List<StagePlan.Matrix> matrices = [.. stages.OfType<StagePlan.Matrix>()];
        InitializerSpec? kernel = own?.Kernel ?? Preset(Initializer.GlorotUniform);
        InitializerSpec? recurrent = own?.Recurrent ?? Preset(Initializer.Orthogonal);
        Dictionary<StagePlan.Matrix, List<RegionPlan>> regions = matrices.ToDictionary(stage => stage, _ => new List<RegionPlan>());
        Spread(kernel, units, matrices, (_, operand) => IsInput(operand), regions);
        Spread(
            recurrent, units, matrices, (stage, operand) => !IsInput(operand) && (operand.IsState || stage.Operands.Any(IsInput)), regions);
        if (preset == Initialization.PyTorch)
        {
            Spread(Preset(default), units, matrices, (stage, operand) => !operand.IsState && !stage.Operands.Any(IsInput), regions);
        }

        foreach (StagePlan.Matrix stage in matrices)
        {
            SetKernel(stage.Kernel, regions[stage], covers: regions[stage].Sum(region => region.Rows) == stage.Kernel.Shape[0]);
            int columns = stage.Blocks.Count * stage.Units;
            int block = forget is null || own?.Bias is not null ? -1 : stage.Blocks.ToList().IndexOf(forget.Block);
            SetBias(
                stage.Bias, own?.Bias ?? Preset(Initializer.Zeros), units, columns, block * stage.Units, stage.Units, forget?.Bias ?? 0);
        }
    }

    /// <summary>A dense layer.</summary>
    /// <param name="own">What the layer says.</param>
    /// <param name="stage">Its product.</param>
    /// <param name="taps">Of a convolution the steps of its window: as many units read each feature as there are, that often.</param>
    public void Dense(LayerInitializers? own, StagePlan.Matrix stage, int taps = 1)
    {
        int rows = stage.Operands.Sum(operand => operand.Width), columns = stage.Blocks.Count * stage.Units;
        InitializerSpec? kernel = own?.Kernel ?? Preset(Initializer.GlorotUniform);
        if (kernel is not null)
        {
            SetKernel(stage.Kernel, [new RegionPlan(0, rows, 0, columns, Plan(kernel, rows, rows, columns * taps))], covers: true);
        }

        SetBias(stage.Bias, own?.Bias ?? Preset(Initializer.Zeros), rows, columns, -1, 0, 0);
    }

    /// <summary>The table of an embedding: Glorot's limit, Keras' uniform numbers within 0.05, PyTorch's standard normal ones.</summary>
    /// <param name="own">What the embedding says.</param>
    /// <param name="embedding">The table.</param>
    public void Embedding(InitializerSpec? own, EmbeddingPlan embedding)
    {
        InitializerSpec? spec = own ?? preset switch
        {
            Initialization.Keras => new InitializerSpec(Initializer.Uniform, 0.05),
            Initialization.PyTorch => new InitializerSpec(Initializer.Normal, 1),
            _ => null,
        };
        int rows = embedding.Table.Shape[0], columns = embedding.Table.Shape[1];
        RegionPlan[] padding = embedding.PaddingToken is int token
            ? [new RegionPlan(token, 1, 0, columns, new InitializerPlan(Initializer.Zeros, 0, 0, 0))]
            : [];
        Set(embedding.Table, spec is null ? null : Plan(spec, rows, rows, columns), [.. padding]);
    }

    private static bool IsInput(OperandPlan operand) => CellWrappers.IsInput(operand.Name);

    /// <summary>What the preset says of a part that Keras starts in a given way; null for TensorFlow's.</summary>
    private InitializerSpec? Preset(Initializer keras) => preset switch
    {
        Initialization.Keras => new InitializerSpec(keras, 1),
        Initialization.PyTorch => new InitializerSpec(Initializer.InverseRootUniform, 0),
        _ => null,
    };

    /// <summary>
    /// Starts the rows of some operands as blocks of one matrix, whose columns are those of all stages that have such an operand: a
    /// framework that does not compute the gates in several stages holds them in one tensor.
    /// </summary>
    private void Spread(
        InitializerSpec? initializer,
        int units,
        List<StagePlan.Matrix> stages,
        Func<StagePlan.Matrix, OperandPlan, bool> isPart,
        Dictionary<StagePlan.Matrix, List<RegionPlan>> regions)
    {
        List<(StagePlan.Matrix Stage, OperandPlan Operand)> parts =
            [.. stages.SelectMany(stage => stage.Operands.Where(operand => isPart(stage, operand)).Select(operand => (stage, operand)))];
        if (initializer is null || parts.Count == 0)
        {
            return;
        }

        int columns = parts.Where(part => part.Stage.Heads == 1).Sum(part => part.Stage.Blocks.Count * part.Stage.Units);
        int first = 0;
        int number = _matrices++;
        foreach ((StagePlan.Matrix stage, OperandPlan operand) in parts)
        {
            int own = stage.Blocks.Count * stage.Units / stage.Heads, rows = operand.Width / stage.Heads;
            for (int head = 0; head < stage.Heads && stage.Heads > 1; head++)
            {
                // Each head is a network of its own.
                regions[stage].Add(new RegionPlan(
                    operand.KernelRow + (head * rows), rows, 0, own, Plan(initializer, units / stage.Heads, rows, own)));
            }

            if (stage.Heads > 1)
            {
                continue;
            }

            bool isShared = initializer.Kind == Initializer.Orthogonal && own < columns;
            regions[stage].Add(new RegionPlan(
                operand.KernelRow, operand.Width, 0, own, Plan(initializer, units, operand.Width, columns),
                isShared ? new SharedMatrixPlan(number, columns, first) : null));
            first += own;
        }
    }

    private static InitializerPlan Plan(InitializerSpec spec, int size, int fanIn, int fanOut) => spec.Kind switch
    {
        Initializer.InverseRootUniform => new InitializerPlan(spec.Kind, 0, size, 0),
        Initializer.GlorotUniform or Initializer.GlorotNormal => new InitializerPlan(spec.Kind, 0, fanIn, fanOut),
        Initializer.HeUniform or Initializer.HeNormal or Initializer.LecunUniform
            or Initializer.LecunNormal => new InitializerPlan(spec.Kind, 0, fanIn, 0),
        Initializer.Zeros or Initializer.Ones => new InitializerPlan(spec.Kind, 0, 0, 0),
        _ => new InitializerPlan(spec.Kind, spec.Value, 0, 0),
    };

    /// <summary>Blocks that start alike, number by number, are one; what is covered by blocks needs no start of its own.</summary>
    private void SetKernel(ParameterPlan kernel, List<RegionPlan> regions, bool covers)
    {
        if (regions.Count == 0)
        {
            return;
        }

        bool isOne = covers && regions.All(region => region.Initializer == regions[0].Initializer && region.Matrix is null)
            && (regions.Count == 1 || regions[0].Initializer.Kind != Initializer.Orthogonal);
        Set(kernel, isOne ? regions[0].Initializer : covers ? new InitializerPlan(Initializer.Zeros, 0, 0, 0) : null, isOne ? [] : regions);
    }

    private void SetBias(ParameterPlan? bias, InitializerSpec? initializer, int size, int columns, int forget, int units, double forgetBias)
    {
        if (bias is null || initializer is null)
        {
            return;
        }

        InitializerPlan plan = Plan(initializer, size, columns, columns);
        InitializerPlan gate = preset == Initialization.Keras
            ? new InitializerPlan(Initializer.Constant, 1 - forgetBias, 0, 0)
            : plan with { Mean = -forgetBias };
        bool differs = forget >= 0 && (preset == Initialization.Keras ? forgetBias != 1 : forgetBias != 0);
        Set(bias, plan, differs ? [new RegionPlan(0, 1, forget, units, gate)] : []);
    }

    private void Set(ParameterPlan parameter, InitializerPlan? initializer, List<RegionPlan> regions)
    {
        int index = _parameters.FindIndex(other => other.Name == parameter.Name);
        _parameters[index] = parameter with { Initializer = initializer, Regions = regions.ToEquatable() };
    }
}
