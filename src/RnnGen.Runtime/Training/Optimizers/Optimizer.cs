using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// What the optimizers of this library have in common: learning rate, count of updates, slots, and their state as a whole. All update
/// element by element, with the same bits at every vector width, and allocate nothing after the first update. A slot's element below
/// 2^-100 in magnitude becomes 0: a moment that decays while its gradients are 0 would be subnormal in the end, and slow.
/// </summary>
public abstract partial class Optimizer : IStatefulOptimizer
{
    private readonly string _kind;
    private readonly string[] _slotNames;
    private float _learningRate;
    private float[][] _slots = [];
    private int _length = -1;

    /// <param name="kind">Name of the algorithm in saved states.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="slotNames">Names of the slots in saved states, in the order of the update rule.</param>
    private protected Optimizer(string kind, float learningRate, params string[] slotNames)
    {
        _kind = kind;
        _learningRate = OptimizerChecks.NonNegative(learningRate, nameof(learningRate));
        _slotNames = slotNames;
    }

    /// <inheritdoc/>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = OptimizerChecks.NonNegative(value, nameof(LearningRate));
    }

    /// <summary>Number of updates so far: t.</summary>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public OptimizerState State
    {
        get
        {
            Dictionary<string, double> scalars = new(StringComparer.Ordinal)
            {
                [OptimizerState.LearningRate] = _learningRate,
                [OptimizerState.Steps] = Steps,
            };
            SaveScalars(scalars);
            Dictionary<string, ReadOnlyMemory<float>> slots = new(StringComparer.Ordinal);
            for (int slot = 0; slot < _slots.Length; slot++)
            {
                slots.Add(_slotNames[slot], _slots[slot]);
            }

            return new OptimizerState(_kind, HyperParameters, scalars, slots);
        }
    }

    /// <inheritdoc/>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients) => Update(parameters, gradients, SimdSupport.VectorBits);

    /// <summary><see cref="Update(Span{float}, ReadOnlySpan{float})"/> at one width.</summary>
    internal void Update(Span<float> parameters, ReadOnlySpan<float> gradients, int vectorBits)
    {
        Reserve(parameters, gradients);
        _known = default;
        Run(parameters, gradients, vectorBits);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Misfits(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return OptimizerStateChecks.Misfits(State, _slotNames, _length, state);
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        IReadOnlyList<string> misfits = Misfits(state);
        if (misfits.Count > 0)
        {
            throw new ArgumentException($"The state does not fit; nothing was restored. {string.Join("; ", misfits)}.", nameof(state));
        }

        float[][] slots = state.Slots.Count == 0 ? [] : [.. _slotNames.Select(name => state.Slots[name].ToArray())];
        _slots = slots;
        _length = slots.Length == 0 ? _length : slots[0].Length;
        _learningRate = (float)state.Scalars[OptimizerState.LearningRate];
        Steps = (long)state.Scalars[OptimizerState.Steps];
        RestoreScalars(state.Scalars);
        _known = default;
    }

    /// <summary>Hyper-parameters as <see cref="OptimizerState.HyperParameters"/> holds them.</summary>
    private protected abstract IReadOnlyDictionary<string, string> HyperParameters { get; }

    /// <summary>What the slots hold before the first update.</summary>
    private protected virtual float InitialSlotValue => 0;

    /// <summary>One slot; empty before the first update.</summary>
    private protected ReadOnlySpan<float> Slot(int index) => _slots.Length == 0 ? [] : _slots[index];

    /// <summary>Update number <see cref="Steps"/>: chooses the rule's factors and runs it over the buffers.</summary>
    /// <returns>What <see cref="ElementwiseUpdate.Run{TRule}(TRule)"/> returns.</returns>
    private protected abstract float Apply(in ElementwiseUpdate update);

    /// <summary>An upper bound of all magnitudes that the next update computes.</summary>
    /// <param name="gradient">One of those of the gradients.</param>
    /// <param name="value">One of those of parameters and slots.</param>
    private protected abstract double Bound(double gradient, double value);

    /// <summary>Checks the lengths and makes the slots before the first update.</summary>
    private void Reserve(ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradients)
    {
        OptimizerChecks.Lengths(parameters.Length, gradients.Length, _length);
        if (_slots.Length != _slotNames.Length)
        {
            float[][] slots = new float[_slotNames.Length][];
            for (int slot = 0; slot < slots.Length; slot++)
            {
                slots[slot] = new float[parameters.Length];
                Array.Fill(slots[slot], InitialSlotValue);
            }

            _slots = slots;
        }

        _length = parameters.Length;
    }

    private float Run(Span<float> parameters, ReadOnlySpan<float> gradients, int vectorBits)
    {
        Steps++;
        return Apply(new ElementwiseUpdate(parameters, gradients, _slots, vectorBits));
    }

    /// <summary>Adds the scalars of an algorithm's own.</summary>
    private protected virtual void SaveScalars(Dictionary<string, double> scalars)
    {
    }

    /// <summary>Takes over the scalars of an algorithm's own, which have been checked to be there and finite.</summary>
    private protected virtual void RestoreScalars(IReadOnlyDictionary<string, double> scalars)
    {
    }
}
