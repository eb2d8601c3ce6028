"""Frees a network of convolutions from the batch and size that it was saved with."""

import onnx


def to_any_size(data: bytes) -> bytes:
    """The same network for one picture of any height and width (NCHW); its weights are no longer listed as inputs."""
    model = onnx.load_model_from_string(data)
    graph = model.graph
    weights = {tensor.name for tensor in graph.initializer}
    pictures = [value for value in graph.input if value.name not in weights]
    del graph.input[:], graph.value_info[:]
    graph.input.extend(pictures)
    for kind, values in (("picture", graph.input), ("map", graph.output)):
        for value in values:
            batch, _channels, height, width = value.type.tensor_type.shape.dim
            batch.dim_value = 1
            height.dim_param, width.dim_param = f"{kind}_height", f"{kind}_width"
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))
