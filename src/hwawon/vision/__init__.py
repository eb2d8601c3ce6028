"""Small models that look, run by onnxruntime or ncnn."""
