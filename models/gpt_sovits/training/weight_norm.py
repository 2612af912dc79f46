"""Weight norm that learns: files hold a direction `weight_v` and a gain `weight_g`, which speaking folds into one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

from models.gpt_sovits.sovits.blocks import NormedConv1d, NormedConvTranspose1d
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.weights.checkpoint import Checkpoint
from models.gpt_sovits.weights.loading import build_sovits
from pipeline.errors import VoiceError

# torch's names of the two, below the module's own name
_GAIN, _DIRECTION = "parametrizations.weight.original0", "parametrizations.weight.original1"


def learning_sovits(checkpoint: Checkpoint) -> Sovits:
    """SoVITS with its posterior encoder, ready to learn. Raises VoiceError: as build_sovits; a file without enc_q."""
    model = build_sovits(checkpoint, posterior=True)
    normed = [
        (name, part) for name, part in model.named_modules() if isinstance(part, NormedConv1d | NormedConvTranspose1d)
    ]
    for name, part in normed:
        weight_norm(part, dim=0)
        part.get_parameter(_GAIN).data = checkpoint.tensors[f"{name}.weight_g"].float().clone()
        part.get_parameter(_DIRECTION).data = checkpoint.tensors[f"{name}.weight_v"].float().clone()
    for parameter in model.parameters():
        parameter.data = parameter.data.clone()  # weights of float32 files are the file's own tensors
    model.requires_grad_(True)
    model.ssl_proj.requires_grad_(False)  # the codes that the GPT speaks were made with it
    return model


def file_name(key: str) -> str:
    """The key in official files of one of ours."""
    return key.replace(_GAIN, "weight_g").replace(_DIRECTION, "weight_v")


def file_tensors(model: nn.Module) -> dict[str, Tensor]:
    """The network's tensors under the keys of official files."""
    return {file_name(key): tensor.detach() for key, tensor in model.state_dict().items()}


def load_tensors(model: nn.Module, tensors: Mapping[str, Tensor], where: Path) -> None:
    """Fills a network whose weight norm learns. Raises VoiceError: a key is missing, surplus or misshapen."""
    own = {file_name(key): tensor for key, tensor in model.state_dict(keep_vars=True).items()}
    for key, tensor in own.items():
        if key not in tensors:
            raise VoiceError(f"{where}: key {key} {list(tensor.shape)} is missing")
        if tensors[key].shape != tensor.shape:
            raise VoiceError(f"{where}: key {key} has shape {list(tensors[key].shape)}, not {list(tensor.shape)}")
        if not tensors[key].isfinite().all():
            raise VoiceError(f"{where}: key {key} holds values that are not numbers; the file is damaged")
        tensor.data.copy_(tensors[key])
    if surplus := sorted(set(tensors) - set(own)):
        raise VoiceError(f"{where}: key {surplus[0]} belongs to nothing, and {len(surplus) - 1} more")
