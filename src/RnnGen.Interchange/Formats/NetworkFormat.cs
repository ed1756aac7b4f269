namespace RnnGen.Interchange;

/// <summary>Formats of files that hold networks or weights.</summary>
public enum NetworkFormat
{
    /// <summary>ONNX: a graph of operators with its weights.</summary>
    Onnx,

    /// <summary>Keras 3: an archive of a configuration and weights (<c>.keras</c>).</summary>
    Keras,

    /// <summary>HDF5: Keras before version 3, or Keras' weights without a configuration (<c>.h5</c>).</summary>
    Hdf5,

    /// <summary>Safetensors: named tensors, such as a state dictionary of PyTorch or the parameters of a class.</summary>
    Safetensors,

    /// <summary>A state dictionary of PyTorch as JSON: names and nested arrays.</summary>
    TorchJson,

    /// <summary>RTNeural's JSON: layers in order, with weights as Keras has them.</summary>
    RtNeural,

    /// <summary>Neural Amp Modeler's JSON (<c>.nam</c>).</summary>
    Nam,
}
