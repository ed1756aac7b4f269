using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Usage;

/// <summary>RNN070: arrays and spans of a constant length that a model does not take.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SizeAnalyzer : UsageAnalyzer
{
    /// <summary>Creates the analyzer.</summary>
    public SizeAnalyzer()
        : base(Descriptors.SizeDoesNotFit)
    {
    }

    private protected override void Analyze(ModelCall call, Report report)
    {
        bool isStep = call.Name == "Step";
        long? steps = isStep ? StepsOf(call) : 1;
        BatchCreation? batch = BatchCreation.Of(call.Argument("batch"));
        long? rows = isStep ? 1 : ConstantSizes.Number(batch?.Argument("batchSize"));
        if (isStep && call.Constant("Vocabulary") is null && call.Constant("InputSize") is int features)
        {
            Check("input", features);
            Check("inputs", features * steps);
        }

        if (batch is not null && rows is long count && ConstantSizes.Number(batch.Argument("steps")) is long length)
        {
            steps = length;
            CheckBatch(batch, count * length);
        }

        if (call.Name is not ("Step" or "Predict" or "Forward"))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Operation.Arguments)
        {
            string name = argument.Parameter?.Name ?? "";
            if (call.OutputSize(name) is int units && (!isStep || name.EndsWith("s", StringComparison.Ordinal) || steps == 1))
            {
                Check(name, units * rows * (isStep ? steps : 1), isStep ? null : units * rows * steps);
            }
        }

        void CheckBatch(BatchCreation made, long positions)
        {
            if (made.IsOfTokens)
            {
                Compare(made.Argument("tokens"), "tokens", positions, null);
            }
            else if (call.Constant("Vocabulary") is null)
            {
                Compare(made.Argument("values"), "values", positions * call.Constant("InputSize"), null);
            }
        }

        void Check(string parameter, long? wanted, long? orElse = null)
        {
            if (call.Argument(parameter) is IOperation value)
            {
                Compare(value, parameter, wanted, orElse);
            }
        }

        void Compare(IOperation value, string parameter, long? wanted, long? orElse)
        {
            // Whether a model has an output at every step its constants do not tell: both are possible.
            if (wanted is long size && ConstantSizes.Length(value) is long found && found != size && found != orElse)
            {
                bool hasTwo = orElse is long other && other != size;
                report(value.Syntax, parameter, call.FullName, hasTwo ? $"{size} or, at every step, {orElse}" : $"{size}", found);
            }
        }
    }

    /// <summary>How many steps a call of Step takes; null where no constant says it.</summary>
    private static long? StepsOf(ModelCall call)
    {
        foreach (IParameterSymbol parameter in call.Operation.TargetMethod.Parameters)
        {
            if (parameter.Name == "steps")
            {
                return ConstantSizes.Number(call.Argument("steps"));
            }

            if (parameter.Name == "tokens")
            {
                return ConstantSizes.Length(call.Argument("tokens"));
            }
        }

        return 1;
    }
}
