using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace RnnGen.Reports.Tests.Browser;

/// <summary>A page of a browser, spoken to in the DevTools protocol.</summary>
internal sealed class Page : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationToken _cancellation;
    private int _lastId;

    private Page(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>Errors of the console, exceptions that nobody caught, and what the security policy refused.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Addresses that the page asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Connects to the first page of a browser.</summary>
    public static async Task<Page> ConnectAsync(int port, CancellationToken cancellation)
    {
        using HttpClient client = new();
        JsonArray targets = JsonNode.Parse(await client.GetStringAsync($"http://127.0.0.1:{port}/json/list", cancellation))!.AsArray();
        string address = (string)targets.First(target => (string?)target!["type"] == "page")!["webSocketDebuggerUrl"]!;
        Page page = new(cancellation);
        await page._socket.ConnectAsync(new Uri(address), cancellation);
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await page.SendAsync($"{domain}.enable");
        }

        return page;
    }

    /// <summary>Opens a file and waits until its script has drawn everything.</summary>
    public async Task OpenAsync(string path)
    {
        await OpenAsync(new Uri(path), "document.readyState === 'complete' && 'rendered' in document.documentElement.dataset");

        // uPlot draws in a microtask of its own, a resize in the frame after it.
        await FrameAsync();
    }

    /// <summary>Opens an address and waits until a script says that the page is ready.</summary>
    public async Task OpenAsync(Uri address, string ready)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        await UntilAsync(ready);
    }

    /// <summary>Waits until a script is true.</summary>
    /// <exception cref="TimeoutException">It is not, however long a busy machine may take.</exception>
    public async Task UntilAsync(string condition)
    {
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience;)
        {
            if (await EvaluateAsync<bool>(condition))
            {
                return;
            }

            await Task.Delay(50, _cancellation);
        }

        throw new TimeoutException($"It has not come true: {condition}. {string.Join(' ', Problems)}");
    }

    /// <summary>Value of a script, promises awaited.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonNode result = await SendAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return result["exceptionDetails"] is { } exception
            ? throw new InvalidOperationException(exception.ToJsonString())
            : result["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Pretends that the system has a preference, such as <c>prefers-color-scheme</c>.</summary>
    public async Task PreferAsync(string feature, string value)
    {
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = feature, ["value"] = value }),
        });
        await FrameAsync();
    }

    /// <summary>Waits until what has been asked for is on the screen: the frame after the next one.</summary>
    public Task FrameAsync() =>
        EvaluateAsync<bool>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>A command of the protocol, and its answer.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _cancellation);
        while (true)
        {
            JsonNode answer = await ReceiveAsync();
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
            }

            Note((string?)answer["method"], answer["params"]);
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using MemoryStream text = new();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, _cancellation);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }

    private void Note(string? method, JsonNode? parameters)
    {
        if (method == "Network.requestWillBeSent")
        {
            Requests.Add((string)parameters!["request"]!["url"]!);
        }
        else if (method == "Runtime.exceptionThrown"
            || (method == "Log.entryAdded" && (string?)parameters!["entry"]!["level"] == "error")
            || (method == "Runtime.consoleAPICalled" && (string?)parameters!["type"] is "error" or "warning" or "assert"))
        {
            Problems.Add(parameters!.ToJsonString());
        }
    }
}
