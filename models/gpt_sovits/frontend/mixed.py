"""A line of one declared language with others inside: each stretch is phonemised by its own front end (SPEC 4.2).

Lines of all but English may hold Latin words, which are English, kana, which is Japanese, and hangul, which is Korean.
The script of a character decides: in a book whose language is declared, a detector would only add mistakes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.gpt_sovits.frontend import cantonese, japanese
from models.gpt_sovits.frontend.chinese import g2p as chinese
from models.gpt_sovits.frontend.chinese import numbers as chinese_numbers
from models.gpt_sovits.frontend.english import g2p as english
from models.gpt_sovits.frontend.english import numbers as english_numbers
from models.gpt_sovits.frontend.korean import g2p as korean
from models.gpt_sovits.frontend.korean import numbers as korean_numbers
from models.gpt_sovits.frontend.records import Segment
from models.gpt_sovits.frontend.symbols import PUNCTUATION
from pipeline.records import Replacement

LEAST_PHONES = 6  # shorter items come out garbled: they get a mark in front (SPEC 4.5)
FIRST_CLAUSE = 4  # characters; a shorter first clause loses its first syllable without a mark before it
LANGUAGES = frozenset({"zh", "en", "ja", "ko", "yue"})
NEWER = frozenset({"ko", "yue"})  # only table v2 has their phones

_SPEAKS: Mapping[str, Callable[[str], Segment]] = {
    "zh": chinese.phonemised,
    "en": english.phonemised,
    "ja": japanese.phonemised,
    "ko": korean.phonemised,
    "yue": cantonese.phonemised,
}
_CAN_SAY: Mapping[str, Callable[[str], bool]] = {
    "zh": chinese.can_say,
    "en": english.can_say,
    "ja": japanese.can_say,
    "ko": korean.can_say,
    "yue": cantonese.can_say,
}
_MARK = re.compile(r"[，。？！,.?!~:：—…、；;～\-–]")
_LATIN = r"A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
# a Latin word, and what belongs to it: an apostrophe inside, further words, a figure after it (not in Korean: 십오)
_LATIN_RUN = re.compile(rf"[{_LATIN}][{_LATIN}'’\-&.]*(?:[ ]+[{_LATIN}0-9][{_LATIN}0-9'’\-&.]*)*")
_LATIN_WORDS = re.compile(rf"[{_LATIN}][{_LATIN}0-9'’\-&.]*(?:[ ]+[{_LATIN}][{_LATIN}0-9'’\-&.]*)*")
_KANA_RUN = re.compile(r"[ぁ-ゖァ-ヺー]+")
_FIGURED = re.compile("[0-9０-９¼-¾⅐-⅞π√±≈≠≤≥∞α-ωΔΘΛΣΦΨΩ℃○◯]")
_HANGUL_RUN = re.compile(r"[가-힣ㄱ-ㅣ]+(?: +[가-힣ㄱ-ㅣ]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line as the networks take it."""

    segments: tuple[Segment, ...]

    @property
    def empty(self) -> bool:
        """Nothing but marks: there is nothing to say."""
        return all(phone in _NOT_SPOKEN for segment in self.segments for phone in segment.phones)

    def ids(self, version: str) -> list[int]:
        return [id_ for segment in self.segments for id_ in segment.ids(version)]

    def __len__(self) -> int:
        return sum(len(segment.phones) for segment in self.segments)


_NOT_SPOKEN = frozenset({*PUNCTUATION, "-", "_", "SP", "SP2", "SP3", korean.SPACE, korean.UNKNOWN})


def primary(language: str) -> str:
    """zh-Hant-TW -> zh; zh-HK and cmn, yue as their own."""
    tag = language.lower().replace("_", "-")
    if tag in ("zh-hk", "zh-yue") or tag.startswith("yue"):
        return "yue"
    head = tag.split("-")[0]
    return {"cmn": "zh", "jpn": "ja", "eng": "en", "zho": "zh", "kor": "ko"}.get(head, head)


