"""Few-shot training of GPT-SoVITS: a recording with its text -> the two networks of a voice (SPEC 6).

settings.py         what configs/training/*.yaml say
data/               lines, checked before anything is made of them; features, made once; batches
t2s_loss.py scaled_adam.py      the GPT: masked cross-entropy, DPO, its optimiser
sovits_loss.py discriminators.py weight_norm.py     SoVITS: latents, slices, the losses of its GAN
learners.py         a network with its optimisers and its data: one step
loop/               steps in order, states after a kill, figures, memory
packaging.py        checkpoints as official files and as safetensors
running.py          all of it: data and base files -> kept checkpoints
"""
