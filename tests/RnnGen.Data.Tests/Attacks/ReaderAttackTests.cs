using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Data.Tests;

/// <summary>
/// Every reader reads damaged files: each is read or is one kind of error with the file's name. <c>RNNGEN_ATTACK_ROUNDS</c> is the number of files
/// of each kind, <c>RNNGEN_ATTACK_SEED</c> another seed.
/// </summary>
public sealed class ReaderAttackTests(ITestOutputHelper output)
{
    private const int Files = 3000;

    // A reader that hangs cannot be ended; the test is, and with it the process.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("database")]
    [InlineData("idx")]
    [InlineData("text")]
    [InlineData("corpus")]
    [InlineData("safetensors")]
    [InlineData("checkpoint")]
    public async Task ADamagedFileIsReadOrIsOneKindOfError(string kind)
    {
        int files = Variable("RNNGEN_ATTACK_ROUNDS", Files), seed = Variable("RNNGEN_ATTACK_SEED", 1);
        using TemporaryFile file = new("damaged");
        string path = file.Path;
        DamagedFiles damaged = DamagedFiles.Of(kind);
        Assert.All(damaged.Whole, whole => Assert.Null(Read(damaged, whole, path)));

        Random random = new(seed);
        byte[] alphabet = Encoding.ASCII.GetBytes(damaged.Alphabet);
        Dictionary<string, int> outcomes = [];
        for (int i = 0; i < files; i++)
        {
            byte[] mutated = Mutation.Of(damaged.Whole[random.Next(damaged.Whole.Count)], alphabet, random);
            Task<Exception?> reading = Task.Run(() => Read(damaged, mutated, path), TestContext.Current.CancellationToken);
            Exception? failure = null;
            try
            {
                failure = await reading.WaitAsync(Hang, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"File {i} of seed {seed} is read for ever: {Convert.ToBase64String(mutated)}");
            }

            bool isNamed = failure is null || (failure.GetType() == typeof(InvalidDataException) && failure.Message.Contains(path, StringComparison.Ordinal));
            Assert.True(isNamed, $"File {i} of seed {seed}: {failure}\n{Convert.ToBase64String(mutated)}");
            string outcome = failure?.InnerException?.GetType().Name ?? failure?.GetType().Name ?? "read";
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(string.Join(", ", outcomes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}")));
        Assert.True(outcomes.Count > 1, "No file was damaged, or all were.");
    }

    private static Exception? Read(DamagedFiles damaged, byte[] bytes, string path)
    {
        // Some file systems write a replaced file through to the disk; thousands in a row would wait for it.
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
        try
        {
            damaged.Read(path);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static int Variable(string name, int standard) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : standard;
}
