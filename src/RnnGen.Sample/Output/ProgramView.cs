using System;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>Chooses a view.</summary>
internal static class ProgramView
{
    /// <summary>The view for this process's standard output.</summary>
    public static IProgramView OfConsole()
    {
        // Terminals that cannot move the cursor (TERM=dumb) and build servers get plain lines too.
        IAnsiConsole console = AnsiConsole.Console;
        return !Console.IsOutputRedirected && console.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? new TerminalView(console)
            : new PlainView(Console.Out);
    }
}
