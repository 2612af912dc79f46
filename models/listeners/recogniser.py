"""Whisper through CTranslate2: one take at a time, without the 30 s window, with what each step of the decoder thought.

The encoder takes features shorter than 30 s. A take followed by some seconds of silence costs a third of a full window
and is heard the same, but sometimes the decoder misses the end and goes on; such a take is heard again in a window.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.devices import visible_devices

RATE_HZ = 16_000
WINDOW_S = 30
LONGEST_S = 28  # of a passage heard at once; longer takes are cut where they are quietest
PADDING_S = 2.5
TOKENS_LEAST, TOKENS_PER_S = 20, 8  # beyond it the decoder has run away: nobody speaks so fast
TOKENS_PER_S_WIDE = 20  # of scripts that take two or three tokens for a character
TOKENS_MOST = 220  # half of the decoder's context, as its makers have it
# Tokens that the decoder weighs at once: its 448 places without those of the prompt.
LONGEST_RUN = 440
FRAME_MS = 20  # of the encoder's output
_RUN_ON = 4  # tokens more than the text has: it is heard again in a full window
_IN_A_ROW = 4  # tokens: said twice, it is heard again likewise
_ABSURD_NATS = 6.5
_TOO_FEW = 0.75  # of the tokens of the text: likewise, and with figures
_SIGNS = frozenset("$£€¥%#+=<>*^~|")

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """What was heard of a take, or of a part of a long one.

    Attributes:
        samples: of this passage; it begins `offset_ms` after the take does.
        ends: where each token ends in `text`.
        logits: what each step of the decoder thought; one step more than tokens.
        encoded: the sound as the decoder is given it.
    """

    samples: int
    offset_ms: int
    language: str
    text: str
    ids: tuple[int, ...]
    ends: tuple[int, ...]
    logits: tuple[Any, ...]
    encoded: Any
    no_speech: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A run of tokens held against a passage: its log probability, and each token's times in the take."""

    nats: float
    times_ms: tuple[tuple[int, int], ...]


