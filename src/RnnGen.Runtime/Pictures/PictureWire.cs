namespace RnnGen.Pictures;

/// <summary>An arrow from a value to a reader.</summary>
/// <param name="From">What is read.</param>
/// <param name="To">Who reads.</param>
/// <param name="Port">Which of the reader's arrows it is.</param>
/// <param name="IsState">Whether final states go along it.</param>
internal sealed record PictureWire(PictureBox From, PictureBox To, int Port, bool IsState)
{
    /// <summary>Where it passes the rows between the two; null of neighbours.</summary>
    public PictureLane? Lane { get; set; }

    /// <summary>Where it ends.</summary>
    public double End => To.X + To.Ports[Port];
}

/// <summary>A straight way downwards past some rows, for all readers of one value.</summary>
/// <param name="FirstRow">First row that it passes.</param>
/// <param name="LastRow">Last row that it passes.</param>
/// <param name="X">Where.</param>
internal sealed record PictureLane(int FirstRow, int LastRow, double X);
