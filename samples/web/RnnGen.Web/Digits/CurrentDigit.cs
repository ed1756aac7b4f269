using System;

namespace RnnGen.Web.Digits;

/// <summary>The image that was read last, which the other tabs use too.</summary>
public sealed class CurrentDigit
{
    /// <summary>Another image has been set.</summary>
    public event Action? Changed;

    /// <summary>The image, [28, 28], 0 to 1.</summary>
    public float[] Pixels
    {
        get;
        set
        {
            field = value;
            Changed?.Invoke();
        }
    } = new float[Networks.Digits.DigitImage.Side * Networks.Digits.DigitImage.Side];
}
