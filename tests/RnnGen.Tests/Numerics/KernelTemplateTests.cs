using System;
using System.IO;
using System.Threading.Tasks;
using Mono.TextTemplating;
using RnnGen.Tests.Documentation;
using Xunit;

namespace RnnGen.Tests.Numerics;

public sealed class KernelTemplateTests
{
    /// <summary>The register tiles in the repository are what their template writes.</summary>
    [Fact]
    public async Task TheTilesAreThoseOfTheTemplate()
    {
        string folder = Path.Combine(Repository.Root, "src", "RnnGen.Runtime", "Generated", "Kernels");
        string template = Path.Combine(folder, "Kernels.Tiles.tt"), tiles = Path.ChangeExtension(template, ".cs");
        TemplateGenerator generator = new();
        (_, string text, bool isWritten) = await generator.ProcessTemplateAsync(
            template, File.ReadAllText(template), tiles, TestContext.Current.CancellationToken);
        Assert.True(isWritten, string.Join('\n', generator.Errors));
        if (Environment.GetEnvironmentVariable("RNNGEN_ACCEPT") == "1")
        {
            File.WriteAllText(tiles, text);
        }

        Assert.Equal(File.ReadAllText(tiles), text);
    }
}
