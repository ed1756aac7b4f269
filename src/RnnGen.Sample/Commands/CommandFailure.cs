using System;

namespace RnnGen.Sample.Commands;

/// <summary>Something that the user can put right; the message is all that is shown.</summary>
/// <param name="message">One line.</param>
internal sealed class CommandFailure(string message) : Exception(message);
