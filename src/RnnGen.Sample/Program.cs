namespace RnnGen.Sample;

internal static class Program
{
    public static int Main() => 0;
}
