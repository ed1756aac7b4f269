using System.Collections.Generic;
using System.Threading.Tasks;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Packages.Tests;

/// <summary>The template as it is installed, in a place of its own: what the machine has installed is neither seen nor changed.</summary>
public sealed class InstalledTemplate(PackedRepository packed) : IAsyncLifetime
{
    private string Hive => packed.Feed.At("hive");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string package = packed.Feed.Package(PackedRepository.Version, "RnnGen.Templates");
        await PackedRepository.Succeed(Command.Run(packed.Feed.Root, "dotnet", "new", "install", package, "--debug:custom-hive", Hive));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes a project.</summary>
    /// <param name="name">Its name and that of its folder.</param>
    /// <param name="kind">Which network; without one, that of the template.</param>
    internal Task Create(string name, string? kind) => PackedRepository.Succeed(Run(name, kind));

    /// <summary>The same, whatever comes of it.</summary>
    internal Task<CommandResult> Run(string name, string? kind)
    {
        IEnumerable<string> kinds = kind is null ? [] : ["--kind", kind];
        return Command.Run(packed.Feed.Root, "dotnet", ["new", "rnngen", "-n", name, .. kinds, "--debug:custom-hive", Hive]);
    }
}
