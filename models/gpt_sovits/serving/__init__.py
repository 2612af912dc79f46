"""Serving: scheduler, continuous batching, CUDA graphs, streams, memory planning, rendering of sound."""
