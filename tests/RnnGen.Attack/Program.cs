using System;
using System.Collections.Generic;
using System.Globalization;
using RnnGen.Attack.Models;
using RnnGen.Attack.Readers;
using RnnGen.Attack.Sources;

namespace RnnGen.Attack;

/// <summary>
/// <c>RnnGen.Attack KIND SEED FIRST COUNT [PROGRESS]</c>: runs so many rounds of an attack from the first one on, and tells every kind of
/// failure once. Kinds are <c>readers</c>, <c>readers/NAME</c>, <c>models</c> and <c>sources</c>.
/// </summary>
internal static class Program
{
    /// <summary>Failures of different kinds after which a run ends.</summary>
    private const int Most = 20;

    public static int Main(string[] args)
    {
        string kind = args[0];
        ulong seed = ulong.Parse(args[1], CultureInfo.InvariantCulture);
        long first = long.Parse(args[2], CultureInfo.InvariantCulture), count = long.Parse(args[3], CultureInfo.InvariantCulture);
        using AttackProgress? progress = args.Length > 4 ? new AttackProgress(args[4]) : null;
        using IAttack attack = Create(kind);
        Dictionary<string, int> failures = new(StringComparer.Ordinal);
        for (long round = first; round < first + count && failures.Count < Most; round++)
        {
            if (progress is not null)
            {
                progress.Begin(round, attack.Input(new AttackRandom(seed, round), round));
            }

            try
            {
                attack.Run(new AttackRandom(seed, round), round);
            }
            catch (Exception failure)
            {
                string signature = Signature(failure);
                failures[signature] = failures.GetValueOrDefault(signature) + 1;
                if (failures[signature] == 1)
                {
                    Console.WriteLine($"FAILED {kind} {seed} {round}: {failure}\n");
                }
            }
        }

        foreach ((string signature, int times) in failures)
        {
            Console.WriteLine($"{times} times {signature}");
        }

        return failures.Count == 0 ? 0 : 1;
    }

    private static IAttack Create(string kind) => kind.Split('/') switch
    {
        ["readers"] => new ReaderAttack(null),
        ["readers", string name] => new ReaderAttack(name),
        ["models"] => new ModelAttack(),
        ["sources"] => new SourceAttack(),
        _ => throw new ArgumentException($"There is no attack '{kind}'; there are readers, models and sources."),
    };

    /// <summary>What two failures of one cause have in common: the first cause's type, and where it came from.</summary>
    private static string Signature(Exception failure)
    {
        Exception cause = failure.GetBaseException();
        string trace = cause.StackTrace ?? "";
        int end = trace.IndexOf('\n', StringComparison.Ordinal);
        return cause is AttackException
            ? cause.Message.Split('\n')[0]
            : $"{cause.GetType().Name} {trace[..(end < 0 ? trace.Length : end)].Trim()}";
    }
}
