"""Builds networks from checkpoints, strictly: every key and shape is accounted for, or the file is refused.

The version is decided from the tensors (SPEC 1.3): rows of the text embedding, bins of the style encoder, a speaker
embedding or none, the first upsampling kernel. What header and config claim must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from models.gpt_sovits.cfm.versions import FLOW_VERSIONS
from models.gpt_sovits.configs import PHONEME_ROWS, SYMBOLS, GptConfig, SovitsConfig, SpokenSizes, check_claim
from models.gpt_sovits.frontend.mixed import NEWER, primary
from models.gpt_sovits.sovits.blocks import NormedConv1d, NormedConvTranspose1d
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.speaker import SpeakerNet
from models.gpt_sovits.t2s.model import TextToSemantic
from models.gpt_sovits.weights.checkpoint import Checkpoint, read
from models.gpt_sovits.weights.official import FLOW_BASES
from pipeline.errors import VoiceError

TensorShape = tuple[int, ...]
M = TypeVar("M", bound=nn.Module)


class SkipInit(TorchFunctionMode):
    """Skips the initialisation of weights: even on the meta device its random draws cost 1.7 s, once per process."""

    def __torch_function__(self, func: Any, _: Any, args: Any = (), kwargs: Any = None) -> Any:
        if getattr(func, "__module__", None) == "torch.nn.init":
            return (kwargs or {}).get("tensor", args[0] if args else None)
        return func(*args, **(kwargs or {}))


def load_gpt(path: Path) -> TextToSemantic:
    return build_gpt(read(path))


def load_sovits(path: Path) -> Sovits:
    return build_sovits(read(path))


def load_speaker_net(path: Path) -> SpeakerNet:
    return fill_speaker_net(read(path).tensors, str(path))


def fill_speaker_net(tensors: Mapping[str, Tensor], where: str) -> SpeakerNet:
    with torch.device("meta"), SkipInit():
        module = SpeakerNet()
    return filled(module, tensors, where)


def build_gpt(checkpoint: Checkpoint) -> TextToSemantic:
    """Builds the GPT. Raises VoiceError: it is no GPT file, or keys, shapes or config do not fit."""
    where = str(checkpoint.path)
    if any(key.startswith(("enc_p.", "dec.", "cfm.")) for key in checkpoint.tensors):
        raise VoiceError(f"{where}: is a SoVITS file; the GPT goes here (its official name ends in .ckpt)")
    if checkpoint.config is None:
        raise VoiceError(f"{where}: has no config, so it is no official GPT file")
    config = GptConfig.read(checkpoint.config, where)
    check_claim(config.least, checkpoint.tensors, where)
    with torch.device("meta"), SkipInit():
        module = TextToSemantic(config)
    return filled(module, checkpoint.tensors, where)


def build_sovits(checkpoint: Checkpoint, posterior: bool = False) -> Sovits:
    """Builds SoVITS. `posterior`: with the encoder that only training needs.

    Raises VoiceError: it is no SoVITS file, of a version not spoken yet, or keys, shapes or config do not fit.
    """
    where = str(checkpoint.path)
    version = sovits_version(checkpoint)
    if version in FLOW_VERSIONS:
        raise VoiceError(f"{where}: is a {version} file, which has no decoder of its own; v1, v2 and v2Pro have one")
    config = sovits_config(checkpoint, version)
    in_file = any(key.startswith("enc_q.") for key in checkpoint.tensors)
    if posterior and not in_file:
        raise VoiceError(f"{where}: has no enc_q.* keys; training starts from a base file, which has them")
    with torch.device("meta"), SkipInit():
        whole = Sovits(config, posterior=in_file)
    check_keys(file_keys(whole), checkpoint.tensors, where)
    if in_file and not posterior:
        del whole.enc_q
    kept = {key: tensor for key, tensor in checkpoint.tensors.items() if posterior or not key.startswith("enc_q.")}
    return filled(whole, kept, where)


def sovits_config(checkpoint: Checkpoint, version: str) -> SovitsConfig:
    where = str(checkpoint.path)
    if checkpoint.config is None:
        raise VoiceError(f"{where}: has no config, so it is no official SoVITS file")
    tensors = checkpoint.tensors
    bins = _shape(tensors, "ref_enc.spectral.0.fc.weight", 2, where)[1]
    config = SovitsConfig.read(
        checkpoint.config, version, _shape(tensors, "enc_p.text_embedding.weight", 2, where)[0], bins, where
    )
    check_claim(config.least, tensors, where)
    return config


def sovits_version(checkpoint: Checkpoint) -> str:
    """The version, as the tensors show it; of v3 and v4, whose tensors are alike, as header, digest or config says.

    Raises VoiceError: it is another network; header or config claims another version, or none where it must.
    """
    where, tensors = str(checkpoint.path), checkpoint.tensors
    if any(key.startswith(("h.layers.", "ar_")) for key in tensors):
        raise VoiceError(f"{where}: is a GPT file; the SoVITS goes here (its official name ends in .pth)")
    if any(key.startswith("cfm.") for key in tensors):
        return _flow_version(checkpoint)
    rows = _shape(tensors, "enc_p.text_embedding.weight", 2, where)[0]
    tables = {count: table for table, count in SYMBOLS.items()}
    if rows not in tables:
        raise VoiceError(f"{where}: enc_p.text_embedding.weight has {rows} rows; v1 has 322 and v2 has 732")
    version = tables[rows]
    if "sv_emb.weight" in tensors:
        kernel = _shape(tensors, "dec.ups.0.weight_v", 3, where)[2]
        if version == "v1" or kernel not in (16, 20):
            raise VoiceError(
                f"{where}: sv_emb.weight is there, but dec.ups.0.weight_v has kernel {kernel} and the text "
                f"embedding {rows} rows: neither v2Pro (16, 732) nor v2ProPlus (20, 732)"
            )
        version = "v2Pro" if kernel == 16 else "v2ProPlus"
    # The original tags v1-shaped files as v2, and old configs have no Pro: only a clear contradiction is refused.
    if checkpoint.tag and checkpoint.tag != version and not {checkpoint.tag, version} <= {"v1", "v2"}:
        raise VoiceError(
            f"{where}: its header says {checkpoint.tag}, its tensors are those of {version}; "
            "the file was put together from two"
        )
    return version


def _flow_version(checkpoint: Checkpoint) -> str:
    if (claimed := _claimed(checkpoint).removesuffix(" LoRA")) in FLOW_VERSIONS:
        return claimed
    says = f"claims to be {claimed}" if claimed else "does not say which"
    raise VoiceError(
        f"{checkpoint.path}: is a v3 or v4 file by its tensors, which are alike in both, and {says} in its header or "
        "config; ask its maker, or take the file that the original's training wrote"
    )


def check_pair(gpt: GptConfig, sovits: SpokenSizes, gpt_path: Path, sovits_path: Path) -> None:
    """Checks that two files belong together. Raises VoiceError: they have different symbol tables."""
    wanted = PHONEME_ROWS[sovits.symbol_table]
    if gpt.phoneme_vocab_size != wanted:
        raise VoiceError(
            f"{gpt_path} and {sovits_path} do not belong together: ar_text_embedding.word_embeddings.weight has "
            f"{gpt.phoneme_vocab_size} rows, a {sovits.version} voice needs {wanted}"
        )
    if gpt.vocab_size != 1025:
        raise VoiceError(f"{gpt_path}: speaks {gpt.vocab_size - 1} tokens, the codebook of {sovits_path} has 1024")


def check_languages(languages: Iterable[str], sovits: SpokenSizes, path: Path) -> None:
    """Checks the languages of a voice. Raises VoiceError: its symbol table has no phones for one of them."""
    for language in languages:
        if sovits.symbol_table == "v1" and primary(language) in NEWER:
            raise VoiceError(
                f"languages: {path} is a v1 file, which has no sounds for {language}: v1 speaks zh, en and "
                "ja; take it from `languages`, or take a v2 voice"
            )


# ---------------------------------------------------------------- keys and shapes


def file_keys(module: nn.Module, *, folded: bool = False) -> dict[str, TensorShape]:
    """Keys and shapes that an official file of this network has, with weight norm as weight_g and weight_v.

    `folded`: of a file that has the product instead, as v4's vocoder.
    """
    keys = {key: tuple(tensor.shape) for key, tensor in module.state_dict().items()}
    for name, part in () if folded else module.named_modules():
        if isinstance(part, NormedConv1d | NormedConvTranspose1d):
            shape = keys.pop(f"{name}.weight")
            keys[f"{name}.weight_g"] = (shape[0], 1, 1)
            keys[f"{name}.weight_v"] = shape
    return keys


def check_keys(wanted: Mapping[str, TensorShape], tensors: Mapping[str, Tensor], where: str) -> None:
    """Checks keys and shapes. Raises VoiceError naming file, key and shape."""
    if missing := [key for key in wanted if key not in tensors]:
        raise VoiceError(f"{where}: key {missing[0]} {list(wanted[missing[0]])} is missing{_more(missing)}")
    if surplus := [key for key in tensors if key not in wanted]:
        shape = tuple(tensors[surplus[0]].shape)
        raise VoiceError(f"{where}: key {surplus[0]} {list(shape)} belongs to nothing{_more(surplus)}")
    for key, shape in wanted.items():
        if tuple(tensors[key].shape) != shape:
            raise VoiceError(f"{where}: key {key} has shape {list(tensors[key].shape)}, not {list(shape)}")


def _more(keys: list[str]) -> str:
    return f", and {len(keys) - 1} more" if len(keys) > 1 else ""


def fold(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Folds weight norm, w = g v / |v| (norm over all dimensions but 0), and converts everything to float32."""
    folded = {key: tensor.float() if tensor.is_floating_point() else tensor for key, tensor in tensors.items()}
    for key in [key for key in folded if key.endswith(".weight_v")]:
        v, g = folded.pop(key), folded.pop(key.removesuffix("_v") + "_g")
        folded[key.removesuffix("_v")] = v * (g / v.norm(dim=(1, 2), keepdim=True))
    return folded


