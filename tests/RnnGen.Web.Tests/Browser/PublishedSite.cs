using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using RnnGen.Reports.Tests.Browser;
using RnnGen.Tests.Packaging;
using Xunit;

namespace RnnGen.Web.Tests.Browser;

/// <summary>The page as it is published, in a subfolder of a server of files that knows nothing of .NET.</summary>
public sealed partial class PublishedSite : IAsyncLifetime
{
    private const string Folder = "/some/folder";

    private readonly string _output = Directory.CreateTempSubdirectory("rnngen-web-").FullName;
    private WebApplication? _server;
    private string? _missing;

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The folder that is served.</summary>
    public string Files => Path.Combine(_output, "wwwroot");

    /// <summary>Publishes and serves.</summary>
    public async ValueTask InitializeAsync()
    {
        _missing = Chromium.Path is null ? Chromium.Missing : null;
        if (_missing is not null)
        {
            return;
        }

        string project = Path.Combine(Root, "samples", "web", "RnnGen.Web");
        CommandResult restore = await Command.Dotnet(project, "restore");
        if (restore.ExitCode != 0 && MissingPackage().Match(restore.Output) is { Success: true } package)
        {
            _missing = $"A package of the page cannot be restored: {package.Value}";
            return;
        }

        Assert.True(restore.ExitCode == 0, restore.ToString());
        CommandResult publish = await Command.Dotnet(project, "publish", "--no-restore", "-c", "Release", "-o", _output);
        Assert.True(publish.ExitCode == 0, publish.ToString());
        Assert.DoesNotMatch(@"\bwarning [A-Z]+[0-9]+", publish.Output);
        await ServeAsync();
    }

    /// <summary>Skips a test where the page cannot be made or there is no browser.</summary>
    public void Require() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_output, recursive: true);
    }

    private async Task ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(Files), RequestPath = Folder });
        await _server.StartAsync();
        Address = new Uri($"{_server.Urls.Single()}{Folder}/");
    }

    private static string FindRoot()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
        {
            root = root.Parent;
        }

        return root?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the repository.");
    }

    [GeneratedRegex("NU1101[^\n]*|NU1102[^\n]*|NU1301[^\n]*")]
    private static partial Regex MissingPackage();
}
