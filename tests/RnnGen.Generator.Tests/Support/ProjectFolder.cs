using System;
using System.IO;
using System.Linq;

namespace RnnGen.Generator.Tests.Support;

/// <summary>Where the sources of a test project are, seen from the folder that the tests run in.</summary>
internal static class ProjectFolder
{
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.csproj").Any())
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No project folder above {AppContext.BaseDirectory}.");
    }
}