def filled(module: M, tensors: Mapping[str, Tensor], where: str, *, folded: bool = False) -> M:
    """The module with its weights, ready to run. `folded`: the file's weight norm is folded already.

    Raises VoiceError: keys or shapes are not the module's, or values are not numbers.
    """
    check_keys(file_keys(module, folded=folded), tensors, where)
    for key, tensor in tensors.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise VoiceError(f"{where}: key {key} holds values that are not numbers; the file is damaged")
    module.load_state_dict(fold(tensors), strict=True, assign=True)
    module.requires_grad_(False)
    module.eval()
    return module


def _shape(tensors: Mapping[str, Tensor], key: str, dimensions: int, where: str) -> TensorShape:
    if key not in tensors:
        raise VoiceError(f"{where}: key {key} is missing; this is no SoVITS file of a version that is known")
    shape = tuple(tensors[key].shape)
    if len(shape) != dimensions:
        raise VoiceError(f"{where}: key {key} has shape {list(shape)}, not {dimensions} dimensions")
    return shape


def _claimed(checkpoint: Checkpoint) -> str:
    if checkpoint.tag:
        return checkpoint.tag
    if known := FLOW_BASES.get(checkpoint.head_md5):
        return known
    config = checkpoint.config or {}
    model = config.get("model")
    claimed = model.get("version") if isinstance(model, Mapping) else None
    return str(claimed or config.get("version") or "")
