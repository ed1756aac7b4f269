using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RnnGen.Web.Networks.Digits;
using RnnGen.Web.Page;

namespace RnnGen.Web.Digits;

/// <summary>The tab in which a person draws a digit and the network reads it.</summary>
public sealed partial class DigitTab
{
    /// <summary>Width of the pen on the canvas: about that of the image, when a digit fills the canvas.</summary>
    private const float Pen = 22;

    private const int First = 5;

    private static readonly TimeSpan RowPause = TimeSpan.FromMilliseconds(30);

    private readonly DigitReader _reader = new();
    private readonly double[] _milliseconds = new double[DigitImage.Side];
    private Drawing _drawing = new();
    private DigitReading? _reading;
    private DotNetObjectReference<DigitTab>? _self;
    private ElementReference _pad;
    private LevelMap _image = null!, _lstm = null!, _gru = null!, _digits = null!;
    private bool _isSample, _isReading;
    private int _shown, _turn;
    private double _stepMilliseconds;

    [Inject]
    private PageScript Script { get; set; } = null!;

    [Inject]
    private CurrentDigit Current { get; set; } = null!;

    private int? Best => _reading is not null && _shown > 0 ? _reading.DigitAfter(_shown) : null;

    private ReadOnlyMemory<float> Probabilities => _reading is not null && _shown > 0 ? _reading.After(_shown).ToArray() : default;

    private string Sentence => _reading is null || _shown == 0
        ? "Nothing has been drawn."
        : $"{Levels.Percent(_reading.After(_shown)[Best!.Value])} sure after {(_shown == 1 ? "1 row" : $"{_shown} rows")}";

    /// <summary>The pen has been put down.</summary>
    [JSInvokable]
    public void PenDown(float x, float y)
    {
        // Whoever draws begins with an empty canvas, not on top of a sample.
        if (_isSample)
        {
            Clear();
        }

        _turn++;
        _drawing.Begin(new Vector2(x, y));
    }

    /// <summary>The pen has been to places, numbers x, y.</summary>
    [JSInvokable]
    public void PenMoved(float[] places)
    {
        for (int i = 0; i + 1 < places.Length; i += 2)
        {
            _drawing.MoveTo(new Vector2(places[i], places[i + 1]));
        }
    }

    /// <summary>The pen has been lifted: what stands there is read.</summary>
    [JSInvokable]
    public Task PenUp() => ReadAsync();

    /// <summary>The colours of the page have changed.</summary>
    [JSInvokable]
    public void Repaint()
    {
        DrawStrokes();
        Paint();
    }

    /// <inheritdoc/>
    public void Dispose() => _self?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Script.LoadAsync();
            _self = DotNetObjectReference.Create(this);
            Script.Attach(_pad, Drawing.Side, Pen, _self);
            Script.OnColors(_self);
            await TakeAsync(First);
        }
    }

    private Task TakeAsync(int digit)
    {
        (_drawing, _isSample) = (SampleDigits.Of(digit), true);
        DrawStrokes();
        return ReadAsync();
    }

    private Task UndoAsync()
    {
        _drawing.Undo();
        if (_drawing.Strokes.Count == 0)
        {
            Clear();
            return Task.CompletedTask;
        }

        DrawStrokes();
        return ReadAsync();
    }

    private void Clear()
    {
        _turn++;
        (_drawing, _isSample, _isReading, _reading, _shown) = (new Drawing(), false, false, null, 0);
        DrawStrokes();
        Paint();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        int turn = ++_turn;
        DigitReading reading = new(_reader, DigitImage.Of(_drawing));
        (_reading, _isReading, _shown) = (reading, true, 0);
        Current.Pixels = [.. reading.Pixels];
        bool atOnce = Script.PrefersReducedMotion;
        while (!reading.IsComplete)
        {
            long start = Stopwatch.GetTimestamp();
            reading.ReadRow();
            _milliseconds[reading.RowsRead - 1] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (!atOnce)
            {
                Show(reading.RowsRead);
                await Task.Delay(RowPause);

                // Another drawing, or another part of this one, is read by now.
                if (turn != _turn)
                {
                    return;
                }
            }
        }

        _isReading = false;
        _stepMilliseconds = _milliseconds.Order().ElementAt(_milliseconds.Length / 2);
        Show(DigitImage.Side);
        Script.Mark("answer");
    }

    private void ShowRow(ChangeEventArgs change)
    {
        _shown = int.Parse((string)change.Value!, CultureInfo.InvariantCulture);
        Paint();
    }

    private void Show(int rows)
    {
        _shown = rows;
        StateHasChanged();
        Paint();
        Script.Mark("probabilities");
    }

    private void DrawStrokes() =>
        Script.Draw(_pad, [.. _drawing.Strokes.Select(stroke => stroke.SelectMany(place => new[] { place.X, place.Y }).ToArray())]);

    private void Paint()
    {
        _image.Paint(_reading is null ? new float[DigitImage.Side * DigitImage.Side] : _reading.Pixels);
        _lstm.Paint(_reading is null ? new float[DigitImage.Side * DigitReading.Units] : _reading.Lstm);
        _gru.Paint(_reading is null ? new float[DigitImage.Side * DigitReading.Units] : _reading.Gru);
        _digits.Paint(_reading is null ? new float[DigitImage.Side * DigitReading.Classes] : _reading.Probabilities);
    }
}
