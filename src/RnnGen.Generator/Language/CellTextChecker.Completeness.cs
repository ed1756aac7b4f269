using System.Linq;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Language;

/// <content>What a cell needs to be complete: states with next values, an output, a reader of every value.</content>
internal sealed partial class CellTextChecker
{
    private void CheckCompleteness()
    {
        if (_errors.Count > 0)
        {
            return;
        }

        CellSymbol[] states = [.. _symbols.Values.Where(symbol => symbol.Kind == CellSymbolKind.State)];
        if (states.Length == 0)
        {
            Report(
                Descriptors.CellIncomplete, Whole(),
                _symbols.Count == 1 ? "The text of the cell has no equations" : "The cell has no state: declare one, state h");
            return;
        }

        foreach (CellSymbol state in states.Where(state => !_symbols.ContainsKey(state.Name + "'")))
        {
            Report(Descriptors.CellIncomplete, state.Span, $"The state '{state.Name}' has no next value: assign {state.Name}'");
        }

        string output = _output?.Name.Text ?? "h'";
        CheckOutput(output);
        if (_errors.Count == 0)
        {
            CheckUses(output);
        }
    }

    private void CheckOutput(string output)
    {
        if (_output is null)
        {
            if (!_symbols.ContainsKey("h"))
            {
                Report(
                    Descriptors.CellIncomplete, Whole(),
                    "The cell has no output: it has no state h, so a line such as output c' is needed");
            }
            else
            {
                CheckOutputWidth(_symbols["h"], _symbols["h"].Span);
            }

            return;
        }

        if (_symbols.TryGetValue(output, out CellSymbol symbol) && symbol.Kind == CellSymbolKind.Value)
        {
            symbol.IsRead = true;
            CheckOutputWidth(symbol, _output.Name.Span);
            return;
        }

        Report(Descriptors.CellIncomplete, _output.Name.Span, symbol is null
            ? $"There is no value '{output}' to hand up"
            : symbol.Kind == CellSymbolKind.State
                ? $"'{output}' is the state before the step; the output is a value after it: output {output}'"
                : $"The output must be a value that an expression assigns: y = {output}, then output y");
    }

    private void CheckOutputWidth(CellSymbol symbol, TextSpan span)
    {
        if (symbol.Width != CellWidth.Units)
        {
            Report(
                Descriptors.CellWidths, span,
                $"'{symbol.Name}' has the width {symbol.Width}; the output of a layer has as many numbers as the layer has units");
        }
    }

    private void CheckUses(string output)
    {
        foreach (CellSymbol symbol in _symbols.Values.Where(symbol => !symbol.IsRead))
        {
            string name = symbol.Name;
            string? message = symbol.Kind switch
            {
                CellSymbolKind.Input => "No equation reads x, the layer's input",
                CellSymbolKind.StepInput => $"No equation reads the input '{name}'",
                CellSymbolKind.State when name + "'" != output => $"No equation reads the state '{name}', and it is not the output",
                CellSymbolKind.Block => $"No equation reads '{name}', a block of a matrix product",
                CellSymbolKind.Vector => $"No equation reads the vector '{name}'",
                CellSymbolKind.Value when !name.EndsWith("'", System.StringComparison.Ordinal) => $"No equation reads '{name}'",
                _ => null,
            };
            if (message is not null)
            {
                Report(Descriptors.CellIncomplete, symbol.Kind == CellSymbolKind.Input ? Whole() : symbol.Span, message);
            }
        }
    }

    /// <summary>The first line with anything on it.</summary>
    private TextSpan Whole()
    {
        int start = _text.Length - _text.TrimStart().Length;
        int end = _text.IndexOfAny(['\n', '\r'], start);
        return TextSpan.FromBounds(
            start, start + (end < 0 ? _text.Substring(start) : _text.Substring(start, end - start)).TrimEnd().Length);
    }
}
