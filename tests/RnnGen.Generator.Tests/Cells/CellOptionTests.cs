using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Cells;

/// <summary>What a cell declares of its attribute.</summary>
public sealed class CellOptionTests
{
    public static TheoryData<string> Kinds { get; } = [.. CellCatalogue.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ACellDeclaresTheOptionsOfItsAttributeWithTheirDefaults(string kind)
    {
        Type type = typeof(RnnModelAttribute).Assembly.GetType($"RnnGen.{kind}Attribute", throwOnError: true)!;
        object[] arguments =
        [
            .. type.GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType.IsEnum
                ? Enum.ToObject(parameter.ParameterType, 0)
                : Convert.ChangeType(0.5, parameter.ParameterType, CultureInfo.InvariantCulture)),
        ];
        object attribute = Activator.CreateInstance(type, arguments)!;
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (PropertyInfo property in type.GetProperties(own).Where(property => property.CanWrite && property.Name != "EveryStep"))
        {
            if (property.PropertyType == typeof(string))
            {
                Assert.Contains(Casing.Camel(property.Name), CellCatalogue.Define(new LayerSpec(kind, 4)).StepInputs);
                continue;
            }

            LayerOption? option = CellCatalogue.Option(kind, property.Name);
            Assert.True(option is not null, $"The cell {kind} does not declare {property.Name}.");
            if (option.Default is double expected)
            {
                Assert.Equal(expected, Convert.ToDouble(property.GetValue(attribute), CultureInfo.InvariantCulture));
            }
        }
    }

    [Theory]
    [InlineData("Rnn", null)]
    [InlineData("Lstm", "zf")]
    [InlineData("Gru", null)]
    public void ALstmAloneHasAForgetGateWithAStartOfItsOwn(string kind, string? block) =>
        Assert.Equal(block, CellCatalogue.Define(new LayerSpec(kind, 4, default)).Forget?.Block);

    [Fact]
    public void TheForgetGateIsABlockOfTheCellsProduct()
    {
        LayerSpec layer = new("Lstm", 4, new[] { new LayerArgument("CoupledGates", 1), new LayerArgument("ForgetBias", 2) }.ToEquatable());
        CellDefinition cell = CellCatalogue.Define(layer);
        Assert.Equal(2, cell.Forget!.Bias);
        Assert.Contains(cell.Forget.Block, cell.Stages.OfType<CellStage.Matrix>().First().Blocks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ACellDeclaresWhetherItCarriesAState(string kind) => Assert.Equal(
        CellCatalogue.Define(new LayerSpec(kind, 4)).States.Count > 0, CellCatalogue.Find(kind)!.IsRecurrent);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ACellDeclaresWhatItsOutputHasInsteadOfUnits(string kind)
    {
        LayerSpec plain = new(kind, 4);
        Assert.Equal(4, CellCatalogue.Define(plain).OutputExtent.Size);
        LayerOption? size = CellCatalogue.Find(kind)!.OutputUnits;
        Assert.Equal(kind == "Lstm" ? "Projection" : null, size?.Name);
        if (size is not null)
        {
            LayerSpec projected = plain with { Arguments = new[] { new LayerArgument(size.Name, 3) }.ToEquatable() };
            Assert.Equal(3, CellCatalogue.Define(projected).OutputExtent.Size);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatAnOptionNeedsIsAnOptionOfTheSameCell(string kind)
    {
        CellDeclaration cell = CellCatalogue.Find(kind)!;
        Assert.All(cell.Options.Select(option => option.Needs).OfType<LayerOption>(), needed => Assert.Contains(needed, cell.Options));
    }
}
