using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Interchange.Embedding;

/// <summary>A tensor to embed.</summary>
/// <param name="Name">The name of the class' parameter.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Parts">Its rows in order, as far as they are stored alike; of a tensor that is no matrix one part.</param>
internal sealed record EmbeddedTensor(string Name, IReadOnlyList<long> Shape, IReadOnlyList<EmbeddedRows> Parts);

/// <summary>Rows of a tensor that are stored alike.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">How many.</param>
/// <param name="Type">How their elements are stored.</param>
/// <param name="Bytes">Bytes of the elements.</param>
/// <param name="ScaleBytes">Bytes of the scales, a float for each column; 0 of types without scales.</param>
/// <param name="Read">
/// Gives the elements, little-endian, row-major, and the scales. What is wrong with them is an <see cref="InvalidDataException"/> or a
/// <see cref="NotSupportedException"/>.
/// </param>
internal sealed record EmbeddedRows(
    long First, long Count, StorageType Type, long Bytes, long ScaleBytes, Func<(byte[] Elements, float[] Scales)> Read);
