using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnGen.Generator.Usage;

/// <summary>A call of a generated method of a model, or of its trainer.</summary>
/// <param name="Operation">The call.</param>
/// <param name="Model">The class of the model.</param>
internal sealed record ModelCall(IInvocationOperation Operation, INamedTypeSymbol Model)
{
    /// <summary>The call as one; null of any other.</summary>
    public static ModelCall? Of(IInvocationOperation operation)
    {
        INamedTypeSymbol type = operation.TargetMethod.ContainingType;
        return operation.TargetMethod.Name switch
        {
            "Predict" or "Step" or "StepBatch" or "Trace" when IsModel(type) => new ModelCall(operation, type),
            "Forward" or "Train" or "ComputeGradients" when type is { Name: "Trainer", ContainingType: { } model } && IsModel(model) =>
                new ModelCall(operation, model),
            _ => null,
        };
    }

    /// <summary>The method's name.</summary>
    public string Name => Operation.TargetMethod.Name;

    /// <summary>"Net.Step", or "Net.Trainer.Train".</summary>
    public string FullName => $"{Model.Name}.{(IsOfTrainer ? "Trainer." : "")}{Name}";

    /// <summary>Whether the trainer is called.</summary>
    public bool IsOfTrainer => !SymbolEqualityComparer.Default.Equals(Operation.TargetMethod.ContainingType, Model);

    /// <summary>An argument that the caller has written, without conversions; null where there is none.</summary>
    public IOperation? Argument(string parameter) => Operation.Arguments
        .FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)?.Value.Bare();

    /// <summary>A constant of the class, such as InputSize.</summary>
    public int? Constant(string name) => Constant(Model, name);

    /// <summary>How many floats one output has, by the name of its parameter: output, gainsOutput, outputs, gainsOutputs.</summary>
    public int? OutputSize(string parameter)
    {
        string name = parameter.TrimEnd('s');
        const string suffix = "Output";
        return name == "output" ? Constant("OutputSize")
            : name.EndsWith(suffix, StringComparison.Ordinal) && Model.GetTypeMembers("Heads").FirstOrDefault() is { } heads
                ? Constant(heads, char.ToUpperInvariant(name[0]) + name.Substring(1, name.Length - suffix.Length - 1) + "Size")
            : null;
    }

    private static int? Constant(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(field => field.IsConst)?.ConstantValue as int?;

    private static bool IsModel(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.AllInterfaces.Any(
        one => one is { Name: "IRnnModel", ContainingNamespace: { Name: "RnnGen", ContainingNamespace.IsGlobalNamespace: true } });
}
