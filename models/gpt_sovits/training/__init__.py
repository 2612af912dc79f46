"""Few-shot training of GPT-SoVITS: a recording with its text -> the two networks of a voice (SPEC 6).

t2s_loss.py scaled_adam.py      the GPT's step: masked cross-entropy, DPO, its optimiser
"""
