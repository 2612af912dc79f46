"""Phonemises a line of mixed languages: each stretch goes to the front end of its language (SPEC 4.2).

A line has one declared language. Unless that is English, Latin words in it are English, kana are Japanese and hangul is
Korean. The script of a character decides: where the language is declared, a detector would only add mistakes.
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

LEAST_PHONES = 6  # shorter lines come out garbled, unless a mark stands before them (SPEC 4.5)
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
# A Latin word with an apostrophe inside, further words, a figure after it (not in Korean: 십오).
_LATIN_RUN = re.compile(rf"[{_LATIN}][{_LATIN}'’\-&.]*(?:[ ]+[{_LATIN}0-9][{_LATIN}0-9'’\-&.]*)*")
_LATIN_WORDS = re.compile(rf"[{_LATIN}][{_LATIN}0-9'’\-&.]*(?:[ ]+[{_LATIN}][{_LATIN}0-9'’\-&.]*)*")
_KANA_RUN = re.compile(r"[ぁ-ゖァ-ヺー]+")
_FIGURED = re.compile("[0-9０-９¼-¾⅐-⅞π√±≈≠≤≥∞α-ωΔΘΛΣΦΨΩ℃○◯]")
_HANGUL_RUN = re.compile(r"[가-힣ㄱ-ㅣ]+(?: +[가-힣ㄱ-ㅣ]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line as phones, in segments of one language each."""

    segments: tuple[Segment, ...]

    @property
    def empty(self) -> bool:
        """Whether it has marks only, so that there is nothing to speak."""
        return all(phone in _NOT_SPOKEN for segment in self.segments for phone in segment.phones)

    def ids(self, version: str) -> list[int]:
        return [id_ for segment in self.segments for id_ in segment.ids(version)]

    def __len__(self) -> int:
        return sum(len(segment.phones) for segment in self.segments)


_NOT_SPOKEN = frozenset({*PUNCTUATION, "-", "_", "SP", "SP2", "SP3", korean.SPACE, korean.UNKNOWN})


def primary(language: str) -> str:
    """The front end's language of a tag: zh-Hant-TW -> zh, cmn -> zh, zh-HK -> yue."""
    tag = language.lower().replace("_", "-")
    if tag in ("zh-hk", "zh-yue") or tag.startswith("yue"):
        return "yue"
    head = tag.split("-")[0]
    return {"cmn": "zh", "jpn": "ja", "eng": "en", "zho": "zh", "kor": "ko"}.get(head, head)


def phrase(text: str, language: str, guard: bool = True) -> Phrase:
    """Phonemises a line. `guard`: adds a final mark, and a mark before short lines and short first clauses.

    Raises MissingExtraError: a language's package is not installed. KeyError: not one of LANGUAGES.
    """
    language = primary(language)
    text = text.strip()
    result = Phrase(segments(guarded(text, language) if guard else text, language))
    if guard and not result.empty and len(result) < LEAST_PHONES:
        result = Phrase(segments(_stop(language) + guarded(text, language), language))
    return result


def guarded(text: str, language: str) -> str:
    """Adds a final mark where there is none, and a mark in front where the first clause is short (SPEC 4.5, 7)."""
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
    # The Korean front end adds a full stop to what ends in a jamo; a space keeps it from that within a line.
    parts = [
        (kind, f"{part} " if kind == "ko" and number < len(parts) else part)
        for number, (kind, part) in enumerate(parts, 1)
    ]
    return tuple(segment for segment in (_SPEAKS[kind](part) for kind, part in parts) if segment.phones)


def split(text: str, language: str) -> list[tuple[str, str]]:
    """Splits a line into (language, stretch), in order and without loss."""
    if language == "en":
        return [("en", text)] if text else []
    if language in ("zh", "yue", "ja") and _FIGURED.search(text):
        # Spoken forms pass unchanged; a reference's text has not been through the script and still has figures. Figures
        # among Latin words are English. Imported here, for benches of English run where only torch and NumPy are.
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
    done = 0
    unfolded = _ascii_width(text)
    others = {"en": _LATIN_WORDS if language == "ko" else _LATIN_RUN, "ja": _KANA_RUN, "ko": _HANGUL_RUN}
    stretches = [
        (m.start(), m.end(), kind)
        for kind, pattern in others.items()
        if kind != language
        for m in pattern.finditer(unfolded)
    ]
    for start, end, kind in sorted(stretches):
        if start < done:
            continue
        _add(parts, language, text[done:start])
        _add(parts, kind, text[start:end])
        done = end
    _add(parts, language, text[done:])
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
    """The characters that would be dropped without a sound, each once, in order.

    `korean_too`: the voice has Korean phones, so hangul in lines of other languages is spoken.
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
    """Whether another front end speaks it in a line that is not English: letters, kana, hangul, but no signs."""
    if _HANGUL_RUN.match(character):
        return korean_too
    if _KANA_RUN.match(character):
        return True
    without_sound = unicodedata.category(character) in _WITHOUT_SOUND and character not in english_numbers.SIGNS
    return english.can_say(character) and (without_sound or bool(_LATIN_RUN.match(_ascii_width(character))))


_WITHOUT_SOUND = frozenset("Lm Sk Pc Pd Pe Pf Pi Po Ps".split())  # quotes and the like, of whatever script
