using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <content>The passes that a caller makes head by head. Disposing one ends the use of the trainer.</content>
public abstract partial class NetworkTrainer
{
    /// <summary>A forward pass: the outputs of all heads are checked, then it runs, then they are given.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected readonly ref struct ForwardPass
    {
        private readonly NetworkTrainer _trainer;
        private readonly PassBatch _pass;

        internal ForwardPass(NetworkTrainer trainer, PassBatch pass)
        {
            _trainer = trainer;
            _pass = pass;
        }

        /// <summary>Checks the outputs of one head; empty when not wanted.</summary>
        /// <param name="head">Index of the head.</param>
        /// <param name="outputs">Receives its outputs.</param>
        /// <param name="name">What the caller calls them.</param>
        public void Check(int head, ReadOnlySpan<float> outputs, string name) =>
            CheckOutputs(_trainer._heads[head], _pass.Batch, outputs, _pass.FinalStates, name);

        /// <summary>Runs all layers and heads.</summary>
        public void Run()
        {
            _trainer.Begin(_pass.Batch, _pass.InitialStates);
            _trainer.RunForward();
            _trainer._forwardVersion = _trainer._workspace.Panels.Version;
            _trainer._workspace.CopyFinalStates(_pass.FinalStates, 0);
        }

        /// <summary>Gives the outputs of one head, where they are wanted.</summary>
        /// <param name="head">Index of the head.</param>
        /// <param name="outputs">Receives its outputs.</param>
        public void Copy(int head, Span<float> outputs)
        {
            if (!outputs.IsEmpty)
            {
                _trainer._workspace.CopyOutputs(head, outputs, _pass.Batch, 0);
            }
        }

        /// <summary>Ends the use of the trainer.</summary>
        public void Dispose() => _trainer._use.End();

        internal void CheckAll(ReadOnlySpan<float> outputs) => _trainer.CheckOutputs(_pass.Batch, outputs, _pass.FinalStates);

        internal void CopyAll(Span<float> outputs) => _trainer.CopyOutputs(_pass.Batch, outputs);
    }

    /// <summary>A backward pass: the gradients of the outputs of all heads are set, then it runs and gives all others.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected readonly ref struct BackwardPass
    {
        private readonly NetworkTrainer _trainer;
        private readonly ReadOnlySpan<float> _finalStateGradients;
        private readonly Span<float> _inputGradients;
        private readonly Span<float> _initialStateGradients;
        private readonly Span<float> _sequenceInputGradients;

        internal BackwardPass(
            NetworkTrainer trainer, ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients, Span<float> initialStateGradients,
            Span<float> sequenceInputGradients)
        {
            _trainer = trainer;
            _finalStateGradients = finalStateGradients;
            _inputGradients = inputGradients;
            _initialStateGradients = initialStateGradients;
            _sequenceInputGradients = sequenceInputGradients;
        }

        /// <summary>Checks and sets the gradients of the outputs of one head; empty for zero.</summary>
        /// <param name="head">Index of the head.</param>
        /// <param name="gradients">The gradients.</param>
        /// <param name="name">What the caller calls them.</param>
        public void Set(int head, ReadOnlySpan<float> gradients, string name)
        {
            TrainingWorkspace w = _trainer._workspace;
            if (!gradients.IsEmpty)
            {
                BatchChecks.Outputs(_trainer._heads[head], w.Rows, w.Steps, gradients.Length, name);
            }

            w.SetOutputGradients(head, gradients, _trainer._layout);
        }

        /// <summary>Runs all phases and gives the gradients that are wanted.</summary>
        public void Run()
        {
            TrainingWorkspace w = _trainer._workspace;
            w.SetFinalStateGradients(_finalStateGradients);
            w.RunBackward(_trainer._parts);
            if (!_inputGradients.IsEmpty)
            {
                w.CopyInputGradients(_inputGradients, _trainer._layout);
            }

            if (!_sequenceInputGradients.IsEmpty)
            {
                w.CopySequenceInputGradients(_sequenceInputGradients);
            }

            if (!_initialStateGradients.IsEmpty)
            {
                w.CopyInitialStateGradients(_initialStateGradients);
            }
        }

        /// <summary>Ends the use of the trainer.</summary>
        public void Dispose() => _trainer._use.End();

        internal void SetAll(ReadOnlySpan<float> outputGradients)
        {
            TrainingWorkspace w = _trainer._workspace;
            if (!outputGradients.IsEmpty)
            {
                BatchChecks.Outputs(_trainer.Description, w.Rows, w.Steps, outputGradients.Length, nameof(outputGradients));
            }

            for (int head = 0; head < _trainer._heads.Length; head++)
            {
                ReadOnlySpan<float> gradients = outputGradients.IsEmpty
                    ? default
                    : outputGradients[_trainer.Description.OutputRange(head, w.Rows, w.Steps)];
                w.SetOutputGradients(head, gradients, _trainer._layout);
            }
        }
    }

    /// <summary>Checks the outputs of all heads, one after the other.</summary>
    private protected void CheckOutputs(scoped in SequenceBatch batch, ReadOnlySpan<float> outputs, ReadOnlySpan<float> finalStates) =>
        CheckOutputs(Description, batch, outputs, finalStates, nameof(outputs));

    /// <summary>Gives the outputs of all heads, one after the other, where they are wanted.</summary>
    private protected void CopyOutputs(scoped in SequenceBatch batch, Span<float> outputs)
    {
        for (int head = 0; head < _heads.Length && !outputs.IsEmpty; head++)
        {
            _workspace.CopyOutputs(head, outputs[Description.OutputRange(head, batch.BatchSize, batch.Steps)], batch, 0);
        }
    }

    private static void CheckOutputs(
        ModelDescription model, scoped in SequenceBatch batch, ReadOnlySpan<float> outputs, ReadOnlySpan<float> finalStates, string name)
    {
        if (!outputs.IsEmpty)
        {
            BatchChecks.Outputs(model, batch.BatchSize, batch.Steps, outputs.Length, name);
        }

        BatchChecks.NoOverlap(outputs, finalStates, name, "finalStates");
    }
}
