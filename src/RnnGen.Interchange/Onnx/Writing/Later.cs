using System;

namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>Values that are written when somebody reads them, and then once: what nobody reads is no part of the file.</summary>
internal static class Later
{
    /// <summary>A value that has to be written yet.</summary>
    public static Func<string> Of(Func<string> write)
    {
        Lazy<string> value = new(write);
        return () => value.Value;
    }

    /// <summary>Several values that have to be written yet.</summary>
    public static Func<T> Of<T>(Func<T> write)
    {
        Lazy<T> value = new(write);
        return () => value.Value;
    }

    /// <summary>A value that has been written.</summary>
    public static Func<string> Of(string value) => () => value;
}
