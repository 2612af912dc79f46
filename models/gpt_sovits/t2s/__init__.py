"""Text to semantic (t2s), the GPT: model, KV cache, sampler."""
