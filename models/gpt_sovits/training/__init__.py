"""Few-shot training of GPT-SoVITS: a recording with its text -> the two networks of a voice (SPEC 6).

t2s_loss.py scaled_adam.py      the GPT: masked cross-entropy, DPO, its optimiser
sovits_loss.py discriminators.py weight_norm.py     SoVITS: latents, slices, the losses of its GAN
"""
