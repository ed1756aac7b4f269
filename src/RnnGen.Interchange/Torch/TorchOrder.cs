using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Finds the order in which data goes through modules, which a state dictionary does not say.</summary>
internal static class TorchOrder
{
    private const int Shown = 4;
    private const int MaxTries = 100_000;

    /// <summary>The modules in order, and a sentence that says how it was found.</summary>
    /// <exception cref="NotSupportedException">No order fits, or several do and the options name none.</exception>
    /// <exception cref="ArgumentException">
    /// The options name other modules than the file has, or an order in which widths do not fit.
    /// </exception>
    public static (IReadOnlyList<TorchModule> Modules, string? Note) Of(
        TorchStateDictionary dictionary, IReadOnlyList<TorchModule> modules, TorchReaderOptions options)
    {
        if (options.Modules is not null)
        {
            IReadOnlyList<TorchModule> ordered = Given(modules, options.Modules);
            return Misfit(ordered) is not string reason ? (ordered, null)
                : throw new ArgumentException($"{dictionary.Path}: the modules do not fit in the order given: {reason}.", nameof(options));
        }

        if (modules.Count == 1)
        {
            return (modules, null);
        }

        IReadOnlyList<TorchModule>? numbered = dictionary.IsOrdered ? null : Numbered(modules);
        if (dictionary.IsOrdered || numbered is not null)
        {
            string how = dictionary.IsOrdered ? "of the file" : "of their numbers";
            IReadOnlyList<TorchModule> all = numbered ?? modules;
            return Misfit(all) is not string reason ? (all, $"The modules were taken in the order {how}: {Names(all)}.")
                : throw FileFault.Unsupported(
                    dictionary.Path, $"the modules do not fit in the order {how}: {reason}; give the order (option Modules)");
        }

        IReadOnlyList<TorchModule> only = ByWidths(dictionary.Path, modules);
        return (only, $"The modules were taken in the only order in which their widths fit: {Names(only)}.");
    }

    private static IReadOnlyList<TorchModule> Given(IReadOnlyList<TorchModule> modules, IReadOnlyList<string> names) =>
        names.Order(StringComparer.Ordinal).SequenceEqual(modules.Select(module => module.Name).Order(StringComparer.Ordinal))
            ? [.. names.Select(name => modules.First(module => module.Name == name))]
            : throw new ArgumentException(
                $"The order must name each module of the file once: {Names(modules)}; it names {string.Join(", ", names)}.", nameof(names));

    /// <summary>Numbers behind one beginning, as in <c>layers.0</c> and <c>layers.2</c>, are the order of <c>nn.Sequential</c>.</summary>
    private static IReadOnlyList<TorchModule>? Numbered(IReadOnlyList<TorchModule> modules)
    {
        List<(string Parent, int Number, TorchModule Module)> parsed = [];
        foreach (TorchModule module in modules)
        {
            int dot = module.Name.LastIndexOf('.');
            if (!int.TryParse(module.Name[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return null;
            }

            parsed.Add((module.Name[..(dot + 1)], number, module));
        }

        return parsed.All(each => each.Parent == parsed[0].Parent)
            ? [.. parsed.OrderBy(each => each.Number).Select(each => each.Module)] : null;
    }

    private static IReadOnlyList<TorchModule> ByWidths(string path, IReadOnlyList<TorchModule> modules)
    {
        List<IReadOnlyList<TorchModule>> found = [];
        int tries = 0;
        Extend([]);
        if (found is [IReadOnlyList<TorchModule> only] && tries < MaxTries)
        {
            return only;
        }

        string all = string.Join("; ", found.Take(Shown).Select(Names));
        string rest = found.Count > Shown ? "; and others" : "", these = string.Join(", ", modules.Select(module => module.Text));
        throw FileFault.Unsupported(
            path,
            tries >= MaxTries ? $"there are too many orders of {modules.Count} modules to try; give it (option Modules)"
            : found.Count == 0 ? $"in no order do the widths of these modules fit: {these}"
            : $"the widths of the modules fit in more than one order; give it (option Modules): {all}{rest}");

        void Extend(List<TorchModule> begun)
        {
            if (begun.Count == modules.Count)
            {
                found.Add([.. begun]);
                return;
            }

            foreach (TorchModule next in modules)
            {
                if (found.Count <= Shown && ++tries < MaxTries && !begun.Contains(next) && (begun.Count == 0 || Fit(begun[^1], next)))
                {
                    begun.Add(next);
                    Extend(begun);
                    begun.RemoveAt(begun.Count - 1);
                }
            }
        }
    }

    private static bool Fit(TorchModule first, TorchModule next) => next.Inputs > 0 && first.Outputs == next.Inputs;

    private static string? Misfit(IReadOnlyList<TorchModule> modules)
    {
        int index = Enumerable.Range(1, modules.Count - 1).FirstOrDefault(index => !Fit(modules[index - 1], modules[index]));
        return index == 0 ? null : $"{modules[index].Text} cannot read {modules[index - 1].Text}";
    }

    private static string Names(IReadOnlyList<TorchModule> modules) => string.Join(", ", modules.Select(module => module.Name));
}
