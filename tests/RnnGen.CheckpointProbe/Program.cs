namespace RnnGen.CheckpointProbe;

/// <summary>Works with the checkpoints of a folder until it is killed, or until its input ends: it must not outlive the test.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["fit", string folder])
        {
            FitProbe.Run(folder);
        }
        else
        {
            SaveProbe.Run(args[0]);
        }

        return 0;
    }
}
