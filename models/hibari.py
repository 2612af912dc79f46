"""Hibari: the embedded English voice, whose weights come with its package (Apache-2.0, 24 kHz, seeded).

It runs about 110 times as fast as real time on one core and gains nothing from batches: its graph has a fixed batch
size of one. Two processes use two cores; a second thread in one process gains nothing.

Its front end silently drops what it cannot say (Chinese, emoji, mathematical signs), or reads it as nonsense (Cyrillic
letter by letter). `unspeakable` names these characters; the contract test compares it with the real front end. And it
expands what our spoken forms have expanded already: "Sir William Lucas" to "William the zeroth Lucas", for the L could
begin a Roman numeral, and "Oh, no." to "Oh, number." `_guarded` keeps such words as they are.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audio import Clip
from pipeline.engine import PHONEMES, Capabilities, EngineDefaults, Performance, Prompt
from pipeline.errors import VoiceError
from pipeline.store import digest_of_file, fingerprint_of

VERSION = 2  # raise it when this file changes the sound
# Its peaks reach 1.1 of full scale on loud words, at -26 LUFS. Takes are 16-bit and are never clipped, so every clip is
# halved; masters bring it to the spec's level. 16-bit quantisation noise stays 60 dB below the voice.
GAIN = np.float32(0.5)
# Milliseconds of sound, without the 0.64 s of silence around it, as a linear function of the characters of the spoken
# form, fitted over Pride and Prejudice. The intercept is negative: a line's first and last letter take less time.
MS_PER_LINE, MS_PER_CHARACTER, MS_LEAST = -110, 57.0, 500
SLOWEST, FASTEST = 0.5, 2.0  # of its own pace: what its makers name; `speed` and a prompt's pace multiply
# Letters that its front end spells out although Unicode does not decompose them to ASCII.
LETTERS = frozenset("æœøßłđðþıÆŒØŁĐÐÞ")
# Signs that it has a word for, and punctuation that Unicode files under another category.
SIGNS = frozenset("$£€¢+=<>|^°©×÷→`´~¨")
# Words that its front end takes for abbreviations where a sentence ends with them.
NO_ABBREVIATION = re.compile(
    r"(?<![\w.])(no|fig|Fig|ed|est)(?=\.(?!\w| ?\d))|(?<=\b[Tt]he )(Sun|Wed|Sat|Mar|Jan)(?=\.)", re.ASCII
)
NUMERAL = re.compile(r"(?=[IVXLC])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
# What numbers something, so that an I behind it is more likely a numeral than the pronoun.
NUMBERED = frozenset({"chapter", "part", "act", "scene", "section", "volume", "book", "phase", "article", "world war"})
# Its phoneme alphabet is misaki's, which has one letter per diphthong or affricate: IPA is rewritten by this table.
# SOUNDS are the signs that its network has learned, and those that the table turns into one of them.
AS_MISAKI = (
    ("\u0361", ""),
    ("\u035c", ""),
    ("\u032f", ""),
    (".", ""),
    ("tʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("eɪ", "A"),
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("ɔɪ", "Y"),
    ("oʊ", "O"),
    ("əʊ", "O"),
    ("ɝ", "ɜɹ"),
    ("r", "ɹ"),
    ("g", "ɡ"),
    ("ɫ", "l"),
    ("ʀ", "ʁ"),
    ("'", "ˈ"),
    ("c\u0327", "ç"),
)
SOUNDS = (
    " abcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲᵊᵻAIOQWYST"
    "\u0303ʣʥʦʨɝgɫʀ'.\u0361\u035c\u032f\u0329"
)


class Hibari(EngineDefaults):
    """The engine `hibari`. Settings: `voice` ("heart", the one in the package) and `speed` (0.5 to 2.0)."""

    sample_rate_hz = 24_000
    languages = frozenset({"en"})
    max_characters = 350  # beyond 400 phonemes the package splits at clauses itself, without our pauses

    def __init__(self, settings: Mapping[str, Any]):
        unknown = set(settings) - {"voice", "speed"}
        if unknown:
            raise VoiceError(f"the hibari engine has no setting {sorted(unknown)[0]!r}; there are: speed, voice")
        self.voice = settings.get("voice", "heart")
        speed = settings.get("speed", 1.0)
        if isinstance(speed, bool) or not isinstance(speed, int | float):
            raise VoiceError(f"speed: a number from 0.5 to 2.0 is wanted, not {speed!r}")
        self.speed = float(speed)
        if not SLOWEST <= self.speed <= FASTEST:
            raise VoiceError(f"speed: hibari speaks at 0.5 to 2.0 of its own pace, not {self.speed:g}")
        self.capabilities = Capabilities(
            phonemes=SOUNDS, paces=(SLOWEST / self.speed, FASTEST / self.speed), varies=False
        )  # another seed moves samples by 0.003 of full scale
        if self.voice != "heart":
            # Another name would make the package fetch weights from a hub at run time.
            raise VoiceError(f"voice: the hibari package carries the voice 'heart' alone, not {self.voice!r}")

    @property
    def version(self) -> str:
        return f"hibari-tts {importlib.metadata.version('hibari-tts')}"

    def fingerprint(self) -> str:
        return self._fingerprint

    def likeness(self) -> tuple[str, ...]:
        return (f"hibari {self.voice}",)

    @cached_property
    def _fingerprint(self) -> str:
        # Cached: workers ask for it once per eight lines; hashing the weights takes as long as half a second of speech.
        assets = _assets()
        weights = [digest_of_file(assets / name) for name in ("hibari.onnx", "oov.onnx")]
        return fingerprint_of(["hibari", VERSION, self.version, weights, self.voice, self.speed])

    def expected_ms(self, text: str) -> int:
        heard = len(PHONEMES.sub(r"\g<text>", text))
        return round(max(MS_LEAST, MS_PER_LINE + MS_PER_CHARACTER * heard) / self.speed) if text else 0

    def compute_ratio(self) -> float:
        return 0.009

    def unspeakable(self, text: str, language: str) -> str:  # noqa: ARG002
        return unspeakable_characters(text)

    def loading_ms(self) -> int:
        return 400  # 66 MB with onnxruntime itself; a second voice in the same process takes 150, and 14 MB

    def load(self) -> None:
        self._tts  # noqa: B018

    def perform(self, prompts: Sequence[Prompt]) -> list[Performance]:
        return [self._speak(prompt) for prompt in prompts]

    def _speak(self, prompt: Prompt) -> Performance:
        text = folded_for_speech(prompt.text)
        # The network turns punctuation alone into a second of faint noise.
        if not any(c.isalnum() or c in SIGNS or c in "&%@#§" for c in text):
            return Performance(Clip(np.zeros(0, np.float32), self.sample_rate_hz))
        samples = self._tts(text, speed=self.speed * prompt.pace, seed=prompt.seed) * GAIN
        if not len(samples):
            return Performance(None, "Hibari has no sound for any of it")
        return Performance(Clip(samples.astype(np.float32, copy=False), self.sample_rate_hz))

    @cached_property
    def _tts(self) -> Any:
        import hibari  # loads onnxruntime: not while planning

        return hibari.Hibari(voice=self.voice)


def _assets() -> Path:
    """The folder of the package's weights."""
    spec = importlib.util.find_spec("hibari")  # importing it would cost half a second
    if spec is None or spec.origin is None:
        raise VoiceError("the package hibari-tts is not installed; pip install hibari-tts==0.2.1")
    return Path(spec.origin).parent / "assets"


