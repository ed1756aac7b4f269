using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace RnnGen.Web.Page;

/// <summary>The script of the page: a pen on a canvas, pixels, and what the browser alone knows.</summary>
/// <param name="runtime">Scripts of the page.</param>
public sealed class PageScript(IJSRuntime runtime) : IAsyncDisposable
{
    private IJSInProcessObjectReference? _module;

    private IJSInProcessObjectReference Module =>
        _module ?? throw new InvalidOperationException("The script of the page has not been loaded.");

    /// <summary>Whether the person wants nothing to move that need not.</summary>
    public bool PrefersReducedMotion => Module.Invoke<bool>("prefersReducedMotion");

    /// <summary>Loads the script, once; before that nothing else may be called.</summary>
    public async Task LoadAsync() => _module ??= await runtime.InvokeAsync<IJSInProcessObjectReference>("import", "./page.js");

    /// <summary>Lets a person draw on a canvas.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="side">Units of its width and of its height.</param>
    /// <param name="pen">Width of the pen, in these units.</param>
    /// <param name="listener">Whom the script tells.</param>
    public void Attach<T>(ElementReference canvas, int side, float pen, DotNetObjectReference<T> listener)
        where T : class => Module.InvokeVoid("attach", canvas, side, pen, listener);

    /// <summary>Draws strokes, and nothing else, on a canvas.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="strokes">Numbers x, y of the places of each.</param>
    public void Draw(ElementReference canvas, float[][] strokes) => Module.InvokeVoid("draw", canvas, strokes);

    /// <summary>Gives each pixel of a canvas the colour of a level.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="levels">1 for -1, 128 for 0, 255 for 1, row by row.</param>
    /// <param name="ramp">Name of the colours: <c>state</c> or <c>ink</c>.</param>
    public void Paint(ElementReference canvas, byte[] levels, string ramp) => Module.InvokeVoid("paint", canvas, levels, ramp);

    /// <summary>Calls <c>Repaint</c> of a listener when the colours of the page change.</summary>
    /// <param name="listener">Whom the script tells.</param>
    public void OnColors<T>(DotNetObjectReference<T> listener)
        where T : class => Module.InvokeVoid("onColors", listener);

    /// <summary>Notes the time since the page was asked for, for those who measure; only the first call of a name counts.</summary>
    /// <param name="name">What has happened.</param>
    public void Mark(string name) => Module.InvokeVoid("mark", name);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _module?.DisposeAsync() ?? ValueTask.CompletedTask;
}
