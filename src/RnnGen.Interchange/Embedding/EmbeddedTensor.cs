using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Interchange.Embedding;

/// <summary>A tensor to embed.</summary>
/// <param name="Name">The name of the class' parameter.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Parts">Its rows in order, as far as they are stored alike; of a vector or a number one part of one row.</param>
internal sealed record EmbeddedTensor(string Name, IReadOnlyList<long> Shape, IReadOnlyList<EmbeddedRows> Parts);

/// <summary>Rows of a tensor that are stored alike.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">How many.</param>
/// <param name="Type">How their elements are stored.</param>
/// <param name="Data">The elements, row-major and little-endian.</param>
/// <param name="Scales">Of integers the scale of each column; otherwise <see langword="null"/>.</param>
internal sealed record EmbeddedRows(long First, long Count, StorageType Type, EmbeddedData Data, EmbeddedData? Scales);

/// <summary>Bytes of the resource that come from somewhere.</summary>
/// <param name="Length">How many.</param>
/// <param name="CopyTo">Gives them to a stream. What is wrong with their source is an <see cref="InvalidDataException"/>.</param>
internal sealed record EmbeddedData(long Length, Action<Stream> CopyTo);
