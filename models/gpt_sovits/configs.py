"""Configs of the two networks: their sizes, read from a checkpoint and checked against its tensors.

Source: SPEC 1.3 (config values), 2.1 (text to semantic), 3.4 (blocks).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Protocol

from pipeline.errors import VoiceError

CODES = 1024  # rows of the one codebook; id 1024 is the end of speech
BERT_DIM = 1024
SSL_DIM = 768
SPEAKER_DIM = 20480
TOKENS_PER_SECOND = 25
MOST, MOST_LAYERS = 100_000, 200  # of any size, of layers: a config can ask for networks that take a day to build
MOST_LISTED = 64  # stages of a vocoder, kernels of a stage; real ones have five and three
MOST_BEYOND = 8  # times the file's numbers: a config that asks for more does not belong to the file
SAMPLE_RATE_HZ = 32000
SYMBOLS = {"v1": 322, "v2": 732}  # by symbol table; v2Pro and v2ProPlus speak the table of v2
PHONEME_ROWS = {"v1": 512, "v2": 732}  # of the GPT that goes with it: v1 kept spare rows


@dataclass(frozen=True, slots=True)
class GptConfig:
    vocab_size: int
    phoneme_vocab_size: int
    hidden_dim: int
    heads: int
    layers: int
    eos: int
    top_k: int = 15  # the sampling default that the file carries

    @property
    def least(self) -> int:
        """A lower bound of the network's parameters: queries, keys and values of its layers, and embeddings."""
        return self.hidden_dim * (3 * self.hidden_dim * self.layers + self.vocab_size + self.phoneme_vocab_size)

    @classmethod
    def read(cls, config: Mapping[str, Any], where: str) -> GptConfig:
        """Raises VoiceError: a field is missing, not a number, or does not fit the others."""
        model = section_of(config, "model", where)
        inference = config.get("inference")
        top_k = inference.get("top_k", 15) if isinstance(inference, Mapping) else 15
        sizes = cls(
            vocab_size=number_of(model, "vocab_size", where),
            phoneme_vocab_size=number_of(model, "phoneme_vocab_size", where),
            hidden_dim=number_of(model, "hidden_dim", where),
            heads=number_of(model, "head", where),
            layers=number_of(model, "n_layer", where, MOST_LAYERS),
            eos=number_of(model, "EOS", where),
            top_k=top_k if isinstance(top_k, int) and top_k >= 0 else 15,
        )
        if sizes.hidden_dim % (2 * sizes.heads):
            raise VoiceError(
                f"{where}: config.model.hidden_dim {sizes.hidden_dim} does not divide into "
                f"{sizes.heads} heads of even width"
            )
        if sizes.eos != sizes.vocab_size - 1:
            raise VoiceError(f"{where}: config.model.EOS is {sizes.eos}, not the last of {sizes.vocab_size} ids")
        return sizes


class EncoderSizes(Protocol):
    """Sizes that the prior encoder and the style encoder read, of any version."""

    @property
    def symbols(self) -> int: ...
    @property
    def spec_bins(self) -> int: ...
    @property
    def inter_channels(self) -> int: ...
    @property
    def hidden_channels(self) -> int: ...
    @property
    def filter_channels(self) -> int: ...
    @property
    def heads(self) -> int: ...
    @property
    def layers(self) -> int: ...
    @property
    def kernel_size(self) -> int: ...


