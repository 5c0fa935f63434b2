"""The passages of a collection in Milvus, for more than one machine holds."""
