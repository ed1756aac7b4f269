namespace RnnGen.Generated;

/// <summary>Told of the phases of training steps: how a benchmark finds out where their time goes.</summary>
internal interface ITrainingObserver
{
    /// <summary>A phase begins; all its parts end before <see cref="Ended"/>.</summary>
    /// <param name="phase">Its number, as <see cref="TrainingWorkspace"/> counts them.</param>
    void Began(int phase);

    /// <summary>The phase that began last has ended.</summary>
    void Ended();
}
