using System;

namespace RnnGen.MemoryProbe;

/// <summary>
/// Attacks that end the process, or hang it, where they succeed: one a run, by name. Prints what is wrong, and ends with 0 when nothing
/// is.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        string? problem = arguments[0] switch
        {
            "aliased lengths" => AliasedMemory.Lengths(),
            "aliased tokens" => AliasedMemory.Tokens(),
            "changing lengths" => ChangingMemory.Lengths(),
            "changing lengths of many rows" => ChangingMemory.LengthsOfManyRows(),
            "changing tokens" => ChangingMemory.Tokens(),
            "changing labels" => ChangingMemory.Labels(),
            "changing heads" => ChangingMemory.Heads(),
            "interruptions" => Interruptions.Run(),
            "shared trainer" => SharedTrainer.Run(),
            _ => $"There is no attack '{arguments[0]}'.",
        };
        Console.WriteLine(problem);
        return problem is null ? 0 : 1;
    }
}