def unspeakable_characters(text: str) -> str:
    """Those that its front end would drop in silence or garble, each once."""
    if text.isascii():
        return "\\" if "\\" in text else ""
    return "".join(dict.fromkeys(c for c in text if not _speakable(c)))


def folded_for_speech(text: str) -> str:
    """A spoken form as its front end takes it: letters that it knows, phonemes in its alphabet."""
    return _with_phonemes(text) if "](/" in text else _folded(text)


def _speakable(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] in "PZC":
        return True  # punctuation and space have no sound of their own to lose
    if character in LETTERS or character in SIGNS:
        return True
    base = unicodedata.normalize("NFKD", character)
    if category[0] == "M":
        return "\u0300" <= character <= "\u036f"  # on a Latin letter, folded with it
    return category[0] in "LN" and base[0].isascii() and base[0] != "\\"


def _with_phonemes(text: str) -> str:
    parts, end = [], 0
    for word in PHONEMES.finditer(text):
        parts += [_folded(text[end : word.start()]), f"[{_folded(word['text'])}](/{as_misaki(word['ipa'])}/)"]
        end = word.end()
    return "".join([*parts, _folded(text[end:])])


def as_misaki(ipa: str) -> str:
    phonemes = re.sub("(.)\u0329", "ᵊ\\1", unicodedata.normalize("NFD", ipa))  # syllabic consonants
    for sign, letter in AS_MISAKI:
        phonemes = phonemes.replace(sign, letter)
    return phonemes


def _folded(text: str) -> str:
    """The text with the letters that its front end does not know (ṇ, ś) replaced by their base letters.

    It knows the accents of Latin-1.
    """
    text = _guarded(text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(c if c <= "\u017f" or not c.isalpha() or c in LETTERS else _base(c) for c in text)


def _guarded(text: str) -> str:
    """The text with signs that it drops where it would take a word for an abbreviation, or its letter for a numeral."""
    text = NO_ABBREVIATION.sub(lambda found: f"{found[0]} ", text)
    return _named().sub(lambda found: found[0] if _numbers(found[1], found[2]) else f"{found[1]}™ {found[2]}", text)


def _numbers(name: str, word: str) -> bool:
    """Whether a word behind a name is a Roman numeral."""
    return bool(NUMERAL.fullmatch(word)) and (word != "I" or name.lower() in NUMBERED)


@cache
def _named() -> re.Pattern[str]:
    """Finds the names behind which it looks for Roman numerals, each with a word that begins like one."""
    tables = json.loads((_assets() / "normalize.json").read_bytes())
    names = sorted({*tables["roman_cardinal"], *tables["roman_ordinal"]}, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, names))}) ([IVXLCDM]\w*)")


def _base(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare if bare.isascii() else character
