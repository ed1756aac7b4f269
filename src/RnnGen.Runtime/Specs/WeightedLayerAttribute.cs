namespace RnnGen;

/// <summary>What layers with weights have in common: how a new model starts them. It has no effect on the equations.</summary>
public abstract class WeightedLayerAttribute : LayerAttribute
{
    /// <summary>How the kernel starts, of a recurrent layer its rows of inputs; as the model's preset says unless set.</summary>
    public Initializer KernelInitializer { get; set; }

    /// <summary>The number of <see cref="KernelInitializer"/>, of kinds that take one.</summary>
    public double KernelInitializerValue { get; set; }

    /// <summary>
    /// How the stored bias starts; as the model's preset says unless set. What equations add, such as a forget bias, comes on top.
    /// </summary>
    public Initializer BiasInitializer { get; set; }

    /// <summary>The number of <see cref="BiasInitializer"/>, of kinds that take one.</summary>
    public double BiasInitializerValue { get; set; }
}
