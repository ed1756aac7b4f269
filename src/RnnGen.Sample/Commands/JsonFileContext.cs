using System.Text.Json.Serialization;
using RnnGen.Sample.Chars;
using RnnGen.Sample.Forecasts;
using RnnGen.Sample.Mnist;
using RnnGen.Sample.Vowels;

namespace RnnGen.Sample.Commands;

/// <summary>
/// Serialization of all results without reflection, for NativeAOT. A value that is not a number is written as the string "NaN".
/// </summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(JsonRecord[]))]
[JsonSerializable(typeof(VowelsReport[]))]
[JsonSerializable(typeof(CharsReport[]))]
[JsonSerializable(typeof(ForecastReport[]))]
internal sealed partial class JsonFileContext : JsonSerializerContext;
