using System;
using System.Collections.Generic;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using RnnGen.Reports.Tests.Browser;
using RnnGen.Web.Networks.Digits;

namespace RnnGen.Web.Tests.Browser;

/// <summary>What a person does with the page: draws, presses keys, clicks.</summary>
internal static class Person
{
    private const string Read =
        "(answer => answer?.dataset.state === 'done' && answer.dataset.rows === '28')(document.querySelector('#answer'))";

    /// <summary>When the page has read its first digit by itself.</summary>
    public static Task OpenAsync(this Page page, PublishedSite site) => page.OpenAsync(site.Address, Read);

    /// <summary>Draws with the mouse, and waits until what has been drawn is read.</summary>
    /// <returns>The digit that the page shows.</returns>
    public static Task<string> DrawAsync(this Page page, Drawing drawing) => page.DrawAsync(
        drawing, ("mousePressed", "mouseMoved", "mouseReleased"), (type, place) => page.SendAsync(
            "Input.dispatchMouseEvent",
            new JsonObject
            {
                ["type"] = type,
                ["x"] = place.X,
                ["y"] = place.Y,
                ["button"] = "left",
                ["buttons"] = type == "mouseReleased" ? 0 : 1,
                ["clickCount"] = 1,
            }));

    /// <summary>Draws with a finger, and waits until what has been drawn is read.</summary>
    /// <returns>The digit that the page shows.</returns>
    public static Task<string> TouchAsync(this Page page, Drawing drawing) => page.DrawAsync(
        drawing, ("touchStart", "touchMove", "touchEnd"), (type, place) => page.SendAsync(
            "Input.dispatchTouchEvent",
            new JsonObject
            {
                ["type"] = type,
                ["touchPoints"] = type == "touchEnd" ? [] : new JsonArray(new JsonObject { ["x"] = place.X, ["y"] = place.Y }),
            }));

    /// <summary>What the page has read, when it has read all of it.</summary>
    public static async Task<string> AnswerAsync(this Page page)
    {
        await page.FrameAsync();
        await page.UntilAsync(Read);
        return await page.TextAsync("#answer");
    }

    /// <summary>Presses a key.</summary>
    public static async Task PressAsync(this Page page, string key)
    {
        foreach (string type in new[] { "keyDown", "keyUp" })
        {
            await page.SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key });
        }

        await page.FrameAsync();
    }

    /// <summary>Clicks on an element.</summary>
    public static async Task ClickAsync(this Page page, string selector)
    {
        await page.EvaluateAsync<bool>($"document.querySelector('{selector}').click() === undefined");
        await page.FrameAsync();
    }

    /// <summary>Puts a slider or a list of choices somewhere.</summary>
    public static async Task SetAsync(this Page page, string selector, string value)
    {
        await page.EvaluateAsync<bool>(
            $$"""
            (element => {
                element.value = '{{value}}';
                element.dispatchEvent(new Event('input', { bubbles: true }));
                element.dispatchEvent(new Event('change', { bubbles: true }));
                return true;
            })(document.querySelector('{{selector}}'))
            """);
        await page.FrameAsync();
    }

    /// <summary>Text of an element.</summary>
    public static Task<string> TextAsync(this Page page, string selector) =>
        page.EvaluateAsync<string>($"document.querySelector('{selector}').textContent.trim()");

    /// <summary>Makes the window as wide as told and as high as the page is then.</summary>
    public static async Task ResizeAsync(this Page page, int width)
    {
        await SizeAsync(height: 400);
        await SizeAsync(await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));

        async Task SizeAsync(int height)
        {
            await page.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = false,
            });
            await page.FrameAsync();
        }
    }

    /// <summary>A picture of the window as a PNG file.</summary>
    public static async Task<byte[]> ScreenshotAsync(this Page page) => Convert.FromBase64String(
        (string)(await page.SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }))["data"]!);

    private static async Task<string> DrawAsync(
        this Page page, Drawing drawing, (string Down, string Move, string Up) events, Func<string, Vector2, Task> send)
    {
        float[] box = await page.EvaluateAsync<float[]>(
            "(pad => { pad.scrollIntoView(); const box = pad.getBoundingClientRect(); return [box.left, box.top, box.width]; })"
            + "(document.querySelector('#pad'))");
        foreach (IReadOnlyList<Vector2> stroke in drawing.Strokes)
        {
            await send(events.Down, OnPage(stroke[0]));
            foreach (Vector2 place in stroke)
            {
                await send(events.Move, OnPage(place));
            }

            await send(events.Up, OnPage(stroke[^1]));
        }

        return await page.AnswerAsync();

        Vector2 OnPage(Vector2 place) => new Vector2(box[0], box[1]) + (place * box[2] / Drawing.Side);
    }
}
