"""GPT-SoVITS: text -> semantic tokens -> sound, batched, in PyTorch. Nothing here imports torch until a voice speaks.

engine.py       the engine of pipeline/engine.py; settings.py: what a voice manifest says
frontend/       text -> phones, by language
t2s/            the GPT: model, KV cache, sampler
sovits/         semantic tokens + phones + style -> sound: prior encoder, flow, vocoder
conditioning/   BERT features, prompt tokens and style of the reference clip
weights/        checkpoints, loading, official files, a voice's files and digests
serving/        scheduler, continuous batching, CUDA graphs, streams, memory, rendering; voice.py puts them together
bench/ parity/  tools outside the wheel: make bench-gpt-sovits, make gpu, make profile; parity with the original
"""

# Part of every fingerprint: raise it when the same weights, settings and text come to sound different.
CODE_VERSION = 2