class Recogniser:
    """A Whisper model in a folder: model.bin, config.json, tokenizer.json and the vocabulary.

    `full_window`: it always hears in a window of 30 s, and may write figures: another hearing by the same model.
    """

    def __init__(self, folder: Path, full_window: bool = False):
        self._folder = folder
        self._full_window = full_window

    def transcribe(self, samples: Samples, language: str, text: str) -> list[Passage]:
        """What was said in samples at 16 kHz. `text` tells when it may have run on; the decoder sees none of it."""
        passages = _passages(samples)
        usual = len(self.tokens(text)) if len(passages) == 1 else 0
        return [self._passage(samples[start:end], language, start * 1000 // RATE_HZ, usual) for start, end in passages]

    def weigh(self, passage: Passage, runs: Sequence[Sequence[int]]) -> list[Weighed]:
        """How likely each of some runs of tokens is to be what the passage says, and when each token is said."""
        rows = type(passage.encoded).from_array(np.repeat(np.asarray(passage.encoded), len(runs), axis=0))
        frames = max(2, passage.samples * 100 // RATE_HZ)
        # Without <|notimestamps|>, which `align` adds itself.
        aligned = self._model.align(rows, self._prompt(passage.language)[:-1], [list(run) for run in runs], frames)
        return [
            Weighed(
                float(sum(math.log(max(p, 1e-9)) for p in of.text_token_probs)),
                _times(of.alignments, len(run), passage.offset_ms),
            )
            for of, run in zip(aligned, runs, strict=True)
        ]

    def tokens(self, text: str) -> list[int]:
        """A text as the decoder would write it."""
        return list(self._tokenizer.encode(" " + text.strip(), add_special_tokens=False).ids)

    def name(self, token: int) -> str:
        """A token as the tokenizer spells it: "Ġ" before it is a space."""
        return self._names[token]

    def token(self, name: str) -> int | None:
        return self._vocabulary.get(name)

    @cached_property
    def end(self) -> int:
        """The token that ends a transcript."""
        return self._vocabulary["<|endoftext|>"]

    def _passage(self, samples: Samples, language: str, offset_ms: int, usual: int) -> Passage:
        most = self._most_tokens(len(samples) / RATE_HZ, language)
        wide = self._full_window
        heard, encoded = self._decode(samples, language, most, WINDOW_S if wide else PADDING_S, figures=wide)
        ids = heard.sequences_ids[0]
        if len(ids) >= most or _says_again(ids) or (usual and len(ids) > usual + _RUN_ON):
            # Words said again, or an end that was missed: the window that it was trained on knows where the sound ends.
            other, encoded_other = self._decode(samples, language, most, WINDOW_S)
            shorter = other.sequences_ids[0]
            if len(shorter) < len(ids) and self._missed_end(samples, language, encoded_other, shorter, ids):
                heard, encoded, ids = other, encoded_other, shorter
        elif usual and len(ids) < usual * _TOO_FEW:
            # It may have given up at a number that it was not allowed to write in figures.
            other, encoded_other = self._decode(samples, language, most, WINDOW_S, figures=True)
            if len(ids) < len(other.sequences_ids[0]) <= usual + _RUN_ON:
                heard, encoded, ids = other, encoded_other, other.sequences_ids[0]
        text, ends = self._text(ids)
        logits = tuple(np.asarray(step) for step in heard.logits[0])
        return Passage(
            len(samples), offset_ms, language, text, tuple(ids), tuple(ends), logits, encoded, heard.no_speech_prob
        )

    def _missed_end(
        self, samples: Samples, language: str, encoded: Any, shorter: Sequence[int], longer: Sequence[int]
    ) -> bool:
        """Whether a longer transcript goes on where the sound has ended. One that does is absurd in the full window
        (7 nats and more); words that are really said again cost it 6 at most."""
        passage = Passage(len(samples), 0, language, "", (), (), (), encoded, 0.0)
        brief, long = self.weigh(passage, [shorter, longer])
        return long.nats - brief.nats < -_ABSURD_NATS

    def _decode(
        self, samples: Samples, language: str, most: int, padding_s: float, figures: bool = False
    ) -> tuple[Any, Any]:
        encoded = self._model.encode(self._features(samples, padding_s), to_cpu=True)  # it is weighed again later
        before = self._before(language) if padding_s == WINDOW_S else []
        (heard,) = self._model.generate(
            encoded,
            [[*before, *self._prompt(language)]],
            beam_size=1,
            max_length=most + len(before),
            suppress_tokens=[-1] if figures else [-1, *self._figures],
            return_logits_vocab=True,
            return_no_speech_prob=True,
        )
        return heard, encoded

    def _features(self, samples: Samples, padding_s: float) -> Any:
        import ctranslate2

        size = len(samples) + int(padding_s * RATE_HZ)
        size = min(size, WINDOW_S * RATE_HZ)
        padded = np.zeros(size, np.float32)
        padded[: len(samples)] = samples
        mel = self._extractor(padded, padding=0)
        mel = mel[:, : mel.shape[1] // 2 * 2]
        return ctranslate2.StorageView.from_array(np.ascontiguousarray(mel[None], dtype=np.float32))

    def _text(self, ids: list[int]) -> tuple[str, list[int]]:
        """The text of tokens, and where each ends in it. Tokens hold bytes: a character may end with a later one."""
        text: str = self._tokenizer.decode(ids)
        raw, ends = b"", []
        for token in ids:
            raw += _raw(self._names[token])
            ends.append(len(raw.decode("utf-8", "ignore")))
        return (text, ends) if ends and ends[-1] == len(text) else (raw.decode("utf-8", "replace"), ends)

    def _prompt(self, language: str) -> list[int]:
        known = self._vocabulary
        middle = [known[f"<|{language}|>"], known["<|transcribe|>"]] if self._multilingual else []
        return [known["<|startoftranscript|>"], *middle, known["<|notimestamps|>"]]

    def _before(self, language: str) -> list[int]:
        """What the decoder takes for the text before, so that it writes as that is written. In a short window it then
        hears nothing right."""
        text = _WRITTEN_LIKE.get(language)
        return [self._vocabulary["<|startofprev|>"], *self.tokens(text)] if text else []

    def _most_tokens(self, seconds: float, language: str) -> int:
        per_s = TOKENS_PER_S if language in _SPACED else TOKENS_PER_S_WIDE
        return min(TOKENS_MOST, int(TOKENS_LEAST + per_s * seconds))

    @cached_property
    def _model(self) -> Any:
        import ctranslate2

        on_gpu = bool(visible_devices()) and ctranslate2.get_cuda_device_count() > 0
        device, compute_type = ("cuda", "float16") if on_gpu else ("cpu", "int8")
        return ctranslate2.models.Whisper(
            str(self._folder), device=device, compute_type=compute_type, intra_threads=1, inter_threads=1
        )

    @property
    def _multilingual(self) -> bool:
        return "<|startoflm|>" in self._vocabulary and self._vocabulary["<|startoftranscript|>"] != 50257

    @cached_property
    def _extractor(self) -> Any:
        from faster_whisper.feature_extractor import FeatureExtractor

        settings = self._folder / "preprocessor_config.json"  # of models whose features are not the usual 80 bands
        bands = json.loads(settings.read_text("utf-8")).get("feature_size", 80) if settings.is_file() else 80
        return FeatureExtractor(feature_size=int(bands))

    @cached_property
    def _tokenizer(self) -> Any:
        import tokenizers

        return tokenizers.Tokenizer.from_str(_whole((self._folder / "tokenizer.json").read_text("utf-8")))

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        vocabulary: dict[str, int] = self._tokenizer.get_vocab()
        return vocabulary

    @cached_property
    def _names(self) -> dict[int, str]:
        return {token: name for name, token in self._vocabulary.items()}

    @cached_property
    def _end(self) -> int:
        return self._vocabulary["<|endoftext|>"]

    @cached_property
    def _figures(self) -> list[int]:
        """Tokens with digits and signs: numbers are to come as words, which is how they are spoken.

        By what they write, not by their names: in these the byte of "ó" is a "³", and those of 没 and ひ are likewise.
        """
        return sorted(
            token
            for name, token in self._vocabulary.items()
            if not name.startswith("<|") and any(c.isdigit() or c in _SIGNS for c in _written(name))
        )


# "These are sentences in Mandarin": without it one line in three comes in traditional characters, and single words in
# written Cantonese (冇 for 没有). Of 14 lines, 339 syllables, 23 were heard otherwise without it, and 13 with it.
_WRITTEN_LIKE = {"zh": "以下是普通话的句子。"}
# Languages of scripts with about a token a syllable.
_SPACED = frozenset("en de fr es it pt nl pl cs sv da no fi ro hu tr id ca gl hr sk sl et lv lt".split())


def _says_again(ids: Sequence[int]) -> bool:
    """Whether some tokens in a row stand twice in a transcript."""
    runs = [tuple(ids[at : at + _IN_A_ROW]) for at in range(len(ids) - _IN_A_ROW + 1)]
    return len(set(runs)) < len(runs)


def _whole(written: str) -> str:
    """A tokenizer file with its first merge, which some converters took for a heading: without it " to" is no token."""
    tokenizer = json.loads(written)
    merges, vocabulary = tokenizer["model"]["merges"], tokenizer["model"]["vocab"]
    if "Ġt" in vocabulary and merges and merges[0] not in ("Ġ t", ["Ġ", "t"]):
        merges.insert(0, "Ġ t" if isinstance(merges[0], str) else ["Ġ", "t"])
    return json.dumps(tokenizer)


def _passages(samples: Samples) -> list[tuple[int, int]]:
    """The take in passages of at most 28 s, cut in the quietest tenth of a second of the last eight."""
    longest, block = LONGEST_S * RATE_HZ, RATE_HZ // 10
    passages, start = [], 0
    while len(samples) - start > longest:
        late = start + longest - 8 * RATE_HZ
        blocks = samples[late : start + longest].reshape(-1, block)
        end = late + int(np.argmin(np.square(blocks).sum(axis=1))) * block + block // 2
        passages.append((start, end))
        start = end
    return [*passages, (start, len(samples))]


def nats(logits: Any, token: int) -> float:
    """The log probability of a token."""
    most = float(logits.max())
    return float(logits[token]) - most - math.log(float(np.exp(logits - most).sum()))


def _times(alignments: list[tuple[int, int]], tokens: int, offset_ms: int) -> tuple[tuple[int, int], ...]:
    """Start and end of each token, from pairs of token and frame."""
    starts = [-1] * (tokens + 1)
    last = 0
    for token, frame in alignments:
        if token <= tokens and starts[token] < 0:
            starts[token] = frame
        last = max(last, frame)
    filled, after = [], last + 1
    for start in reversed(starts):
        after = start if start >= 0 else after
        filled.append(offset_ms + after * FRAME_MS)
    filled.reverse()
    return tuple(pairwise(filled))


def _bytes() -> dict[str, int]:
    """The table of byte-level BPE: each byte as a printable character."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in set(printable)]
    return {chr(b): b for b in printable} | {chr(256 + at): byte for at, byte in enumerate(others)}


_BYTES = _bytes()


def _raw(name: str) -> bytes:
    """The bytes that a token stands for."""
    return bytes(_BYTES[c] for c in name if c in _BYTES)


def _written(name: str) -> str:
    """The whole characters that a token writes; none where it holds a part of one."""
    return _raw(name).decode("utf-8", "ignore")
