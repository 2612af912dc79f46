"""BCP 47 tags from what people and books write for a language.

Books and people write `jp`, `English`, `en_US`, `ger`, `zh-cn`. Each becomes a tag in BCP 47's usual case (en-GB,
zh-Hant, de-CH-1901), or "" where it names no language; in a manifest that is an error with its cure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.languages import known
from pipeline.languages.iso639 import CODES


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Codes and names by which tags are read, gathered from all records and from ISO 639."""

    two: frozenset[str]  # codes of two letters; any other is no language: a slip (jp, cn) or a country (us, gb)
    three: dict[str, str]  # codes of three letters whose language has one of two
    slips: dict[str, str]  # withdrawn codes, countries' codes and abbreviations that stand for a language
    names: dict[str, str]
    speech: dict[str, str]  # dialects and macrolanguages that one voice speaks as another's readers read


@functools.cache
def _vocabulary() -> _Vocabulary:
    records = known().values()
    codes = {**CODES, **{language.tag: language.codes for language in records}}
    return _Vocabulary(
        frozenset(code for code in codes if len(code) == 2),
        {three: code for code, others in codes.items() if len(code) == 2 for three in others.split()},
        {slip: found for language in records for slip, found in language.slips.items()},
        {name: found for language in records for found, names in language.called.items() for name in names.split()},
        {other: language.tag for language in records for other in language.reads.split()},
    )


_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_NO_LANGUAGE = frozenset(["und", "zxx", "mul", "mis"])


def tag(written: str) -> str:
    """The BCP 47 tag, in its usual case (en-GB, zh-Hant), of what somebody writes; "" where it names no language."""
    words = _vocabulary()
    plain = re.sub(r"[\s_-]+", "-", re.sub(r"[()\[\]\"']+", " ", written)).strip("-").lower()
    plain = re.sub(r"\.[a-z0-9-]+$|@[a-z]+$", "", plain)  # de_DE.UTF-8, ca_ES@valencia: how systems name a locale
    first, *others = re.split(r"[;,|+&/-]*[;,|+&/]+[;,|+&/-]*", plain) if plain else [""]  # several: the first
    if found := words.slips.get(plain) or words.names.get(plain):
        return found
    if others and (found := words.names.get(f"{first}-{others[0]}")):  # "English, UK"
        return found
    head, *rest = first.split("-")
    if named := words.slips.get(first) or words.names.get(first):
        return named
    if head in words.names and len(rest) == 1 and re.fullmatch(r"[a-z]{2}", rest[0]):  # "German (AT)"
        return f"{words.names[head]}-{rest[0].upper()}"
    if head in words.names:
        return words.names[head]
    if not _TAG.fullmatch(first):
        return ""
    head = words.three.get(head) or words.slips.get(head, head)
    if head in _NO_LANGUAGE or (len(head) == 2 and head not in words.two):
        return ""
    if head == "zh" and rest[:1] in (["cmn"], ["yue"]):  # an extended language subtag is the language itself
        head, rest = {"cmn": "zh", "yue": "yue"}[rest[0]], rest[1:]
    return "-".join([head, *_dressed(rest)])


def _dressed(subtags: list[str]) -> list[str]:
    out, private = [], False
    for part in subtags:
        private = private or len(part) == 1
        script, region = len(part) == 4 and part.isalpha(), len(part) == 2 and part.isalpha()
        out.append(part if private else part.title() if script else part.upper() if region else part)
    return ["GB" if part == "UK" else part for part in out]


def understood(written: str) -> str:
    """`tag`, for what a person writes. Raises ValueError with the cure where it names no language."""
    if not (found := tag(written)):
        raise ValueError(f"{written!r} names no language; write its BCP 47 code, such as en, en-GB, de, ja or zh-Hans")
    return found


@functools.lru_cache(maxsize=1024)
def primary(language: str) -> str:
    """The primary language of a tag, which decides the voices that can speak it: "zh" of zh-Hant-TW, "no" of nb."""
    first = language.replace("_", "-").partition("-")[0].lower()
    return _vocabulary().speech.get(first, first)


def speaks(tags: Iterable[str], language: str) -> bool:
    """Whether a voice of these languages (BCP 47; "*" for any) speaks one: regions and scripts do not count."""
    return any(tag == "*" or primary(tag) == primary(language) for tag in tags)
