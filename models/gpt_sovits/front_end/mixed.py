"""A line of one declared language with others inside: each stretch is phonemised by its own front end (SPEC 4.2).

Chinese, Japanese and Cantonese lines may hold Latin words, which are English; kana inside Chinese is Japanese. The
script of a character decides: in a book whose language is declared, a detector would only add mistakes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.gpt_sovits.front_end import cantonese, chinese, chinese_numbers, english, japanese
from models.gpt_sovits.front_end.records import Run
from models.gpt_sovits.front_end.symbols import PUNCTUATION

LEAST_PHONES = 6  # shorter items come out garbled: they get a mark in front (SPEC 4.5)
FIRST_CLAUSE = 4  # characters; a shorter first clause loses its first syllable without a mark before it
LANGUAGES = frozenset({"zh", "en", "ja", "yue"})

_SPEAKS: Mapping[str, Callable[[str], Run]] = {
    "zh": chinese.phonemised, "en": english.phonemised, "ja": japanese.phonemised, "yue": cantonese.phonemised}
_CAN_SAY: Mapping[str, Callable[[str], bool]] = {
    "zh": chinese.can_say, "en": english.can_say, "ja": japanese.can_say, "yue": cantonese.can_say}
_MARK = re.compile(r"[，。？！,.?!~:：—…、；;～\-–]")
_LATIN = r"A-Za-zÀ-ÖØ-öø-ɏ"
# a Latin word, and what belongs to it: an apostrophe inside, further words, a figure after it
_LATIN_RUN = re.compile(rf"[{_LATIN}][{_LATIN}'’\-&.]*(?:[ ]+[{_LATIN}0-9][{_LATIN}0-9'’\-&.]*)*")
_KANA_RUN = re.compile(r"[ぁ-ゖァ-ヺー]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line as the networks take it."""

    runs: tuple[Run, ...]

    @property
    def empty(self) -> bool:
        """Nothing but marks: there is nothing to say."""
        return all(phone in _NOT_SPOKEN for run in self.runs for phone in run.phones)

    def ids(self, version: str) -> list[int]:
        return [id_ for run in self.runs for id_ in run.ids(version)]

    def __len__(self) -> int:
        return sum(len(run.phones) for run in self.runs)


_NOT_SPOKEN = frozenset({*PUNCTUATION, "-", "_", "SP", "SP2", "SP3"})


def primary(language: str) -> str:
    """zh-Hant-TW -> zh; zh-HK and cmn, yue as their own."""
    tag = language.lower().replace("_", "-")
    if tag in ("zh-hk", "zh-yue") or tag.startswith("yue"):
        return "yue"
    head = tag.split("-")[0]
    return {"cmn": "zh", "jpn": "ja", "eng": "en", "zho": "zh"}.get(head, head)


def phrase(text: str, language: str, guard: bool = True) -> Phrase:
    """`guard`: with a final mark, and a mark before short lines and openings, as production wants them.

    Raises MissingExtra: a language's package is not installed. KeyError: not one of LANGUAGES.
    """
    language = primary(language)
    text = text.strip()
    said = Phrase(runs(guarded(text, language) if guard else text, language))
    if guard and not said.empty and len(said) < LEAST_PHONES:
        mark = "." if language == "en" else "。"
        said = Phrase(runs(mark + guarded(text, language), language))
    return said


def guarded(text: str, language: str) -> str:
    """A final mark if there is none; a mark in front where the first clause is short (SPEC 4.5, 7)."""
    if not text:
        return text
    mark = "." if language == "en" else "。"
    bare = text.rstrip("\"'”’」』）)】》〉 ")
    if bare and not _MARK.match(bare[-1]):
        text += mark
    first = _MARK.split(text, maxsplit=1)[0]
    if not _MARK.match(text[0]) and len(first.split() if language == "en" else first) < (
            2 if language == "en" else FIRST_CLAUSE):
        text = mark + text
    return text


def runs(text: str, language: str) -> tuple[Run, ...]:
    return tuple(run for run in (_SPEAKS[kind](part) for kind, part in split(text, language)) if run.phones)


def split(text: str, language: str) -> list[tuple[str, str]]:
    """(language, stretch) in order; nothing is left out."""
    if language == "en":
        return [("en", text)] if text else []
    if language in ("zh", "yue"):
        text = chinese_numbers.with_units(text)
    parts: list[tuple[str, str]] = []
    at = 0
    for found in sorted([*_LATIN_RUN.finditer(unfolded := _ascii_width(text)), *_kana(unfolded, language)],
                        key=lambda m: m.start()):
        if found.start() < at:
            continue
        _add(parts, language, text[at:found.start()])
        _add(parts, "ja" if _KANA_RUN.match(found[0]) else "en", text[found.start():found.end()])
        at = found.end()
    _add(parts, language, text[at:])
    return parts


def _kana(text: str, language: str) -> list[re.Match[str]]:
    return [] if language == "ja" else list(_KANA_RUN.finditer(text))


def _add(parts: list[tuple[str, str]], language: str, text: str) -> None:
    if not text.strip():
        return
    if parts and parts[-1][0] == language:
        parts[-1] = (language, parts[-1][1] + text)
    else:
        parts.append((language, text))


def _ascii_width(text: str) -> str:
    """Full-width letters as ASCII, character for character."""
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in text)


def unspeakable(text: str, language: str) -> str:
    """The characters that would be dropped in silence, each once, in order."""
    own = primary(language)
    if own == "en" and text.isascii():
        return ""
    says = [_CAN_SAY[own], *((english.can_say, japanese_kana) if own in ("zh", "yue") else ())]
    if own == "ja":
        says.append(english.can_say)
    lost = []
    for character in dict.fromkeys(text):
        if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Mn"):
            continue
        if not any(say(character) for say in says):
            lost.append(character)
    return "".join(lost)


def japanese_kana(character: str) -> bool:
    return bool(_KANA_RUN.match(character))
