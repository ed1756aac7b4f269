using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnGen.Generator.Usage;

/// <summary>How a batch was made, where a method shows it.</summary>
/// <param name="Creation"><c>new SequenceBatch(values, batchSize, steps)</c>, or of tokens.</param>
/// <param name="Lengths">What its Lengths are set to; null where they are not.</param>
internal sealed record BatchCreation(IObjectCreationOperation Creation, IOperation? Lengths)
{
    /// <summary>The batch that an argument is; null where it comes from elsewhere.</summary>
    public static BatchCreation? Of(IOperation? batch)
    {
        switch (batch?.Bare())
        {
            case ILocalReferenceOperation local:
                return Of(local.Value());
            case IWithOperation changed:
                return Of(changed.Operand) is BatchCreation made
                    ? made with { Lengths = Assigned(changed.Initializer, "Lengths") ?? made.Lengths }
                    : null;
            case IObjectCreationOperation { Arguments.Length: 3, Type: { Name: "SequenceBatch" or "TokenBatch" } type } creation
                when type.ContainingNamespace.Name == "RnnGen":
                return new BatchCreation(creation, Assigned(creation.Initializer, "Lengths"));
            default:
                return null;
        }
    }

    /// <summary>Whether it holds tokens alone.</summary>
    public bool IsOfTokens => Creation.Type!.Name == "TokenBatch";

    /// <summary>An argument of the constructor.</summary>
    public IOperation Argument(string name) => Creation.Arguments.First(argument => argument.Parameter!.Name == name).Value.Bare();

    private static IOperation? Assigned(IObjectOrCollectionInitializerOperation? initializer, string property) => initializer?.Initializers
        .OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation target && target.Property.Name == property)
        ?.Value.Bare() is IOperation value and not IDefaultValueOperation ? value : null;
}
