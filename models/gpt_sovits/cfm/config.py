"""Sizes of a v3 or v4 network: those of the encoders from its config, those of the DiT from its tensors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from models.gpt_sovits.cfm.versions import FLOW_VERSIONS, MEL_BANDS, FlowVersion
from models.gpt_sovits.configs import MOST_LAYERS, SAMPLE_RATE_HZ, SYMBOLS, check_claim, number_of, section_of
from pipeline.errors import VoiceError

HEAD = 64  # width of a DiT's head, which no tensor shows
_DIT = "cfm.estimator."
_BLOCK = _DIT + "transformer_blocks."


@dataclass(frozen=True, slots=True)
class DiTConfig:
    width: int
    blocks: int
    inner: int  # of a block's feed-forward
    text_width: int
    text_blocks: int
    text_inner: int
    wavelengths: int  # of the embedding of time and step, sines and cosines together
    position_groups: int  # of the convolutions over positions
    position_kernel: int
    rotary: int  # columns of queries and keys that are turned: those of the first head

    @property
    def heads(self) -> int:
        return self.width // HEAD


@dataclass(frozen=True, slots=True)
class FlowConfig:
    """The fields of `SovitsConfig` that the prior encoder reads have the same names here."""

    version: str  # v3, v4
    symbols: int
    spec_bins: int
    inter_channels: int
    hidden_channels: int
    filter_channels: int
    heads: int
    layers: int
    kernel_size: int
    gin_channels: int
    filter_length: int
    feature_channels: int  # of what the DiT is conditioned on
    feature_layers: int  # of the WaveNet that makes it
    dit: DiTConfig

    @property
    def facts(self) -> FlowVersion:
        return FLOW_VERSIONS[self.version]

    @property
    def speaker(self) -> bool:
        return False

    @property
    def symbol_table(self) -> str:
        return "v2"

    @classmethod
    def read(cls, config: Mapping[str, Any], version: str, tensors: Mapping[str, Tensor], where: str) -> FlowConfig:
        """Raises VoiceError: a field or tensor is missing, or they do not fit each other."""
        model, data = section_of(config, "model", where), section_of(config, "data", where)
        if (rate := number_of(data, "sampling_rate", where)) != SAMPLE_RATE_HZ:
            raise VoiceError(f"{where}: config.data.sampling_rate is {rate}; the style is of sound at {SAMPLE_RATE_HZ}")
        sizes = cls(
            version=version,
            symbols=_shape(tensors, "enc_p.text_embedding.weight", where)[0],
            spec_bins=_shape(tensors, "ref_enc.spectral.0.fc.weight", where)[1],
            inter_channels=number_of(model, "inter_channels", where),
            hidden_channels=number_of(model, "hidden_channels", where),
            filter_channels=number_of(model, "filter_channels", where),
            heads=number_of(model, "n_heads", where),
            layers=number_of(model, "n_layers", where, MOST_LAYERS),
            kernel_size=number_of(model, "kernel_size", where),
            gin_channels=number_of(model, "gin_channels", where),
            filter_length=number_of(data, "filter_length", where),
            feature_channels=_shape(tensors, "bridge.0.weight", where)[0],
            feature_layers=_count(tensors, "wns1.enc.in_layers."),
            dit=_dit(tensors, where),
        )
        if sizes.symbols != SYMBOLS["v2"]:
            raise VoiceError(
                f"{where}: enc_p.text_embedding.weight has {sizes.symbols} rows; {version} has {SYMBOLS['v2']}"
            )
        if sizes.hidden_channels % sizes.heads:
            raise VoiceError(
                f"{where}: config.model.hidden_channels {sizes.hidden_channels} does not divide into "
                f"{sizes.heads} heads"
            )
        attention = 4 * sizes.hidden_channels**2 + sizes.hidden_channels * sizes.filter_channels * sizes.kernel_size
        check_claim(sizes.layers * attention, tensors, where)
        return sizes


def _dit(tensors: Mapping[str, Tensor], where: str) -> DiTConfig:
    width = _shape(tensors, _DIT + "proj_out.weight", where)[1]
    bands = _shape(tensors, _DIT + "proj_out.weight", where)[0]
    if bands != MEL_BANDS or width % HEAD:
        raise VoiceError(
            f"{where}: cfm.estimator.proj_out.weight has shape {[bands, width]}; a DiT of GPT-SoVITS makes {MEL_BANDS} "
            f"bands and has heads of {HEAD}"
        )
    position = _shape(tensors, _DIT + "input_embed.conv_pos_embed.conv1d.0.weight", where)
    text = _shape(tensors, _DIT + "text_embed.text_blocks.0.pwconv1.weight", where)
    return DiTConfig(
        width=width,
        blocks=_count(tensors, _BLOCK),
        inner=_shape(tensors, _BLOCK + "0.ff.ff.0.0.weight", where)[0],
        text_width=text[1],
        text_blocks=_count(tensors, _DIT + "text_embed.text_blocks."),
        text_inner=text[0],
        wavelengths=_shape(tensors, _DIT + "time_embed.time_mlp.0.weight", where)[1],
        position_groups=width // max(position[1], 1),
        position_kernel=position[2],
        rotary=2 * _shape(tensors, _DIT + "rotary_embed.inv_freq", where)[0],
    )


def _shape(tensors: Mapping[str, Tensor], key: str, where: str) -> tuple[int, ...]:
    if key not in tensors:
        raise VoiceError(f"{where}: key {key} is missing; this is no whole v3 or v4 file")
    shape = tuple(tensors[key].shape)
    dimensions = 1 if key.endswith("inv_freq") else 3 if "conv1d" in key or key.startswith("bridge") else 2
    if len(shape) != dimensions:
        raise VoiceError(f"{where}: key {key} has shape {list(shape)}, not {dimensions} dimensions")
    return shape


def _count(tensors: Mapping[str, Tensor], prefix: str) -> int:
    """How many parts with numbers there are below `prefix`: those from 0 on without a gap."""
    numbers = {key.removeprefix(prefix).partition(".")[0] for key in tensors if key.startswith(prefix)}
    count = 0
    while str(count) in numbers and count < MOST_LAYERS:
        count += 1
    return count
