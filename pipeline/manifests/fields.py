"""Fields that several manifests share: reasons, names, languages, days."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from pipeline.languages.tags import understood
from pipeline.manifests.patterns import Pattern
from pipeline.records import visible_characters


def _not_blank(written: str) -> str:
    if not any(map(str.isalnum, written)):
        raise ValueError("a blank is none; say it in words")
    return written.strip()


def _named(written: str) -> str:
    if not any(map(visible_characters, written)) and written:
        raise ValueError("a blank is no name; leave it out, and the book's own is taken")
    return written


def _language(written: str) -> str:
    return understood(written) if written else ""


def _spoken_language(written: str) -> str:
    return written if written == "*" else understood(written)


def _day(written: str) -> str:
    """A year, a month or a day of the calendar; what looks like none of these (c. 1600) is taken as it stands."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", written):
        try:
            dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            raise ValueError(f"there is no day {written}; write it as 2014-05-25, 2014-05 or 2014") from None
    return written


def _level(written: object) -> object:
    return "off" if written is False else written  # a bare `off` is a boolean in YAML 1.1


NotBlank = Annotated[str, AfterValidator(_not_blank)]  # reasons and references: of people, for people
Name = Annotated[str, AfterValidator(_named)]  # "" where the book's own is taken
# BCP 47, whatever somebody writes for it (English, en_US, jp); "" where a field may be left out, "*" for any.
LanguageTag = Annotated[str, AfterValidator(_language)]
SpokenTag = Annotated[str, AfterValidator(_spoken_language)]
OneTag = Annotated[str, AfterValidator(understood)]
# How takes are judged: not at all; by the signal, and by hearing as far as the budget goes; every line, twice in doubt.
GateLevel = Literal["off", "standard", "strict"]
WrittenLevel = Annotated[GateLevel, BeforeValidator(_level)]
Day = Annotated[str, AfterValidator(_day)]


def pattern_of(field: str, source: str) -> Pattern:
    """The regular expression in a field.

    Raises:
        ValueError: it is none; the message begins with the field's name.
    """
    try:
        return Pattern(source, field)
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None