class SpokenSizes(EncoderSizes, Protocol):
    """The same, with what a voice's other parts must fit."""

    @property
    def version(self) -> str: ...
    @property
    def symbol_table(self) -> str: ...
    @property
    def speaker(self) -> bool: ...
    @property
    def gin_channels(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SovitsConfig:
    version: str  # v1, v2, v2Pro, v2ProPlus: as detected, not as claimed
    symbols: int  # rows of the text embedding
    spec_bins: int  # of the style encoder's input: 1025 (v1) or 704
    inter_channels: int
    hidden_channels: int
    filter_channels: int
    heads: int
    layers: int
    kernel_size: int
    resblock_kernel_sizes: tuple[int, ...]
    resblock_dilation_sizes: tuple[tuple[int, ...], ...]
    upsample_rates: tuple[int, ...]
    upsample_initial_channel: int
    upsample_kernel_sizes: tuple[int, ...]
    gin_channels: int
    filter_length: int = 2048

    @property
    def speaker(self) -> bool:
        """Whether the style takes a speaker-verification embedding."""
        return self.version in ("v2Pro", "v2ProPlus")

    @property
    def hop(self) -> int:
        """Samples per 20 ms frame."""
        return prod(self.upsample_rates)

    @property
    def least(self) -> int:
        """A lower bound of the network's parameters: in the text encoder, and before the first vocoder stage."""
        attention = 4 * self.hidden_channels**2 + self.hidden_channels * self.filter_channels * self.kernel_size
        return (
            self.layers * attention
            + self.inter_channels * (self.upsample_initial_channel + self.hidden_channels)
            + self.gin_channels * self.upsample_initial_channel
        )

    @property
    def symbol_table(self) -> str:
        return "v1" if self.version == "v1" else "v2"

    def check_stages(self, where: str) -> None:
        """Checks the vocoder's stages. Raises VoiceError: lists differ in length, or a stage does not keep its rate."""
        if len(self.upsample_rates) != len(self.upsample_kernel_sizes) or any(
            kernel < rate or (kernel - rate) % 2
            for rate, kernel in zip(self.upsample_rates, self.upsample_kernel_sizes, strict=True)
        ):
            raise VoiceError(
                f"{where}: config.model.upsample_kernel_sizes {list(self.upsample_kernel_sizes)} do not fit "
                f"its upsample_rates {list(self.upsample_rates)}"
            )
        if len(self.resblock_kernel_sizes) != len(self.resblock_dilation_sizes):
            raise VoiceError(
                f"{where}: config.model has {len(self.resblock_kernel_sizes)} resblock_kernel_sizes and "
                f"{len(self.resblock_dilation_sizes)} resblock_dilation_sizes; each kernel has its row"
            )
        if self.upsample_initial_channel % 2 ** len(self.upsample_rates):
            raise VoiceError(
                f"{where}: config.model.upsample_initial_channel {self.upsample_initial_channel} cannot be "
                f"halved {len(self.upsample_rates)} times"
            )

    @classmethod
    def read(cls, config: Mapping[str, Any], version: str, symbols: int, spec_bins: int, where: str) -> SovitsConfig:
        """Raises VoiceError: a field is missing, of the wrong kind, or names a network that is not this one."""
        model = section_of(config, "model", where)
        data = section_of(config, "data", where)
        if str(model.get("resblock", "1")) != "1":
            raise VoiceError(f'{where}: config.model.resblock is {model.get("resblock")!r}; only "1" is known')
        if (rate := number_of(data, "sampling_rate", where)) != SAMPLE_RATE_HZ:
            raise VoiceError(f"{where}: config.data.sampling_rate is {rate}; {version} speaks at {SAMPLE_RATE_HZ}")
        sizes = cls(
            version=version, symbols=symbols, spec_bins=spec_bins,
            inter_channels=number_of(model, "inter_channels", where),
            hidden_channels=number_of(model, "hidden_channels", where),
            filter_channels=number_of(model, "filter_channels", where),
            heads=number_of(model, "n_heads", where),
            layers=number_of(model, "n_layers", where, MOST_LAYERS),
            kernel_size=number_of(model, "kernel_size", where),
            resblock_kernel_sizes=numbers_of(model, "resblock_kernel_sizes", where),
            resblock_dilation_sizes=tuple(whole_of(row, "resblock_dilation_sizes", where)
                                          for row in _list(model, "resblock_dilation_sizes", where)),
            upsample_rates=numbers_of(model, "upsample_rates", where),
            upsample_initial_channel=number_of(model, "upsample_initial_channel", where),
            upsample_kernel_sizes=numbers_of(model, "upsample_kernel_sizes", where),
            gin_channels=number_of(model, "gin_channels", where),
            filter_length=number_of(data, "filter_length", where),
        )  # fmt: skip
        sizes.check_stages(where)
        hop = number_of(data, "hop_length", where)
        if hop != sizes.hop:
            raise VoiceError(
                f"{where}: config.model.upsample_rates multiply to {sizes.hop} samples a frame, "
                f"config.data.hop_length is {hop}"
            )
        if sizes.hidden_channels % sizes.heads or sizes.inter_channels % 2:
            raise VoiceError(
                f"{where}: config.model.hidden_channels {sizes.hidden_channels} does not divide into "
                f"{sizes.heads} heads, or inter_channels {sizes.inter_channels} is odd"
            )
        return sizes


def check_claim(least: int, tensors: Mapping[str, Any], where: str) -> None:
    """Refuses a config whose sizes are each plausible but together far beyond the file.

    Args:
        least: lower bound of the parameters of a network of this config.

    Raises:
        VoiceError: it is more than MOST_BEYOND times what the file holds; nothing has been built.
    """
    held = sum(tensor.numel() for tensor in tensors.values())
    if least > MOST_BEYOND * held:
        raise VoiceError(
            f"{where}: its config asks for a network of {least:,} numbers or more, the file holds {held:,}; "
            "it was not built"
        )


def section_of(config: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    section = config.get(name)
    if not isinstance(section, Mapping):
        raise VoiceError(f"{where}: its config has no section {name!r}; it has {sorted(map(str, config)) or 'nothing'}")
    return section


def number_of(section: Mapping[str, Any], name: str, where: str, most: int = MOST) -> int:
    return whole_of([section.get(name)], name, where, most)[0]


def whole_of(values: Any, name: str, where: str, most: int = MOST) -> tuple[int, ...]:
    for value in values if isinstance(values, list | tuple) else [values]:
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise VoiceError(f"{where}: config field {name!r} is {value!r}, not a positive whole number")
        if value > most:
            raise VoiceError(
                f"{where}: config field {name!r} is {value:,}; no GPT-SoVITS network has more than {most:,}"
            )
    return tuple(values)


def _list(section: Mapping[str, Any], name: str, where: str) -> Sequence[Any]:
    value = section.get(name)
    if not isinstance(value, list | tuple) or not value:
        raise VoiceError(f"{where}: config field {name!r} is {value!r}, not a list")
    if len(value) > MOST_LISTED:
        raise VoiceError(
            f"{where}: config field {name!r} lists {len(value):,} values; no GPT-SoVITS network has "
            f"more than {MOST_LISTED}"
        )
    return value


def numbers_of(section: Mapping[str, Any], name: str, where: str) -> tuple[int, ...]:
    return whole_of(_list(section, name, where), name, where)
