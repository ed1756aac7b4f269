namespace RnnGen.Tool.Output;

/// <summary>What the tool's process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Numbers differ, or something was refused.</summary>
    public const int Refused = 1;

    /// <summary>Arguments that say nothing sensible.</summary>
    public const int WrongUse = 2;

    /// <summary>Ctrl+C, as shells expect it.</summary>
    public const int Stopped = 130;
}
