using System;
using System.IO;
using System.Text;
using RnnGen.Interchange.Embedding;

// Names of files may hold any letter; the build reads UTF-8.
using StreamWriter errors = new(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
return EmbeddingCommand.Run(args, errors);
