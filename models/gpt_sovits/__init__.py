"""GPT-SoVITS: text -> semantic tokens -> sound, batched, in PyTorch. Nothing here imports torch until a voice speaks.

front_end/        text -> phones (and the characters they belong to)
features.py       BERT and HuBERT, from local files
text_to_semantic  the GPT: phones + prompt tokens -> semantic tokens        (batching.py, sampler.py, kv_cache.py)
seating, steps    who sits in which row; how a step runs: eagerly, compiled, recorded
sovits            tokens + phones + style -> sound                          (prior, flow, generator, style)
rendering, lanes  batches of sound, beside the tokens where a device can
memory            what a pass takes, before it takes it
gpu, whole        make gpu, make profile; measuring: a section that fails is a line, and the others run
schedule          a book by the clock; precision: what half of it changes; roofs: what a device could do
checkpoint.py     what a weights file is, read without running anything in it
voice_folder.py   a voice's settings, files and digests: import, check, fetch
engine.py         the socket of pipeline/engine.py
"""

# Part of every fingerprint: raise it when the same weights, settings and text come to sound different.
CODE_VERSION = 2
