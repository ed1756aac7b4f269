using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Loader;
using RnnGen.Numerics;
using RnnGen.Threading;

namespace RnnGen.Attack.Models;

/// <summary>
/// Random networks, predicted with and trained with every buffer beside a page that nobody may touch: static and dynamic, with vectors of
/// each width, on one thread and on three, all to the same bits.
/// </summary>
internal sealed class ModelAttack : IAttack
{
    private static readonly int[] Widths = [128, 256, 512];

    public ModelAttack()
    {
        // Small work is shared out too.
        Partition.MultiplyAddsPerPart = 1;
    }

    public string Input(AttackRandom random, long round) => new RandomModel(random).Source;

    public void Run(AttackRandom random, long round)
    {
        RandomModel source = new(random);
        AssemblyLoadContext context = ModelCompiler.Load(source.Source);
        try
        {
            // Rows with and without a tile that is not full, and those few that are taken one by one.
            ModelBatch full = new(random, source, random.Of(1, 2, 3, 4, 5, 8, 9, 16, 17, 25), withLengths: false);
            ModelBatch cut = new(random, source, random.Of(1, 3, 5, 8, 11, 19), withLengths: true);
            Compare(context, full, source.Source);
            Compare(context, cut, source.Source);
        }
        finally
        {
            context.Unload();
        }
    }

    public void Dispose()
    {
    }

    private static void Compare(AssemblyLoadContext context, ModelBatch batch, string source)
    {
        List<ModelResult>? expected = null;
        string first = "";
        int turn = 0;
        foreach (string form in new[] { "Dynamic", "Static" })
        {
            foreach (int width in Widths)
            {
                foreach (int threads in new[] { 1, 3 })
                {
                    GuardedEnd end = turn++ % 2 == 0 ? GuardedEnd.Last : GuardedEnd.First;
                    string how = $"{form}, {width} bits, {threads} threads, guard at the {end} element, {batch}";
                    List<ModelResult> results = Run(context, form, width, threads, end, batch, how, source);
                    if (expected is null)
                    {
                        (expected, first) = (results, how);
                    }

                    Check(expected, results, first, how, source);
                }
            }
        }
    }

    private static List<ModelResult> Run(
        AssemblyLoadContext context, string form, int width, int threads, GuardedEnd end, ModelBatch batch, string how, string source)
    {
        SimdSupport.VectorBits = width;
        using GuardedMemory memory = new(end);
        using GuardedArrays arrays = new(end);
        try
        {
            List<ModelResult> results = new ModelPass(ModelCompiler.Create(context, form), batch, memory).Run(threads);
            memory.Check();
            arrays.Check();
            return results;
        }
        catch (Exception failure)
        {
            throw new AttackException($"A legal network fails: {failure.Message}\n{how}\n{source}", failure);
        }
    }

    private static void Check(List<ModelResult> expected, List<ModelResult> found, string first, string second, string source)
    {
        (ModelResult Expected, ModelResult Found)[] different = [.. expected.Zip(found).Where(pair => pair.First != pair.Second)];
        if (different.Length > 0 && expected.All(result => result.IsFinite))
        {
            throw new AttackException($"Bits differ in {different[0].Expected.Name}\n{first}\n{second}\n{different[0]}\n{source}");
        }
    }
}
