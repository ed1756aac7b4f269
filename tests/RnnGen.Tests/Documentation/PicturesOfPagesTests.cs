using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnGen.Tests.Pictures;
using Xunit;

namespace RnnGen.Tests.Documentation;

/// <summary>Pictures of networks on a page are those of the classes on it: images/two-words.svg that of TwoWords.</summary>
public sealed partial class PicturesOfPagesTests
{
    [Theory]
    [InlineData("docs/models.md")]
    public void PicturesAreThoseOfTheClasses(string name)
    {
        MarkdownPage page = MarkdownPage.Read(name);
        CSharpProgramResult program = CSharpProgram.Compile(OutputKind.ConsoleApplication, CSharpProgram.Join(page));
        using MemoryStream image = new();
        Assert.True(program.Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        AssemblyLoadContext context = new(name, isCollectible: true);
        Dictionary<string, Type> classes = context.LoadFromStream(image).GetTypes().Where(type => type.IsAssignableTo(typeof(IRnnModel)))
            .ToDictionary(type => Words().Replace(type.Name, "-$1").TrimStart('-').ToLowerInvariant());
        string[] pictures = [.. page.Lines.SelectMany(line => Picture().Matches(line)).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture =>
        {
            ModelDescription description = (ModelDescription)classes[picture].GetProperty("Description")!.GetValue(null)!;
            string file = Repository.At("docs", "images", picture + ".svg"), svg = description.ToSvg();
            new SvgPicture(svg).IsLegible(description.Layers);
            if (Environment.GetEnvironmentVariable("RNNGEN_ACCEPT") == "1")
            {
                File.WriteAllText(file, svg);
            }

            Assert.Equal(File.ReadAllText(file), svg);
        });
    }

    [GeneratedRegex(@"!\[[^\]]*\]\(images/([a-z-]+)\.svg\)")]
    private static partial Regex Picture();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Words();
}