def phrase(text: str, language: str, guard: bool = True) -> Phrase:
    """`guard`: with a final mark, and a mark before short lines and openings, as production wants them.

    Raises MissingExtraError: a language's package is not installed. KeyError: not one of LANGUAGES.
    """
    language = primary(language)
    text = text.strip()
    said = Phrase(segments(guarded(text, language) if guard else text, language))
    if guard and not said.empty and len(said) < LEAST_PHONES:
        said = Phrase(segments(_stop(language) + guarded(text, language), language))
    return said


def guarded(text: str, language: str) -> str:
    """A final mark if there is none; a mark in front where the first clause is short (SPEC 4.5, 7)."""
    if not text:
        return text
    mark = _stop(language)
    bare = text.rstrip("\"'”’」』）)】》〉 ")
    if bare and not _MARK.match(bare[-1]):
        text += mark
    first = _MARK.split(text, maxsplit=1)[0]
    if not _MARK.match(text[0]) and len(first.split() if language == "en" else first) < (
        2 if language == "en" else FIRST_CLAUSE
    ):
        text = mark + text
    return text


def _stop(language: str) -> str:
    return "." if language in ("en", "ko") else "。"


def segments(text: str, language: str) -> tuple[Segment, ...]:
    parts = split(text, language)
    # Korean closes what ends in a jamo with a full stop; before a word of another language it only ends a word
    parts = [
        (kind, f"{part} " if kind == "ko" and at < len(parts) else part) for at, (kind, part) in enumerate(parts, 1)
    ]
    return tuple(segment for segment in (_SPEAKS[kind](part) for kind, part in parts) if segment.phones)


def split(text: str, language: str) -> list[tuple[str, str]]:
    """(language, stretch) in order; nothing is left out."""
    if language == "en":
        return [("en", text)] if text else []
    if language in ("zh", "yue", "ja") and _FIGURED.search(text):
        # What a script has said already passes; the text of a reference has been through none. Figures inside a run of
        # Latin words are English. Imported here: English is measured on machines that have torch and NumPy alone.
        from pipeline.languages.spoken import spoken

        latin = [
            Replacement(m.start(), m.end(), m.group(), "latin")
            for m in _LATIN_RUN.finditer(_ascii_width(text))
            if any(map(str.isdigit, m.group()))
        ]
        text = spoken(text, language, latin).text
    if language in ("zh", "yue"):
        text = chinese_numbers.with_units(text)
    elif language == "ko":
        text = korean_numbers.with_units(korean.folded(text))
    parts: list[tuple[str, str]] = []
    at = 0
    unfolded = _ascii_width(text)
    others = {"en": _LATIN_WORDS if language == "ko" else _LATIN_RUN, "ja": _KANA_RUN, "ko": _HANGUL_RUN}
    found = [
        (m.start(), m.end(), kind)
        for kind, pattern in others.items()
        if kind != language
        for m in pattern.finditer(unfolded)
    ]
    for start, end, kind in sorted(found):
        if start < at:
            continue
        _add(parts, language, text[at:start])
        _add(parts, kind, text[start:end])
        at = end
    _add(parts, language, text[at:])
    return parts


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


def unspeakable(text: str, language: str, korean_too: bool = True) -> str:
    """The characters that would be dropped in silence, each once, in order.

    `korean_too`: hangul in lines of other languages is spoken; a voice without Korean has no phones for it.
    """
    own = primary(language)
    if own == "en" and text.isascii():
        return ""
    lost = []
    for character in dict.fromkeys(text):
        if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Mn"):
            continue
        if not (_CAN_SAY[own](character) or (own != "en" and _said_by_another(character, korean_too))):
            lost.append(character)
    return "".join(lost)


def _said_by_another(character: str, korean_too: bool) -> bool:
    """In a line that is not English: Latin letters, kana, hangul, and what has no sound; signs are its own matter."""
    if _HANGUL_RUN.match(character):
        return korean_too
    if _KANA_RUN.match(character):
        return True
    without_sound = unicodedata.category(character) in _WITHOUT_SOUND and character not in english_numbers.SIGNS
    return english.can_say(character) and (without_sound or bool(_LATIN_RUN.match(_ascii_width(character))))


_WITHOUT_SOUND = frozenset("Lm Sk Pc Pd Pe Pf Pi Po Ps".split())  # quotes and the like, of whatever script
