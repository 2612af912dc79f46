"""Features of a line: phones, BERT's vectors, semantic tokens, sound at 32 kHz, speaker vector. Made once, then found.

A line's features lie in the store under the key of its sound, its text and the networks that made them (SPEC 6.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
import torch
from torch import Tensor
from torch.nn import functional as F

from models.gpt_sovits.conditioning.bert import Bert, bert_features
from models.gpt_sovits.conditioning.reference import PROMPT_RATE_HZ, load_hubert, read_clip
from models.gpt_sovits.configs import BERT_DIM, SAMPLE_RATE_HZ
from models.gpt_sovits.frontend.mixed import phrase
from models.gpt_sovits.sovits.model import Sovits
from models.gpt_sovits.sovits.spectrum import HOP, resampled, speaker_features
from models.gpt_sovits.training.data.dataset import Item
from models.gpt_sovits.weights import official
from models.gpt_sovits.weights.loading import load_speaker_net
from models.gpt_sovits.weights.voice_folder import digest_of as digest_of_files
from pipeline.errors import VoiceError
from pipeline.records import Missing
from pipeline.store import Store, features_key
from pipeline.store.entries import NewEntry

CODE = "1"  # raise it when the same sound and text should give other features
LOUDEST, MIXED = 0.95, 0.5  # half of the sound is brought to this peak, half stays as loud as it was (SPEC 6.1)
FRAMES_PER_TOKEN = 2


@dataclass(frozen=True, slots=True)
class Features:
    phones: Tensor  # (X) int64
    bert: Tensor | None  # (1024, X) half; None outside Chinese
    tokens: Tensor  # (T) int64, 25 a second
    sound: Tensor  # (hop 2 T) float32 at 32 kHz
    speaker: Tensor | None  # (20480)

    @property
    def frames(self) -> int:
        return FRAMES_PER_TOKEN * len(self.tokens)


@dataclass(frozen=True, slots=True)
class Networks:
    """What features are made with: frozen, the same for every line."""

    hubert: Any
    bert: Bert | None
    speaker_net: Any
    sovits: Sovits
    digests: dict[str, str]

    @classmethod
    def load(
        cls, pretrained: Path, sovits: Sovits, base: str, languages: Sequence[str], device: torch.device
    ) -> Networks:
        """`base` is the digest of the file that `sovits` was read from. Raises VoiceError: a network is missing."""
        folders = {"hubert": pretrained / official.HUBERT}
        bert = speaker = None
        if "zh" in languages:
            folders["bert"] = pretrained / official.BERT
            bert = Bert(folders["bert"], device)
        if sovits.config.speaker:
            folders["speaker"] = pretrained / official.SPEAKER_NET
            if not folders["speaker"].is_file():
                raise VoiceError(f"{folders['speaker']} is not there, without which {sovits.config.version} does not "
                                 "train; `voicepress voice fetch` brings it")  # fmt: skip
            speaker = load_speaker_net(folders["speaker"]).to(device)
        hubert = load_hubert(folders["hubert"]).to(device)
        digests = {role: digest_of_files(path) for role, path in folders.items()}
        return cls(hubert, bert, speaker, sovits.to(device), {**digests, "base": base})

    def key(self, item: Item) -> str:
        return features_key(item.identity, self.digests, f"{CODE} {self.sovits.config.version}")


def features_of(
    items: Sequence[Item], networks: Networks, store: Store, tell: Callable[[int, bool], None] = lambda _n, _made: None
) -> Iterator[tuple[Item, Features]]:
    """The features of each item, found in the store or made and kept there. `tell`: how many are done, whether made."""
    for number, item in enumerate(items, 1):
        key = networks.key(item)
        entry = store.find("features", key)
        found = None if isinstance(entry, Missing) else _read(store, entry.digest)
        if found is None:
            found = made(item, networks)
            store.keep(NewEntry("features", key, _bytes(found), {"seconds": item.seconds}, {"item": item.identity}))
        yield item, found
        tell(number, isinstance(entry, Missing))


@torch.inference_mode()
def made(item: Item, networks: Networks) -> Features:
    samples, rate = read_clip(item.sound)
    wave = resampled(torch.from_numpy(samples)[None], rate, SAMPLE_RATE_HZ)[0].numpy()
    wave = levelled(wave)
    at_16k = soxr.resample(levelled(samples), rate, PROMPT_RATE_HZ, quality="HQ")
    sovits, device = networks.sovits, networks.hubert.device
    ssl = networks.hubert(torch.from_numpy(at_16k)[None].to(device)).last_hidden_state.mT
    ssl = ssl.to(sovits.ssl_proj.weight)
    if not ssl.isfinite().all():
        raise VoiceError(f"{item.sound}: HuBERT hears values that are not numbers in it; record it again")
    if ssl.shape[-1] % 2:  # HuBERT's last frame is short of a token by one: it is said twice
        ssl = F.pad(ssl, (0, 1), mode="replicate")
    tokens = sovits.tokens_of(ssl)[0].cpu()
    count = HOP * FRAMES_PER_TOKEN * len(tokens)
    sound = np.pad(wave, (0, max(count - len(wave), 0)))[:count]
    said = phrase(item.text, item.language, guard=False)
    bert = bert_features([said], networks.bert)[0]
    speaker = None
    if networks.speaker_net is not None:
        heard = resampled(torch.from_numpy(wave)[None], SAMPLE_RATE_HZ, PROMPT_RATE_HZ)
        speaker = networks.speaker_net(speaker_features(heard).to(device))[0].float().cpu()
    phones = torch.tensor(said.ids(sovits.config.symbol_table), dtype=torch.int64)
    return Features(
        phones, None if bert is None else bert.half().cpu(), tokens, torch.from_numpy(sound.copy()), speaker
    )


def levelled(samples: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Sound as training hears it, halfway between its own level and a peak of 0.95."""
    peak = max(float(np.abs(samples).max()), 1e-4)
    return np.asarray(samples * (LOUDEST * MIXED / peak) + samples * (1 - MIXED), np.float32)


def bert_or_zeros(features: Features) -> Tensor:
    return torch.zeros(BERT_DIM, len(features.phones)) if features.bert is None else features.bert.float()


def _bytes(features: Features) -> bytes:
    from safetensors.torch import save

    parts = {name: getattr(features, name) for name in Features.__slots__}
    data: bytes = save({name: part.contiguous() for name, part in parts.items() if part is not None})
    return data


def _read(store: Store, digest: str) -> Features | None:
    """None: what the store has does not match its digest, or is of another form; it is made again."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    from pipeline.errors import DamagedError

    try:
        parts = load(store.read(digest))
        return Features(
            parts["phones"], parts.get("bert"), parts["tokens"], parts["sound"].float(), parts.get("speaker")
        )
    except (DamagedError, SafetensorError, KeyError):
        return None
