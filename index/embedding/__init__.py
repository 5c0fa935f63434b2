"""Text becomes vectors: the encoder, the engines that run its model, the model's files."""
