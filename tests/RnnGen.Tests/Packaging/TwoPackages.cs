using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using RnnGen.Generated;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Tests.Packaging;

/// <summary>
/// Three packages: two of this repository, which differ in their version alone, and one as a later release might be. Its contract is the
/// next one, a class that generated code names is called otherwise, and an interface of generated classes has a member more. The library
/// First is compiled with a package of today, Second with the later one.
/// </summary>
public sealed partial class TwoPackages : IAsyncLifetime
{
    private const string Interface = "public interface IRnnModel\n{";

    private readonly PackageFeed _feed = new();
    private readonly string _today = $"0.1.0-test.{Guid.NewGuid():N}", _todayToo = $"0.1.1-test.{Guid.NewGuid():N}";
    private Task<CommandResult>? _both;

    /// <summary>The version of the later package.</summary>
    public string Later { get; } = $"9.0.0-test.{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(PackToday(), PackLater());
        await WriteLibrary("First", _today);
        await WriteLibrary("Second", Later);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// An application of both libraries, which so gets the later package; it does not want to hear what the generator says.
    /// </summary>
    internal Task<CommandResult> RunBoth() => _both ??= WriteBuildAndRunBoth();

    /// <summary>The same application, beside the runtime of today.</summary>
    internal async Task<CommandResult> RunBothBesideTheRuntimeOfToday()
    {
        await RunBoth();
        DirectoryInfo folder = Directory.CreateDirectory(_feed.At("bin", "Today"));
        foreach (string file in Directory.GetFiles(_feed.At("bin", "Both")))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        using ZipArchive package = ZipFile.OpenRead(_feed.Package(_today));
        package.GetEntry("lib/net10.0/RnnGen.Runtime.dll")!.ExtractToFile(
            Path.Combine(folder.FullName, "RnnGen.Runtime.dll"), overwrite: true);
        return await _feed.Run(folder.FullName, "Both");
    }

    /// <summary>Builds the same application, whose compiler says what it has to say.</summary>
    internal async Task<CommandResult> BuildBoth()
    {
        await WriteBoth("Strict", "");
        return await Command.Dotnet(_feed.At("Strict"), "build", "-c", "Release");
    }

    /// <summary>An application of First, with a model of its own, compiled with the other package of today.</summary>
    internal async Task<CommandResult> RunFirstBesideAnotherPackageOfToday()
    {
        await WriteProject(
            "Same",
            "<OutputType>Exe</OutputType>",
            $"""<ProjectReference Include="../First/First.csproj" />{Reference(_todayToo)}""",
            ("Program.cs", "Console.WriteLine(First.Use.Train());\nConsole.WriteLine(Same.Use.Train());\n"),
            ("Model.cs", Model("Same")));
        return await BuildAndRun("Same");
    }

    private async Task<CommandResult> BuildAndRun(string name)
    {
        await Succeed(Command.Dotnet(_feed.At(name), "build", "-c", "Release", "-o", _feed.At("bin", name)));
        return await _feed.Run(Path.Combine("bin", name), name);
    }

    private async Task<CommandResult> WriteBuildAndRunBoth()
    {
        await WriteBoth("Both", "<NoWarn>$(NoWarn);RNN095</NoWarn>");
        return await BuildAndRun("Both");
    }

    private Task WriteBoth(string name, string properties) => WriteProject(
        name,
        $"<OutputType>Exe</OutputType>{properties}",
        """<ProjectReference Include="../First/First.csproj" /><ProjectReference Include="../Second/Second.csproj" />""",
        ("Program.cs", """
            Try(() => new First.Tagger(seed: 1).Threads > 0 ? First.Use.Train() : "");
            Try(() => new Second.Tagger(seed: 1).Threads > 0 ? Second.Use.Train() : "");

            static void Try(Func<string> use)
            {
                try
                {
                    Console.WriteLine(use());
                }
                catch (TypeInitializationException exception) when (exception.InnerException is InvalidOperationException refused)
                {
                    Console.WriteLine(refused.Message);
                }
            }
            """));

    private Task WriteLibrary(string name, string version) => WriteProject(
        name,
        "",
        Reference(version),
        ("Model.cs", Model(name)));

    private static string Reference(string version) => $"""<PackageReference Include="RnnGen" Version="{version}" />""";

    /// <summary>A project that knows this feed and no other.</summary>
    private Task WriteProject(string name, string properties, string items, params (string Name, string Text)[] sources) =>
        _feed.WriteProject(
            name, $"{properties}<RestoreSources>{_feed.Feed}</RestoreSources><NuGetAudit>false</NuGetAudit>", items, sources);

    private async Task PackToday()
    {
        await Succeed(_feed.Pack(_today));
        await Succeed(_feed.Pack(_todayToo));
    }

    private static string Model(string space) => $$"""
        using RnnGen;
        using RnnGen.Training;

        namespace {{space}};

        [RnnModel(InputSize = 2)]
        [Gru(3)]
        [Dense(2)]
        [SoftmaxCrossEntropy]
        public sealed partial class Tagger;

        public static class Use
        {
            public static string Train()
            {
                SequenceBatch batch = new(new float[8], batchSize: 2, steps: 2);
                float loss = new Tagger(seed: 1).CreateTrainer().Train(batch, new int[2], new Sgd(0.1f));
                return $"{{space}}: {(float.IsFinite(loss) ? "trained" : "lost")}";
            }
        }
        """;

    /// <summary>Packs a copy of the sources in which the contract has moved on.</summary>
    private async Task PackLater()
    {
        foreach (string file in (string[])["Directory.Build.props", "Directory.Packages.props", "README.md"])
        {
            Directory.CreateDirectory(_feed.At("later"));
            File.Copy(Repository.At(file), _feed.At("later", file));
        }

        HashSet<string> edited = [];
        foreach (string path in (string[])["src/RnnGen.Runtime", "src/RnnGen.Generator", "src/RnnGen.CodeFixes"])
        {
            string folder = Repository.At(path);
            IEnumerable<string> files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file));
            foreach (string file in files.Where(file => !Built().IsMatch(file)))
            {
                string copy = _feed.At("later", path, file);
                string text = await File.ReadAllTextAsync(Path.Combine(folder, file));
                string later = Edit(Path.GetFileName(file), text);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                await File.WriteAllTextAsync(copy, later);
                if (later != text)
                {
                    edited.Add(Path.GetFileName(file));
                }
            }
        }

        Assert.Superset(new HashSet<string> { "PackageContract.cs", "PackedCache.cs", "Names.cs", "IRnnModel.cs" }, edited);
        await Succeed(Command.Dotnet(
            _feed.At("later"), "pack", "src/RnnGen.Runtime", "-c", "Release", "-o", _feed.Feed,
            $"-p:Version={Later}", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:NuGetAudit=false"));
    }

    private static string Edit(string file, string text) => file switch
    {
        "PackageContract.cs" => Numbers().Replace(text, $"$1 = {Contract.Version + 1};"),
        "IRnnModel.cs" => text.Replace(
            Interface, $"{Interface}\n    /// <summary>A member that older classes lack.</summary>\n    int Since => 9;\n"),
        _ when file.EndsWith(".cs", StringComparison.Ordinal) => Renamed().Replace(text, "PackedStore"),
        _ => text,
    };

    private static async Task<CommandResult> Succeed(Task<CommandResult> command)
    {
        CommandResult result = await command;
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    [GeneratedRegex(@"^(bin|obj)[/\\]")]
    private static partial Regex Built();

    [GeneratedRegex(@"\b(Version|Oldest) = [0-9]+;")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\bPackedCache\b")]
    private static partial Regex Renamed();
}
