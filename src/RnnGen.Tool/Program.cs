using System;
using System.Text;
using RnnGen.Tool;
using RnnGen.Tool.Output;

// Names of layers and tensors may hold any letter.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await new ToolCommandLine(ToolView.OfConsole()).RunAsync(args).ConfigureAwait(false);
