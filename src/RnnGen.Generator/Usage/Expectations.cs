using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnGen.Generator.Usage;

/// <summary>Calls that shall fail, as tests make them: nothing is to be said of these.</summary>
internal static class Expectations
{
    /// <summary>
    /// Whether someone waits for an exception: a catch, or who is given the lambda that the call is in, such as Assert.Throws or
    /// Record.Exception.
    /// </summary>
    public static bool IsMeantToThrow(IOperation operation)
    {
        IOperation inner = operation;
        foreach (IOperation around in operation.Around())
        {
            if (around is ITryOperation { Catches.Length: > 0 } attempt && attempt.Body == inner)
            {
                return true;
            }

            if (around is IAnonymousFunctionOperation lambda && IsGivenToOne(lambda))
            {
                return true;
            }

            inner = around;
        }

        return false;
    }

    private static bool IsGivenToOne(IAnonymousFunctionOperation lambda)
    {
        IOperation? receiver = lambda.Around().FirstOrDefault(around => around is not (IConversionOperation or IDelegateCreationOperation));
        return receiver switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => Waits(call),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => lambda.Whole().References(local)
                .Any(place => place.Around().OfType<IInvocationOperation>().Any(Waits)),
            _ => false,
        };
    }

    private static bool Waits(IInvocationOperation call) =>
        call.TargetMethod.Name.Contains("Throw") || call.TargetMethod.Name.Contains("Exception");
}
