using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Chars;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class CharsCommandTests
{
    private static readonly string[] JsonNames =
    [
        "dataset", "validationLoss", "trainingLoss", "epochs", "secondsPerEpoch", "secondsTotal", "sample",
    ];

    [Fact]
    public async Task TheBuiltInTextIsLearned()
    {
        JsonElement result = await RunAsync("--epochs", "3", "--length", "200");
        Assert.Equal("built-in text (offline)", result.GetProperty("dataset").GetString());

        // How often each letter comes leaves about 3 nats; 141 steps learn which follows which.
        Assert.InRange(result.GetProperty("validationLoss").GetDouble(), 0.5, 2.2);
        Assert.Equal(200, result.GetProperty("sample").GetString()!.Length);
        Assert.Equal(3, result.GetProperty("epochs").GetInt32());
    }

    [Fact]
    public async Task TheSeedDecidesAndThreadsDoNot()
    {
        string[] arguments = ["--epochs", "1", "--length", "60"];
        string first = (await RunAsync(arguments)).GetProperty("sample").GetString()!;
        Assert.Equal(first, (await RunAsync([.. arguments, "--threads", "1"])).GetProperty("sample").GetString());
        Assert.NotEqual(first, (await RunAsync([.. arguments, "--seed", "2"])).GetProperty("sample").GetString());
    }

    [Fact]
    public async Task ATextThatCannotBeUsedIsAClearError()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "short.txt");
        await File.WriteAllTextAsync(file, "too short", TestContext.Current.CancellationToken);
        SampleRun run = await SampleRun.StartAsync(["chars", "--data", file]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the text is too short", run.Error);

        run = await SampleRun.StartAsync(["chars", "--data", Path.Combine(folder.Path, "none.txt")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none.txt", run.Error);

        run = await SampleRun.StartAsync(["chars", "--temperature", "0"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--temperature is '0'; it must be a finite number greater than 0.", run.Error);
    }

    [Fact]
    public void TheRarestOfTooManyCharactersAreReplaced()
    {
        Assert.Equal("aabb\uFFFD\uFFFD", CharacterText.Limit("aabbcd", 3));
        Assert.Equal("aabbcd", CharacterText.Limit("aabbcd", 4));
    }

    [Fact]
    public void ALowTemperatureAlwaysTakesTheLikeliestCharacter()
    {
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("abc");
        CharacterNetwork network = new(seed: 1);
        using (ParameterEdit edit = network.Parameters.Edit())
        {
            edit["dense2/bias"][1] = 5;
        }

        Assert.Equal("bbbbb", new TextGenerator(network, vocabulary).Write("a", 5, 0.01f, seed: 3));
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "results.json");
        SampleRun run = await SampleRun.StartAsync(["chars", "--json", file, .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        JsonElement result = Assert.Single(json.RootElement.EnumerateArray()).Clone();
        Assert.Equal(JsonNames, result.EnumerateObject().Select(property => property.Name));
        return result;
    }
}
